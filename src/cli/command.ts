import type { SystemDeps } from '../platform/system-deps.ts';
import type { FlagTable } from './options/resolve-options.ts';

/** One command: its texts for --help, its flags, and what it does. Loaded only when it is called. */
export interface Command {
  readonly flags: FlagTable;
  /** Resolves with the exit code. Throws KnownError for what the user can mend. */
  run(system: SystemDeps, args: readonly string[]): Promise<number>;
}
