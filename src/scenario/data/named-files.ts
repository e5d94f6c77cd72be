import { isAbsolute, join, relative } from 'node:path';
import { realPath } from '../../platform/files/files.ts';
import { KnownError } from '../../platform/known-error.ts';

/** Resolves the path of a file that a scenario names. `what`: the kind of file, for the KnownError if it must not be read. */
export type FindFile = (file: string, what: string) => string;

/**
 * Paths in a scenario are relative to its folder and must not leave it, after symbolic links are resolved: an untrusted
 * scenario cannot read other files. `allowOutside` removes this restriction.
 */
export function filesIn(folder: string, allowOutside = false): FindFile {
  return (file, what) => {
    const path = isAbsolute(file) ? file : join(folder, file);
    if (allowOutside || isBelow(realPath(folder), realPath(path))) return path;
    throw new KnownError(`the ${what} ${file} is outside the scenario's folder`, {
      hint: 'move it into that folder, or use --allow-outside if you trust the scenario',
    });
  };
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !/^\.\.[/\\]/.test(way) && !isAbsolute(way);
}
