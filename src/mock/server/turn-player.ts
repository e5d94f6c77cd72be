import { drawMs } from '../../platform/distribution.ts';
import { type RandomStream, randomStream } from '../../platform/random.ts';
import { shortHash } from '../../platform/redact.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { PendingTimers } from '../../platform/time/pending-timers.ts';
import type { Bot, BotAnswer, BotInput, BotReply } from '../bots/bot.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { closeWire1011, cutWire } from '../faults/broken-wire.ts';
import type { Freezer } from '../faults/freezer.ts';
import { drawTurn, type TurnChance, type TurnFault } from '../faults/turn-chance.ts';
import type { MockOptions } from '../mock-options.ts';
import type { Delivery } from './delivery.ts';
import type { MockCounters, MockTally } from './mock-stats.ts';
import type { Session } from './session.ts';
import { type TurnAct, turnScript } from './turn-script.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface PlayerInput extends BotInput {
  readonly resetFlow: boolean;
  readonly origin: TraceOrigin;
}

/** The origin of an input or a message, part of trace ids. */
export type TraceOrigin = 'realtimeClient' | 'httpIncomingMessage';

/** The trace id of all outputs of one input, derived from the seed, the session and a number. */
export function traceIdOf(seed: number | string, sessionId: string, what: string, origin: TraceOrigin): string {
  const hex = shortHash(`${seed}/${sessionId}/${what}`, 32);
  const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  return `endpoint-${origin}-${uuid}`;
}

/** Counters of faults, without crosstalk: whether there is an output for the wrong session is known only later. */
const FAULT_COUNTER: Readonly<Record<Exclude<TurnFault, 'none' | 'crosstalk'>, keyof MockCounters>> = {
  drop: 'faultDrop',
  'error-text': 'faultErrorText',
  'close-1011': 'faultClose1011',
  mute: 'faultMute',
  exception: 'faultException',
  'error-output': 'faultErrorOutput',
};

interface TurnDeps {
  readonly options: MockOptions;
  readonly dialect: Dialect;
  readonly bot: Bot<unknown>;
  readonly pool: WorkerPool;
  readonly delivery: Delivery;
  readonly tally: MockTally;
  readonly clock: Clock;
  readonly timers: PendingTimers;
  readonly freezer: Freezer;
}

/** An input on its way to a worker. */
interface Taken {
  readonly number: number;
  readonly receivedAtUs: number;
  /** Time to load its session. */
  readonly coldMs: number;
}

/** Queues inputs for a worker, and performs their turns. */
export class TurnPlayer {
  private readonly deps: TurnDeps;
  /** Last output and its session, the source of crosstalk. */
  private lastSaid: { readonly sessionId: string; readonly replies: BotAnswer<unknown>['replies'] } | undefined;

  constructor(deps: TurnDeps) {
    this.deps = deps;
  }

  take(session: Session, input: PlayerInput): void {
    const receivedAtUs = this.deps.clock.nowUs();
    this.deps.freezer.inputCame(receivedAtUs);
    const coldMs = this.wake(session, receivedAtUs);
    session.lastUsedAtUs = receivedAtUs;
    session.lastInputAtUs = receivedAtUs;
    session.inputs += 1;
    const number = session.inputs;
    this.deps.pool.submit(session.id, () => this.play(session, input, { number, receivedAtUs, coldMs }));
  }

  /** Time to load an idle session, ms; one that was idle for too long starts over. */
  private wake(session: Session, nowUs: number): number {
    const { options, tally } = this.deps;
    const idleMs = (nowUs - (session.lastInputAtUs ?? nowUs)) / 1000;
    if (options.sessionLifeMs !== undefined && idleMs > options.sessionLifeMs) {
      tally.counters.sessionsExpired += 1;
      session.botState = undefined;
    }
    if (options.coldAfterMs === undefined || idleMs <= options.coldAfterMs) return 0;
    tally.counters.coldStarts += 1;
    return drawMs(options.coldDelay, randomStream(options.seed, session.inputs, `cold/${session.id}`));
  }

