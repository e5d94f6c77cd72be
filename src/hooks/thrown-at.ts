import { dirname, isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../platform/files/package-file.ts';
import { providedModule } from './provided-modules.ts';

/** `at login (/app/hooks.ts:9:11)`, `at async file:///app/hooks.mjs:9:11`. */
const FRAME = /(?:\(|at (?:async )?)([^()]+):(\d+):\d+\)?$/;

/**
 * Where something was thrown, such as `hooks.ts:9`, relative to the module's folder: the innermost call there, so that an
 * exception in a library names the line that called it. There is no column, because it would be one of the compiled code.
 * Undefined if its stack names no such line, or if no Error was thrown.
 */
export function thrownAt(thrown: unknown, module: string): string | undefined {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return undefined;
  for (const frame of thrown.stack.split('\n')) {
    const [, where, line] = FRAME.exec(frame) ?? [];
    const file = where === undefined ? undefined : pathOf(where);
    if (file === undefined || !isOwn(file, module)) continue;
    return `${relative(dirname(module), file)}:${line}`;
  }
  return undefined;
}

function pathOf(where: string): string | undefined {
  if (where.startsWith('file://')) return fileURLToPath(where.replace(/[?#].*$/, ''));
  return isAbsolute(where) ? where : undefined;
}

function isOwn(file: string, module: string): boolean {
  if (file.startsWith(packageFile('dist'))) return false;
  // Functions of the program that calls palaver may be anywhere.
  if (providedModule(module)) return !file.split(sep).includes('node_modules');
  const way = relative(dirname(module), file);
  return !way.startsWith(`..${sep}`) && !way.split(sep).includes('node_modules');
}
