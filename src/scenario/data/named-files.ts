import { isAbsolute, join, relative } from 'node:path';
import { realPath } from '../../platform/files.ts';
import { KnownError } from '../../platform/known-error.ts';

/** The path of a file that a scenario names. `what` it is, for the message of the KnownError where that may not be read. */
export type FindFile = (file: string, what: string) => string;

/**
 * Files named in a scenario are relative to its folder, and lie in it or below it, links resolved: whoever runs the scenario
 * of someone else lets it read nothing else of theirs. `allowOutside` lifts that.
 */
export function filesBeside(folder: string, allowOutside = false): FindFile {
  return (file, what) => {
    const path = isAbsolute(file) ? file : join(folder, file);
    if (allowOutside || isBelow(realPath(folder), realPath(path))) return path;
    throw new KnownError(`the ${what} ${file} lies outside of the scenario's folder`, {
      hint: 'move it there, or run with --allow-outside if you trust the scenario',
    });
  };
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !/^\.\.[/\\]/.test(way) && !isAbsolute(way);
}
