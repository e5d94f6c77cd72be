import { randomBytes } from 'node:crypto';
import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { KnownError, messageOf } from '../known-error.ts';

export function isThere(path: string): boolean {
  return statOf(path) !== undefined;
}

export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false;
}

/** A device or a pipe: text can be written to it, but not replaced. */
export function isStream(path: string): boolean {
  const there = statOf(path);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}

const CHOOSE_FOLDER = 'choose a writable folder, for instance with --report-dir';

/** Why a file cannot be written there, as far as it is known without writing; else undefined. */
export function whyUnwritable(path: string): string | undefined {
  if (isStream(path)) return whyClosed(path);
  const parent = dirname(realPath(path));
  if (parent !== path && !isThere(parent)) return whyUnwritable(parent);
  // A temporary file is written next to the file, and replaces it.
  return isFolder(parent) ? whyClosed(parent) : REASONS.ENOTDIR;
}

function whyClosed(path: string): string | undefined {
  try {
    accessSync(path, constants.W_OK);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** The entries of a folder that the user named, in no order. Throws if it cannot be read. */
export function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (cause) {
    throw new KnownError(`cannot read the folder ${path}: ${reasonOf(cause)}`, {
      hint: 'check the path and its permissions',
      cause,
    });
  }
}

/** The absolute path without links; the part of it that does not exist (yet) is kept as it is. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(resolve(path));
    return parent === resolve(path) ? parent : join(realPath(parent), basename(path));
  }
}

/** The identity of the file at a path, with any name (links, hard links); undefined if there is none. */
export function fileId(path: string): string | undefined {
  const there = statOf(path);
  return there && fileIdOf(there);
}

/** The same from stats that were already read. */
export function fileIdOf({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}

/** Whether two paths lead to the same existing file. */
export function isSameFile(path: string, other: string): boolean {
  const id = fileId(path);
  return id !== undefined && id === fileId(other);
}

/** A path that cannot be examined (below a file, in a protected folder) counts as missing; writing it reports why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * Writes a file atomically: a reader never sees half of it. Missing folders are created; a link is kept, and its target is
 * written. A device or a pipe (`/dev/stdout`) is written directly. `hint`: what to do if it fails.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array, hint = CHOOSE_FOLDER): void {
  const there = statOf(path);
  try {
    if (there && !there.isFile() && !there.isDirectory()) writeInto(path, content, there.isFIFO());
    else replaceFile(there ? realpathSync(path) : path, content);
  } catch (cause) {
    throw new KnownError(`cannot write ${path}: ${reasonOf(cause)}`, {
      hint,
      cause,
    });
  }
}

function replaceFile(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    makeFolder(dirname(path));
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    discard(draft);
    throw error;
  }
}

/** Opening a pipe blocks until there is a reader, so check for one first. */
function writeInto(path: string, content: string | Uint8Array, isPipe: boolean): void {
  const { O_NONBLOCK, O_WRONLY } = constants;
  const probe = isPipe ? openSync(path, O_WRONLY | O_NONBLOCK) : undefined;
  try {
    writeFileSync(path, content);
  } finally {
    if (probe !== undefined) closeSync(probe);
  }
}

/** Appends to a file that others write to, too; creates it if it is missing, but not its folder. */
export function appendTextFile(path: string, content: string): void {
  try {
    appendFileSync(path, content);
  } catch (cause) {
    throw new KnownError(`cannot append to ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** With its parents. Node's own recursive form never returns where a parent refuses folders with ENOENT, as /proc does. */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it first.
    if (!isFolder(path)) throw error;
  }
}

/** Creates a new folder and its parents; false if it already exists. KnownError if it cannot be created. */
export function claimFolder(path: string): boolean {
  try {
    makeFolder(dirname(path));
    mkdirSync(path);
    return true;
  } catch (cause) {
    if (isFolder(path)) return false;
    throw new KnownError(`cannot write ${path}: ${reasonOf(cause)}`, { hint: CHOOSE_FOLDER, cause });
  }
}

/** The temporary file, or even its folder, may not exist; then there is nothing to remove. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  // From creating a folder where a file exists.
  EEXIST: 'a part of the path is not a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENXIO: 'this pipe has no reader',
};

/** The reason of a system error, in words. */
export function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  return (code && REASONS[code]) || messageOf(cause);
}
