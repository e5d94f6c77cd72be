import type { SystemDeps } from '../platform/system-deps.ts';

/** What one command does. Loaded only when it is called. */
export interface Command {
  /** Resolves with the exit code. Throws KnownError for mistakes that the user can fix. */
  run(system: SystemDeps, args: readonly string[]): Promise<number>;
}
