import type { VirtualUser } from '../conversation/virtual-user.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { ArrivalCounters } from './arrival-counters.ts';
import type { TargetPause } from './target-pause.ts';

/** Starts the conversations of a load, or of one of its users, when they are due. */
export interface LoadLoop {
  /** Resolves when all conversations have started and ended. */
  run(): Promise<void>;
  /** Starts no further conversation; running ones continue. */
  stop(): void;
  /** Ends running conversations, too. */
  interrupt(): void;
}

/** Dependencies of the loops of a target. */
export interface LoopDeps extends TimeDeps {
  readonly startUs: number;
  readonly seed: number;
  readonly counters: ArrivalCounters;
  readonly pause: TargetPause;
  /** Called with +1 when a user becomes active and −1 when it rests. */
  readonly onActive: (change: 1 | -1) => void;
  /** A conversation was due but its feed had no row left: its user ends. */
  readonly onFeedEmpty: () => void;
  /** Whether there is data for conversation `number`. Undefined: no feed can be used up. */
  readonly hasData?: ((number: number) => boolean) | undefined;
}

/** A virtual user: runs the conversations of a loop, one at a time. */
export type LoopUser = Pick<VirtualUser, 'number' | 'keepsSession' | 'converse' | 'interrupt' | 'leave'>;
