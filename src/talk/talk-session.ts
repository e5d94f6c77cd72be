import type { TargetDeps, ThreadDeps } from '../conversation/conversation-deps.ts';
import { VirtualUser } from '../conversation/virtual-user.ts';
import { makeTarget } from '../engine/make-target.ts';
import { shapeOf } from '../engine/run-shape.ts';
import type { Shard } from '../engine/shard.ts';
import { TargetPause } from '../engine/target-pause.ts';
import { AddressCounts } from '../measure/address-counts.ts';
import { ErrorLog } from '../measure/error-log.ts';
import { ExemplarKeeper } from '../measure/exemplars.ts';
import { SampleRing } from '../measure/sample-ring.ts';
import { SeriesTable } from '../measure/series.ts';
import type { TraceEvent } from '../measure/traces/trace-event.ts';
import { Inbox } from '../platform/inbox.ts';
import type { AllTimeDeps } from '../platform/time/time-deps.ts';
import { type TalkSettings, talkConversation } from './talk-step.ts';
import type { TalkUtterance } from './talk-turn.ts';

export interface TalkSessionDeps {
  /** Of one target and one conversation, as a run would have it. */
  readonly shard: Shard;
  readonly settings: TalkSettings;
  readonly time: AllTimeDeps;
  /** What happens, also between two turns. */
  readonly onEvent: (event: TraceEvent) => void;
  readonly onNotice: (message: string) => void;
}

/**
 * One session with a bot: each utterance is a conversation of one step of the same virtual user, whose session is kept. The
 * conversations are those of a run, so they end and are timed as there; but nothing is recorded.
 */
export class TalkSession {
  private readonly user: VirtualUser;
  private readonly target: TargetDeps;
  private readonly settings: TalkSettings;
  private readonly time: AllTimeDeps;
  private number = 0;
  private utterance: TalkUtterance = { kind: 'reset' };

  constructor({ shard, settings, time, onEvent, onNotice }: TalkSessionDeps) {
    this.settings = settings;
    this.time = time;
    // Nobody reads it; what it does not take is only counted.
    const ring = new SampleRing(1);
    const inbox = new Inbox(time.clock);
    const errors = new ErrorLog();
    const common = { ...time, errors, addresses: new AddressCounts(), exemplars: new ExemplarKeeper(), inbox };
    const table = new SeriesTable(shapeOf(shard.scenario, shard.targets));
    const pause = new TargetPause(() => onNotice('the server asks for a pause (Retry-After)'));
    const system = { ...common, ring, notify: onNotice };
    const series = table.conversation(0, 0);
    this.target = {
      ...makeTarget(shard.targets[0]!, 0, { shard, table, system, pause }),
      chooser: {
        choose: () => ({ chosen: { conversation: talkConversation(this.utterance, this.settings), series }, rank: 0 }),
      },
    };
    const { startUs, seed, runId, todayMs, vars } = shard;
    const thread: ThreadDeps = {
      ...common,
      samples: ring,
      startUs,
      seed,
      runId,
      todayMs,
      vars,
      keepTexts: true,
      maySend: () => true,
      traces: { conversations: Number.POSITIVE_INFINITY, take: ({ event }) => onEvent(event) },
    };
    this.user = new VirtualUser(0, thread, this.target);
  }

  /** Resolves when the turn has ended; never rejects. */
  async say(utterance: TalkUtterance): Promise<void> {
    this.utterance = utterance;
    await this.user.converse(this.number, this.time.clock.nowUs());
    this.number += 1;
  }

  /** Ends the session, and the open turn as interrupted. */
  close(): void {
    this.user.interrupt();
    this.user.leave();
    this.target.close();
  }
}
