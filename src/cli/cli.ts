import { exitCodeOf } from '../platform/exit-code.ts';
import { sourceStack } from '../platform/files/source-stack.ts';
import { KnownError } from '../platform/known-error.ts';
import { nearestWord } from '../platform/nearest-word.ts';
import { openFilesLimit } from '../platform/process/open-files-limit.ts';
import { redact } from '../platform/redact.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { refuseNodeOptions } from './options/node-options.ts';

/** Runs one command line and returns its exit code. The only place that turns an error into a message and a code. */
export async function runCli(system: SystemDeps, version: () => string): Promise<number> {
  const [name, ...args] = system.args;
  if (name === '--version' || name === '-v' || name === 'version') {
    system.stdout.write(`${version()}\n`);
    return 0;
  }
  // Later there may be no file left to read it from.
  const files = openFilesLimit() ?? Number.POSITIVE_INFINITY;
  try {
    refuseNodeOptions(system.args);
    return await dispatch(system, name, args);
  } catch (error) {
    system.stderr.write(redact(errorText(error, system.args.includes('--debug'), files)));
    return exitCodeOf(error instanceof KnownError ? error.exit : 'unexpected');
  }
}

async function dispatch(system: SystemDeps, name: string | undefined, args: readonly string[]): Promise<number> {
  const { COMMANDS } = await import('./commands.ts');
  const wantsHelp = args.includes('--help') || args.includes('-h');
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && args.length === 0)) {
    const { mainHelp } = await import('./help.ts');
    (name === undefined ? system.stderr : system.stdout).write(mainHelp());
    return name === undefined ? exitCodeOf('invalid') : 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    const nearest = nearestWord(name, Object.keys(COMMANDS));
    throw new KnownError(`unknown command "${name}"`, {
      hint: nearest ? `did you mean ${nearest}?` : `use one of ${Object.keys(COMMANDS).join(', ')}; see palaver --help`,
    });
  }
  if (wantsHelp) {
    const { commandHelp } = await import('./help.ts');
    system.stdout.write(commandHelp(name, await entry.flags()));
    return 0;
  }
  const command = await entry.load();
  if (Object.keys(system.env).some((variable) => variable.startsWith('PALAVER_'))) {
    const { misspeltVariables } = await import('./option-owners.ts');
    for (const warning of await misspeltVariables(system.env)) system.stderr.write(redact(`warning: ${warning}\n`));
  }
  try {
    return await command.run(system, args);
  } catch (error) {
    const { withOwners } = await import('./option-owners.ts');
    throw await withOwners(error, name);
  }
}

/** The message of a known error; anything else is reported as a bug, with --debug with its stack. `files`: the limit of open files. */
export function errorText(error: unknown, debug: boolean, files = Number.POSITIVE_INFINITY): string {
  const stack = debug && error instanceof Error ? `${sourceStack(error)}\n` : '';
  if (error instanceof KnownError) {
    const hint = error.hint ? `  → ${error.hint}\n` : '';
    return `error: ${error.message}\n${hint}${stack}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return `unexpected error: ${message}\n  → ${files < FILES_TO_START ? RAISE_LIMIT : REPORT_BUG}\n${stack}`;
}

const REPORT_BUG = 'this is a bug in palaver; run it again with --debug and report the output';
const RAISE_LIMIT = 'the limit of open files is too low for palaver to start; raise it with: ulimit -n 1024';

/** Node opens hundreds of modules at once; if it cannot, its message does not always say so. */
const FILES_TO_START = 256;
