import type { World } from '../platform/world.ts';
import type { FlagTable } from './resolve-options.ts';

/** One command: its texts for --help, its flags, and what it does. Loaded only when it is called. */
export interface Command {
  readonly flags: FlagTable;
  /** Resolves with the exit code. Throws KnownError for what the user can mend. */
  run(world: World, args: readonly string[]): Promise<number>;
}

/** What `palaver --help` says of a command without loading it. */
export interface CommandEntry {
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  run: {
    usage: 'run [SCENARIO] [options]',
    summary: 'replay conversations with many virtual users and report what every turn took',
    load: async () => (await import('./run-command.ts')).runCommand,
  },
  check: {
    usage: 'check --target URL [options]',
    summary: 'try one target: connect, wait until it is ready, say one thing',
    load: async () => (await import('./check-command.ts')).checkCommand,
  },
  endpoint: {
    usage: 'endpoint [options]',
    summary: 'serve the practice endpoint, to try palaver or a scenario without a bot',
    load: async () => (await import('./endpoint-command.ts')).endpointCommand,
  },
  report: {
    usage: 'report RUN [options]',
    summary: 'show the tables of a finished run again, without load',
    load: async () => (await import('./report-command.ts')).reportCommand,
  },
};
