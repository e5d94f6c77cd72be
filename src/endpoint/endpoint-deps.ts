import type { Inbox } from '../platform/inbox.ts';
import type { Environment } from '../platform/process/environment.ts';
import type { Clock, WallClock } from '../platform/time/clock.ts';
import type { Timers } from '../platform/time/timers.ts';

/** The effects a connection needs, handed in by whoever opens it. */
export interface EndpointDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Wall clock. Without it, a `Retry-After` date is used only where the response has a `Date`. */
  readonly wallClock?: WallClock | undefined;
  /** The inbox of the thread. Without it a connection gets its own, and no lower bounds. */
  readonly inbox?: Inbox | undefined;
  /** Environment variables; only the proxy ones are read. */
  readonly env: Environment;
}
