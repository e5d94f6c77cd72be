import type { Clock } from '../platform/clock.ts';
import type { PendingTimers } from '../platform/pending-timers.ts';
import { shortHash } from '../platform/redact.ts';
import type { Bot, BotInput, BotReply } from './bot.ts';
import type { Delivery } from './delivery.ts';
import type { PracticeOptions } from './practice-options.ts';
import type { PracticeCounters, PracticeTally } from './practice-stats.ts';
import type { Session } from './session.ts';
import { drawTurn, type TurnFault } from './turn-chance.ts';
import { type TurnAct, turnScript } from './turn-script.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface TurnInput extends BotInput {
  readonly resetFlow: boolean;
  readonly origin: TraceOrigin;
}

/** Where an input or a message came from; trace ids tell. */
export type TraceOrigin = 'realtimeClient' | 'httpIncomingMessage';

/** The id that all outputs of one input share. It follows from the seed, the session and a number. */
export function traceIdOf(seed: number | string, sessionId: string, what: string, origin: TraceOrigin): string {
  const hex = shortHash(`${seed}/${sessionId}/${what}`, 32);
  const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  return `endpoint-${origin}-${uuid}`;
}

const FAULT_COUNTER: Readonly<Record<Exclude<TurnFault, 'none'>, keyof PracticeCounters>> = {
  drop: 'faultDrop',
  mute: 'faultMute',
  exception: 'faultException',
  'error-output': 'faultErrorOutput',
};

interface TurnWorld {
  readonly options: PracticeOptions;
  readonly bot: Bot<unknown>;
  readonly pool: WorkerPool;
  readonly delivery: Delivery;
  readonly tally: PracticeTally;
  readonly clock: Clock;
  readonly timers: PendingTimers;
}

/** Takes inputs, queues them for a worker, and plays what their turns do. */
export class TurnPlayer {
  private readonly world: TurnWorld;

  constructor(world: TurnWorld) {
    this.world = world;
  }

  take(session: Session, input: TurnInput): void {
    const receivedAtUs = this.world.clock.nowUs();
    session.lastUsedAtUs = receivedAtUs;
    session.inputs += 1;
    const number = session.inputs;
    this.world.pool.submit(session.id, () => this.play(session, input, number, receivedAtUs));
  }

  private async play(session: Session, input: TurnInput, number: number, receivedAtUs: number): Promise<void> {
    const { options, tally, timers } = this.world;
    const chance = drawTurn(options, session.id, number);
    if (chance.fault !== 'none') tally.counters[FAULT_COUNTER[chance.fault]] += 1;
    const traceId = traceIdOf(options.seed, session.id, `input ${number}`, input.origin);
    const script = turnScript(options, chance, traceId, () => this.answer(session, input));
    const times = new TurnTimes(this.world, receivedAtUs);
    for (const { afterMs, does } of script) {
      if (afterMs > 0) await timers.wait(afterMs);
      this.perform(session, does, times);
    }
  }

  private answer(session: Session, input: TurnInput): readonly BotReply[] {
    const { bot } = this.world;
    const state = input.resetFlow || session.botState === undefined ? bot.start : session.botState;
    const answer = bot.answer(state, input);
    session.botState = answer.state;
    return answer.replies;
  }

  private perform(session: Session, does: TurnAct['does'], times: TurnTimes): void {
    if (does === 'nothing') return;
    if (does === 'cut') {
      // The TCP connection, not the Socket.IO one: the client gets no goodbye.
      session.link?.socket.request.socket.destroy();
      session.link = undefined;
      return;
    }
    if (this.world.delivery.send(session, does)) times.sent(does.role);
  }
}

/** Notes when the first output and the first final ping of one turn went out. */
class TurnTimes {
  private readonly world: TurnWorld;
  private readonly receivedAtUs: number;
  private outputSeen = false;
  private pingSeen = false;

  constructor(world: TurnWorld, receivedAtUs: number) {
    this.world = world;
    this.receivedAtUs = receivedAtUs;
  }

  sent(role: string): void {
    const sinceUs = () => this.world.clock.nowUs() - this.receivedAtUs;
    if (role === 'output' && !this.outputSeen) {
      this.outputSeen = true;
      this.world.tally.firstOutput.recordUs(sinceUs());
    } else if (role === 'final-ping' && !this.pingSeen) {
      this.pingSeen = true;
      this.world.tally.finalPing.recordUs(sinceUs());
    }
  }
}
