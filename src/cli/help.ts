import { EXIT_CODES } from '../platform/exit-code.ts';
import { COMMANDS } from './command.ts';
import type { Flag } from './flag.ts';
import { envName, type FlagTable } from './resolve-options.ts';

/** `palaver --help`: every command, and where to read on. Made without loading any of them. */
export function mainHelp(): string {
  const rows = Object.values(COMMANDS).map(({ usage, summary }) => `  palaver ${usage}\n      ${summary}`);
  return [
    'palaver: load testing for conversations',
    '',
    ...rows,
    '',
    'palaver COMMAND --help lists the options of a command; palaver --version says which palaver this is.',
    '',
    ...exitCodeLines(),
    '',
  ].join('\n');
}

/** `palaver COMMAND --help`, made from the table that also parses. */
export function commandHelp(name: string, flags: FlagTable): string {
  const groups = new Map<string, string[]>();
  for (const [flag, definition] of Object.entries(flags)) {
    const lines = groups.get(definition.group) ?? [];
    groups.set(definition.group, [...lines, flagLine(flag, definition)]);
  }
  const { usage, summary } = COMMANDS[name]!;
  return [
    `palaver ${usage}`,
    `    ${summary}`,
    '',
    ...[...groups].flatMap(([group, lines]) => [`${group}:`, ...lines, '']),
    `Every option is also read from the environment, as ${envName('report-dir')} for --report-dir.`,
    'Order: defaults < scenario < environment < options.',
    '',
    ...exitCodeLines(),
    '',
  ].join('\n');
}

const LEFT_WIDTH = 36;

function flagLine(name: string, { alias, value, describe, repeatable }: Flag): string {
  const short = alias ? `-${alias}, ` : '    ';
  const left = `  ${short}--${name}${value ? ` ${value}` : ''}`;
  const right = `${describe}${repeatable && !describe.includes('repeatable') ? ' (repeatable)' : ''}`;
  return left.length < LEFT_WIDTH ? left.padEnd(LEFT_WIDTH) + right : `${left}\n${' '.repeat(LEFT_WIDTH)}${right}`;
}

function exitCodeLines(): string[] {
  return [
    'Exit codes:',
    ...Object.values(EXIT_CODES).map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`),
  ];
}
