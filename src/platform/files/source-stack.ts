import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from './package-file.ts';

/** `file:///…/dist/chunks/run-shape.js:12:34`, as V8 writes it into a stack. */
const BUILT_PLACE = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g;

/**
 * The stack of an error with places in src instead of those in the bundles of dist. The maps are read here, when a stack is
 * shown: with `--enable-source-maps` Node would read them at every start. Undefined for what has no stack.
 */
export function sourceStack(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const maps = new Map<string, SourceMap | undefined>();
  return error.stack.replace(BUILT_PLACE, (place, url: string, line: string, column: string) => {
    if (!maps.has(url)) maps.set(url, readMap(url));
    return placeInSource(maps.get(url), url, Number(line), Number(column)) ?? place;
  });
}

function placeInSource(map: SourceMap | undefined, url: string, line: number, column: number): string | undefined {
  const entry = map?.findEntry(line - 1, column - 1);
  if (!entry || !('originalSource' in entry)) return undefined;
  const file = resolve(fileURLToPath(new URL('.', url)), entry.originalSource);
  const inPackage = relative(packageFile('.'), file);
  const shown = inPackage.startsWith('..') || isAbsolute(inPackage) ? file : inPackage;
  return `${shown}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

/** Undefined where there is none, as for files of Node or of libraries. */
function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(fileURLToPath(`${url}.map`), 'utf8')));
  } catch {
    return undefined;
  }
}
