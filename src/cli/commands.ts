import type { Command } from './command.ts';

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
