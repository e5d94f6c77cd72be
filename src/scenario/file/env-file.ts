import { parseEnv } from 'node:util';
import { readTextFile } from '../../platform/files.ts';

/** The variables of a dotenv file: NAME=value lines, quotes, `export`, # comments. KnownError when it cannot be read. */
export function readEnvFile(path: string): Readonly<Record<string, string>> {
  return parseEnvText(readTextFile(path, 'environment file'));
}

export function parseEnvText(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
