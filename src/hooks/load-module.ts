import { dirname, relative } from 'node:path';
import type { Jiti } from 'jiti';
import { isFolder, isThere } from '../platform/files/files.ts';
import { packageFile } from '../platform/files/package-file.ts';
import { KnownError, messageOf } from '../platform/known-error.ts';
import { providedModule } from './provided-modules.ts';
import { thrownAt } from './thrown-at.ts';

let loader: Promise<Jiti> | undefined;

/**
 * The exports of a module in TypeScript or JavaScript. Its top level runs once per thread, also if several modules import it;
 * nothing is written to disk. `shown`: what the user wrote. KnownError if it is missing, not valid, or throws while it loads.
 */
export async function loadModule(path: string, shown: string): Promise<unknown> {
  const provided = providedModule(path);
  if (provided) return provided.exports;
  if (!isThere(path) || isFolder(path)) {
    const why = isFolder(path) ? 'it is a folder' : 'no such file';
    throw new KnownError(`cannot load ${shown}: ${why}`, { hint: `check the path (looked for ${path})` });
  }
  loader ??= makeLoader();
  const jiti = await loader;
  try {
    return await jiti.import(path);
  } catch (cause) {
    throw loadProblem(cause, path, shown);
  }
}

/** The error for what a module threw while it was loaded. */
export function loadProblem(cause: unknown, path: string, shown: string): KnownError {
  return new KnownError(`cannot load ${shown}: ${problemOf(cause, path)}`, {
    hint: 'fix this file; its top level runs when it is loaded',
    cause,
  });
}

/** jiti is only loaded if there is a module to load. */
async function makeLoader(): Promise<Jiti> {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, {
    fsCache: false,
    interopDefault: false,
    // A scenario needs no palaver of its own: also one that is installed globally is found.
    alias: { palaver: packageFile('dist/palaver.js') },
  });
}

/** `ParseError: Unexpected token  \n /app/hooks.ts:4:0`, as jiti reports a syntax error. */
const SYNTAX_ERROR = /^\w*Error: ([\s\S]*?)\s*\n\s*(.+):(\d+):(\d+)$/;

/** What is wrong with a module, and where. */
function problemOf(cause: unknown, path: string): string {
  const message = messageOf(cause);
  const syntax = SYNTAX_ERROR.exec(message);
  if (syntax) {
    const [, what, file, line, column] = syntax;
    return `${relative(dirname(path), file!)}:${line}:${Number(column) + 1}: ${what}`;
  }
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (code === 'MODULE_NOT_FOUND') {
    const importer = /^- (.+)$/m.exec(message)?.[1];
    const from = importer === undefined ? '' : `${relative(dirname(path), importer)}: `;
    return `${from}${message.split('\n')[0]}`;
  }
  const place = thrownAt(cause, path);
  return place === undefined ? message : `${place}: ${message}`;
}
