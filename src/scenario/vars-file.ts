import { parseEnv } from 'node:util';
import { readTextFile } from '../platform/files/read-file.ts';
import { KnownError } from '../platform/known-error.ts';

/**
 * An entry or a comment. Quoted values may span several lines:
 *
 *     entry   = ["export"] name "=" [value] ["#" comment]
 *     value   = "'" … "'" | '"' … '"' | "`" … "`" | the rest of the line
 *     comment = "#" the rest of the line
 */
const ENTRY = /^[ \t]*(?:#.*|(?:export[ \t]+)?[^\s=#]+[ \t]*=[ \t]*(?:'[^']*'|"[^"]*"|`[^`]*`)?.*)$/gm;

/**
 * The variables of a file in dotenv format. KnownError if it cannot be read or has a line of another form, which Node's
 * parser would skip without a message.
 */
export function readVarsFile(path: string): Readonly<Record<string, string>> {
  const text = readTextFile(path, 'variables file');
  const others = text.replace(ENTRY, (entry) => entry.replace(/[^\n]/g, '')).split('\n');
  const wrong = others.findIndex((line) => line.trim() !== '');
  if (wrong >= 0)
    throw new KnownError(`${path}:${wrong + 1} is not KEY=VALUE`, {
      hint: 'write KEY=VALUE, or start a comment with #',
    });
  const variables = Object.entries(parseEnv(text));
  return Object.fromEntries(variables.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
