import type { FlagTable } from '../run/flags/flag.ts';
import type { Command } from './command.ts';

/** What `palaver --help` shows of a command without loading it. */
export interface CommandEntry {
  readonly usage: string;
  readonly summary: string;
  /** Example command lines, without the leading `palaver`. */
  readonly examples: readonly string[];
  /** Loaded without the command. */
  readonly flags: () => Promise<FlagTable>;
  readonly load: () => Promise<Command>;
}

export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  run: {
    usage: 'run [SCENARIO] [options]',
    summary: 'Run a load test: replay conversations with virtual users and report the latency of every turn',
    examples: [
      'run scenarios/restaurant-booking.yml --mock',
      'run talk.yml --target https://host/TOKEN --vus 200 --duration 60s',
      "run --target https://host/TOKEN --say hello --say 'book a table'",
    ],
    flags: async () => (await import('../run/flags/run-flags.ts')).RUN_FLAGS,
    load: async () => (await import('./commands/run-command.ts')).runCommand,
  },
  init: {
    usage: 'init [FILE] [options]',
    summary: 'Write a commented starter scenario (default palaver.yml)',
    examples: ['init', 'init load/booking.yml'],
    flags: async () => (await import('./options/init-flags.ts')).INIT_FLAGS,
    load: async () => (await import('./commands/init-command.ts')).initCommand,
  },
  validate: {
    usage: 'validate [SCENARIO] [options]',
    summary: 'Check a scenario and show the load and usage it plans, without connecting',
    examples: ['validate talk.yml', 'validate talk.yml --profile smoke --print-options'],
    flags: async () => (await import('./options/validate-flags.ts')).VALIDATE_FLAGS,
    load: async () => (await import('./commands/validate-command.ts')).validateCommand,
  },
  check: {
    usage: 'check [SCENARIO] [options]',
    summary: 'Test a target: connect and send one utterance, or run one conversation of a scenario and show its trace',
    examples: [
      'check --mock',
      "check --target https://host/TOKEN --say 'opening hours'",
      'check scenarios/restaurant-booking.yml --mock',
    ],
    flags: async () => (await import('../run/flags/check-flags.ts')).CHECK_FLAGS,
    load: async () => (await import('./commands/check-command.ts')).checkCommand,
  },
  talk: {
    usage: 'talk [SCENARIO] [options]',
    summary: 'Talk to a bot in the terminal, see its replies and times, and save the conversation as a scenario',
    examples: ['talk --mock', 'talk --target https://host/TOKEN --save talk.yml', 'talk --mock < lines.txt'],
    flags: async () => (await import('./options/talk-flags.ts')).TALK_FLAGS,
    load: async () => (await import('./commands/talk-command.ts')).talkCommand,
  },
  mock: {
    usage: 'mock [options]',
    summary: 'Serve the mock endpoint, to try a scenario without a bot',
    examples: ['mock --port 4010', "mock --bot echo --delay 'lognormal 200ms 0.4' --faults-drop 0.01"],
    flags: async () => (await import('./options/mock-flags.ts')).MOCK_FLAGS,
    load: async () => (await import('./commands/mock-command.ts')).mockCommand,
  },
  calibrate: {
    usage: 'calibrate [options]',
    summary: "Measure palaver's accuracy and the maximum load of one load thread on this machine (3 minutes)",
    examples: ['calibrate', 'calibrate --quick', 'calibrate --vus 1000 --rate 2000 --json'],
    flags: async () => (await import('./options/calibrate-flags.ts')).CALIBRATE_FLAGS,
    load: async () => (await import('./commands/calibrate-command.ts')).calibrateCommand,
  },
  import: {
    usage: 'import FILE… [options]',
    summary: 'Convert Botium convos, transcripts (CSV, JSON) or chat data sets (JSON) to a scenario',
    examples: [
      'import talks/*.convo.txt --out talks.yml',
      'import chats.csv --columns speaker=who,text=said --user-value guest --out chats.yml',
    ],
    flags: async () => (await import('./options/import-flags.ts')).IMPORT_FLAGS,
    load: async () => (await import('./commands/import-command.ts')).importCommand,
  },
  agent: {
    usage: 'agent --fleet URL [options]',
    summary: 'Join a fleet as a load generator, and run shards for palaver run --fleet and capacity --fleet',
    examples: [
      'agent --fleet nats://nats.example.com:4222 --fleet-key-file fleet.key --place eu-west --allow bot.example.com',
    ],
    flags: async () => (await import('./options/agent-flags.ts')).AGENT_FLAGS,
    load: async () => (await import('./commands/agent-command.ts')).agentCommand,
  },
  merge: {
    usage: 'merge DIR|FILE… [options]',
    summary: 'Merge the shards of a run into one report, with its verdict',
    examples: ['merge reports/NAME', 'merge shards/*.json.gz --out junit=junit.xml'],
    flags: async () => (await import('./options/merge-flags.ts')).MERGE_FLAGS,
    load: async () => (await import('./commands/merge-command.ts')).mergeCommand,
  },
  report: {
    usage: 'report RUN [options]',
    summary: 'Show the tables of a run, or write its report to files',
    examples: ['report reports/NAME', 'report reports/NAME --out json=run.json'],
    flags: async () => (await import('./options/report-flags.ts')).REPORT_FLAGS,
    load: async () => (await import('./commands/report-command.ts')).reportCommand,
  },
  compare: {
    usage: 'compare BASELINE CANDIDATE | BASELINE… --candidate RUN… [options]',
    summary: 'Compare runs statistically; exit with 111 when the candidate is slower or worse',
    examples: [
      'compare reports/BEFORE reports/AFTER',
      'compare reports/before-* --candidate reports/after-* --margin 5% --out markdown=compare.md',
    ],
    flags: async () => (await import('./options/compare-flags.ts')).COMPARE_FLAGS,
    load: async () => (await import('./commands/compare-command.ts')).compareCommand,
  },
  capacity: {
    usage: 'capacity [SCENARIO] [options]',
    summary: 'Find the maximum sustainable load: ramp up in steps, then bisect',
    examples: [
      "capacity talk.yml --target https://host/TOKEN --objective 'first_output p(95) < 2s'",
      "capacity scenarios/restaurant-booking.yml --mock --over rate --objective 'conversation_completion > 99%'",
    ],
    flags: async () => (await import('./options/capacity-flags.ts')).CAPACITY_FLAGS,
    load: async () => (await import('./commands/capacity-command.ts')).capacityCommand,
  },
};
