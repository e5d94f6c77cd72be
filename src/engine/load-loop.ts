import type { VirtualUser } from '../conversation/virtual-user.ts';
import type { Clock } from '../platform/time/clock.ts';
import type { Timers } from '../platform/time/timers.ts';
import type { ArrivalCounters } from './arrival-counters.ts';
import type { TargetPause } from './target-pause.ts';

/** Begins the conversations of a load, or of one of its users, when they are due. */
export interface LoadLoop {
  /** Resolves when there is nothing more to begin and nothing goes on. */
  run(): Promise<void>;
  /** No further conversation begins; those being held go on. */
  stop(): void;
  /** Ends the conversations being held, too. */
  interrupt(): void;
}

/** What loops share with the shard they belong to. */
export interface LoopDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly startUs: number;
  readonly seed: number;
  readonly counters: ArrivalCounters;
  readonly pause: TargetPause;
  /** Called with +1 when a user becomes active and −1 when it rests. */
  readonly onActive: (change: 1 | -1) => void;
  /** A conversation was due and its feed had no row left for it: whoever was to begin it ends. */
  readonly onFeedEmpty: () => void;
  /** Whether there is data for conversation `number`, whoever holds it. Undefined: no feed is ever used up. */
  readonly isFed?: ((number: number) => boolean) | undefined;
}

/** Whoever holds the conversations of a loop, one at a time. */
export type ConversationHolder = Pick<VirtualUser, 'number' | 'keepsSession' | 'converse' | 'interrupt' | 'leave'>;
