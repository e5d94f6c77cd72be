import { KnownError } from '../platform/known-error.ts';
import { nearestWord } from '../platform/nearest-word.ts';
import { envName } from '../run/flags/flag.ts';
import { COMMANDS } from './commands.ts';
import { UnknownOption } from './options/unknown-option.ts';

/** An unknown option of `command` with a hint that names the commands that have it; other errors unchanged. */
export async function withOwners(error: unknown, command: string): Promise<unknown> {
  if (!(error instanceof UnknownOption) || error.hint !== undefined) return error;
  const owners = (await allOptions()).filter(([, options]) => options.includes(error.option)).map(([name]) => name);
  const belongs = owners.length > 0 ? `--${error.option} is an option of ${joined(owners)}; ` : '';
  return new KnownError(error.message, { hint: `${belongs}see palaver ${command} --help`, cause: error });
}

/** Warnings about variables that are probably misspelt options. A variable unlike any option may belong to a scenario. */
export async function misspeltVariables(env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const names = Object.keys(env).filter((name) => name.startsWith('PALAVER_') && name !== TOKEN);
  if (names.length === 0) return [];
  const known = [...new Set((await allOptions()).flatMap(([, options]) => options.map(envName)))];
  return names.flatMap((name) => {
    const near = known.includes(name) ? undefined : nearestOption(name, known);
    return near === undefined ? [] : [`${name} is not an option of palaver; did you mean ${near}?`];
  });
}

const PREFIX = envName('');
/** Not an option, but read for every target. */
const TOKEN = `${PREFIX}TOKEN`;

/** Compared without the prefix, which all of them share. */
function nearestOption(name: string, known: readonly string[]): string | undefined {
  const near = nearestWord(
    name.slice(PREFIX.length),
    known.map((other) => other.slice(PREFIX.length)),
  );
  return near === undefined ? undefined : `${PREFIX}${near}`;
}

async function allOptions(): Promise<readonly (readonly [command: string, options: readonly string[]])[]> {
  return Promise.all(
    Object.entries(COMMANDS).map(async ([name, { flags }]) => [name, Object.keys(await flags())] as const),
  );
}

function joined(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]+)$/, ' and $1');
}
