import type { ShardEnd, ShardExecutor } from '../../src/distribute/shard-executor.ts';
import { shapeOf } from '../../src/engine/run-shape.ts';
import type { Shard } from '../../src/engine/shard.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import type { TimeDeps } from '../../src/platform/time/time-deps.ts';
import { appendConversation } from './sample-run.ts';

const PERIOD_MS = 1000;

/**
 * Load without an endpoint: a conversation each second from the start, `conversations` of them, with latencies that follow from
 * the number of the shard and the conversation.
 */
export class PlannedLoad implements ShardExecutor {
  /** Started shards. */
  readonly started: Shard[] = [];
  /** The requests to them, in order. */
  readonly asked: ('stop' | 'interrupt')[] = [];
  /** How often threads of prepared shards were discarded. */
  discarded = 0;
  private readonly time: TimeDeps;
  private readonly conversations: number;
  private readonly isSlowToStop: boolean;

  /** `isSlowToStop`: running conversations last until they are interrupted. */
  constructor(time: TimeDeps, conversations: number, isSlowToStop = false) {
    this.time = time;
    this.conversations = conversations;
    this.isSlowToStop = isSlowToStop;
  }

  discard(): void {
    this.discarded++;
  }

  start(shard: Shard, ring: Parameters<ShardExecutor['start']>[1]): ReturnType<ShardExecutor['start']> {
    this.started.push(shard);
    const table = new SeriesTable(shapeOf(shard.scenario, shard.targets));
    let end: (end: ShardEnd) => void = () => {};
    const ended = new Promise<ShardEnd>((resolve) => {
      end = resolve;
    });
    let held = 0;
    let isOver = false;
    const { clock, timers } = this.time;
    const finish = () => {
      isOver = true;
      ring.activeVus = 0;
      end({ kind: 'done' });
    };
    const talk = (): void => {
      if (isOver) return;
      // As a load thread before each input.
      if (clock.nowUs() >= ring.leaseUs) return finish();
      const firstOutputUs = 10_000 * (shard.segment.index + 1) + 100 * held;
      const turns = shard.scenario.conversations[0]!.steps.map((_, step) => ({
        step,
        atMs: held * PERIOD_MS,
        outcome: 'completed' as const,
        firstOutputUs,
        turnUs: 2 * firstOutputUs,
      }));
      appendConversation(ring, table, turns);
      held++;
      if (held >= this.conversations) return finish();
      timers.at(shard.startUs + held * PERIOD_MS * 1000, talk);
    };
    ring.activeVus = 1;
    timers.at(shard.startUs, talk);
    const ask = (what: 'stop' | 'interrupt') => () => {
      this.asked.push(what);
      if (what === 'interrupt' || !this.isSlowToStop) finish();
    };
    return { ended, stop: ask('stop'), interrupt: ask('interrupt') };
  }
}
