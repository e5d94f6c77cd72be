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

/** A device or a pipe: it takes a text as it comes, and nothing of it can be replaced. */
export function isStream(path: string): boolean {
  const there = statOf(path);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}

const CHOOSE_FOLDER = 'choose a folder that can be written, for instance with --report-dir';

/** Why a file could not be written there, in words, as far as that can be told without writing; else undefined. */
export function whyUnwritable(path: string): string | undefined {
  if (isStream(path)) return whyClosed(path);
  const parent = dirname(realPath(path));
  if (parent !== path && !isThere(parent)) return whyUnwritable(parent);
  // A draft is written beside a file, and takes its place.
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

/** What a folder that the user names holds, in no order. Throws where it cannot be read: that is no empty one. */
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

/** The absolute path without links; what is not there (yet) has none itself. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(resolve(path));
    return parent === resolve(path) ? parent : join(realPath(parent), basename(path));
  }
}

/** Which file a path leads to, whatever its names (links, hard links); undefined where there is none. */
export function fileId(path: string): string | undefined {
  const there = statOf(path);
  return there && idOf(there);
}

/** The same of what was asked of the system already. */
export function idOf({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}

/** Whether two paths lead to one file that is there. */
export function isSameFile(path: string, other: string): boolean {
  const id = fileId(path);
  return id !== undefined && id === fileId(other);
}

/** What cannot even be looked at (below a file, in a closed folder) is not there for us; writing it tells why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * Writes a whole file or nothing: a reader never sees half of it. Missing folders are made; a link stays one, and what it
 * leads to is written. A device or a pipe (`/dev/stdout`) takes the text as it comes. `hint`: where else to.
 */
export function writeFileAtomic(path: string, content: string, hint = CHOOSE_FOLDER): void {
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

function replaceFile(path: string, content: string): void {
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

/** Opening a pipe waits for a reader, for ever if none comes: it is looked for first. */
function writeInto(path: string, content: string, isPipe: boolean): void {
  const { O_NONBLOCK, O_WRONLY } = constants;
  const probe = isPipe ? openSync(path, O_WRONLY | O_NONBLOCK) : undefined;
  try {
    writeFileSync(path, content);
  } finally {
    if (probe !== undefined) closeSync(probe);
  }
}

/** Adds to the end of a file that others write to, too; makes it where it is missing, but not its folder. */
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
    // Another process may have been faster.
    if (!isFolder(path)) throw error;
  }
}

/** Makes a folder that nobody else has; false where there is one. Its parents are made, too. KnownError when it cannot be. */
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

/** The draft may not exist, nor even its folder; either way there is nothing left to tidy. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  // Of a folder that was to be made where a file is.
  EEXIST: 'a part of the path is not a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENXIO: 'nobody reads this pipe',
};

/** Why the system refused, in words. */
export function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  return (code && REASONS[code]) || messageOf(cause);
}
