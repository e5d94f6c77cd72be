import { EXIT_CODES } from '../platform/exit-code.ts';
import { envName, type Flag, type FlagTable } from '../run/flags/flag.ts';
import { COMMANDS } from './commands.ts';

/** `palaver --help`: every command, made without loading any of them. */
export function mainHelp(): string {
  const rows = Object.values(COMMANDS).map(({ usage, summary }) => `  palaver ${usage}\n      ${summary}`);
  return [
    'palaver: load testing for conversations',
    '',
    ...rows,
    '',
    'palaver COMMAND --help   Show the options of a command',
    'palaver --version        Print the version',
    '',
    ...exitCodeLines(),
    '',
  ].join('\n');
}

/** `palaver COMMAND --help`, generated from the flags that are also used for parsing. */
export function commandHelp(name: string, flags: FlagTable): string {
  const groups = new Map<string, string[]>();
  for (const [flag, definition] of Object.entries(flags)) {
    const lines = groups.get(definition.group) ?? [];
    groups.set(definition.group, [...lines, ...flagLines(flag, definition)]);
  }
  const { usage, summary, examples } = COMMANDS[name]!;
  return [
    `palaver ${usage}`,
    `    ${summary}`,
    '',
    ...[...groups].flatMap(([group, lines]) => [`${group}:`, ...lines, '']),
    'Examples:',
    ...examples.map((example) => `  palaver ${example}`),
    '',
    `Every option can also be set in the environment, for instance ${environmentExample(flags)}.`,
    `Precedence: defaults < ${'profile' in flags ? 'scenario < profile < ' : ''}environment < options. Exit codes: palaver --help`,
    '',
  ].join('\n');
}

/** Values for an example; the first option that the command has is shown. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'report-dir': 'out',
  vus: '50',
  channel: 'staging',
  delay: '200ms',
  columns: 'speaker=who',
  out: 'json=run.json',
};

function environmentExample(flags: FlagTable): string {
  const [name, value] = Object.entries(EXAMPLES).find(([option]) => option in flags) ?? [
    Object.keys(flags)[0]!,
    'true',
  ];
  return `${envName(name)}=${value}`;
}

const LEFT_WIDTH = 34;
const WIDTH = 80;

/** `-u, --vus N    virtual users`, the description wrapped in its column. */
function flagLines(name: string, { alias, value, describe, repeatable }: Flag): string[] {
  const short = alias ? `-${alias}, ` : '    ';
  const left = `  ${short}--${name}${value ? ` ${value}` : ''}`;
  const words = `${describe}${repeatable && !describe.includes('repeatable') ? ' (repeatable)' : ''}`;
  const [first = '', ...rest] = wrap(words, WIDTH - LEFT_WIDTH);
  const indent = ' '.repeat(LEFT_WIDTH);
  const head = left.length < LEFT_WIDTH ? [left.padEnd(LEFT_WIDTH) + first] : [left, indent + first];
  return [...head, ...rest.map((line) => indent + line)];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function exitCodeLines(): string[] {
  return [
    'Exit codes:',
    ...Object.values(EXIT_CODES).map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`),
  ];
}