  private async play(session: Session, input: PlayerInput, { number, receivedAtUs, coldMs }: Taken): Promise<void> {
    const { options, dialect, tally, timers, freezer } = this.deps;
    const chance = drawTurn(options, session.id, number);
    if (chance.fault !== 'none' && chance.fault !== 'crosstalk') tally.counters[FAULT_COUNTER[chance.fault]] += 1;
    const traceId = traceIdOf(options.seed, session.id, `input ${number}`, input.origin);
    let agent: readonly BotReply[] = [];
    const script = turnScript({ options, dialect, chance, traceId }, () => {
      const answer = this.answer(session, input, chance);
      agent = answer.agent ?? [];
      return answer;
    });
    const times = new TurnTimes(this.deps, receivedAtUs);
    if (coldMs > 0) await timers.wait(coldMs);
    for (const { afterMs, does } of script) {
      if (afterMs > 0) await timers.wait(afterMs);
      await freezer.thaw();
      this.perform(session, does, times);
    }
    void this.speakAsAgent(session, agent, chance.stream);
  }

  private answer(session: Session, input: PlayerInput, { stream, fault }: TurnChance): BotAnswer<unknown> {
    const { bot, tally } = this.deps;
    const state = input.resetFlow || session.botState === undefined ? bot.start : session.botState;
    const answer = bot.answer(state, input, stream);
    session.botState = answer.state;
    const others = this.lastSaid;
    if (answer.replies.length > 0) this.lastSaid = { sessionId: session.id, replies: answer.replies };
    if (fault !== 'crosstalk' || answer.flow === false || others === undefined || others.sessionId === session.id) {
      return answer;
    }
    tally.counters.faultCrosstalk += 1;
    return { ...answer, replies: others.replies };
  }

  /** Messages of a human agent take agentDelay and no worker time; they are unsolicited. */
  private async speakAsAgent(session: Session, replies: readonly BotReply[], stream: RandomStream): Promise<void> {
    const { options, dialect, timers, delivery, tally, freezer } = this.deps;
    const showTyping = (on: boolean) => {
      const message = options.typing ? dialect.typing(on) : undefined;
      if (message) delivery.send(session, message);
    };
    for (const reply of replies) {
      showTyping(true);
      await timers.wait(drawMs(options.agentDelay, stream));
      await freezer.thaw();
      showTyping(false);
      session.pushes += 1;
      const traceId = traceIdOf(options.seed, session.id, `push ${session.pushes}`, 'httpIncomingMessage');
      const message = dialect.output(reply, { traceId, source: 'agent' });
      if (delivery.send(session, message)) tally.counters.agentMessages += 1;
    }
  }

  private perform(session: Session, does: TurnAct['does'], times: TurnTimes): void {
    if (does === 'nothing') return;
    if (does === 'cut' || does === 'close-1011') {
      const socket = session.link?.socket;
      session.link = undefined;
      if (socket) (does === 'cut' ? cutWire : closeWire1011)(socket);
      return;
    }
    if (this.deps.delivery.send(session, does)) times.sent(does.role);
  }
}

/** Records when the first output and the first final ping of one turn were sent. */
class TurnTimes {
  private readonly deps: TurnDeps;
  private readonly receivedAtUs: number;
  private outputSeen = false;
  private pingSeen = false;

  constructor(deps: TurnDeps, receivedAtUs: number) {
    this.deps = deps;
    this.receivedAtUs = receivedAtUs;
  }

  sent(role: string): void {
    const sinceUs = () => this.deps.clock.nowUs() - this.receivedAtUs;
    if (role === 'output' && !this.outputSeen) {
      this.outputSeen = true;
      this.deps.tally.firstOutput.recordUs(sinceUs());
    } else if (role === 'final-ping' && !this.pingSeen) {
      this.pingSeen = true;
      this.deps.tally.finalPing.recordUs(sinceUs());
    }
  }
}
