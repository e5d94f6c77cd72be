import { parseEnv } from 'node:util';
import { readTextFile } from '../../platform/files.ts';

/** The variables of a file in the format of dotenv: NAME=value lines, quotes, `export`, # comments. KnownError when it cannot be read. */
export function readVarsFile(path: string): Readonly<Record<string, string>> {
  const variables = Object.entries(parseEnv(readTextFile(path, 'variables file')));
  return Object.fromEntries(variables.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
