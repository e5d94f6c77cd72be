import type { Inbox } from '../platform/inbox.ts';
import type { Environment } from '../platform/process/environment.ts';
import type { AllTimeDeps } from '../platform/time/time-deps.ts';

/** The effects a connection needs, passed in when it is opened. */
export interface EndpointDeps extends AllTimeDeps {
  /** The inbox of the thread. Without it a connection gets its own, and no lower bounds. */
  readonly inbox?: Inbox | undefined;
  /** Environment variables; only the proxy ones are read. */
  readonly env: Environment;
}
