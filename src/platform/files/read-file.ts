import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { KnownError } from '../known-error.ts';
import { LIMITS } from '../limits.ts';
import { fileId, fileIdOf, reasonOf } from './files.ts';

/** How long to wait for a pipe without a writer, or without data; and how often to check. */
const PIPE_PATIENCE = { unopenedMs: 1000, silentMs: 30_000, periodMs: 10 };

const PART_BYTES = 64 * 1024;

/** Files that were read so far, by identity. */
const read = new Set<string>();

/** Whether this file was read: an output must not replace it. */
export function wasRead(path: string): boolean {
  const id = fileId(path);
  return id !== undefined && read.has(id);
}

/** The text of a file that the user named; `what` ("scenario", "CA certificate") is its name in the error. */
export function readTextFile(path: string, what: string, maxBytes: number = LIMITS.otherFileBytes): string {
  return readBytes(path, what, maxBytes).toString('utf8');
}

/** The same for a file that is not text. */
export function readBytesFile(path: string, what: string, maxBytes: number = LIMITS.otherFileBytes): Buffer {
  return readBytes(path, what, maxBytes);
}

/** The same for a file whose text is sent or compared; rejects encodings other than UTF-8, which would change it. */
export function readUtf8File(path: string, what: string, maxBytes: number = LIMITS.otherFileBytes): string {
  const bytes = readBytes(path, what, maxBytes);
  // NUL is valid UTF-8 but not in text: it comes from UTF-16, or from a binary file.
  if (isUtf8(bytes) && !bytes.includes(0)) return bytes.toString('utf8');
  const encoding = bytes.includes(0) ? 'UTF-16' : 'WINDOWS-1252';
  throw new KnownError(`cannot read the ${what} ${path}: it is not UTF-8 text`, {
    hint: `save it as UTF-8 (iconv -f ${encoding} -t UTF-8, or "CSV UTF-8" in a spreadsheet)`,
  });
}

/** Rejects devices, pipes without a writer and files that are too large: reading them might never end. */
function readBytes(path: string, what: string, maxBytes: number): Buffer {
  let file: number | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe blocks until there is a writer.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    if (stats.isFile()) read.add(fileIdOf(stats));
    if (stats.isCharacterDevice() || stats.isBlockDevice()) throw new Refusal('it is a device', 'use a regular file');
    if (stats.size > maxBytes) throw tooLarge(maxBytes);
    return stats.size > 0 ? readFileSync(file) : readToEnd(file, maxBytes, stats.isFIFO());
  } catch (cause) {
    const why = cause instanceof Refusal ? cause.message : reasonOf(cause);
    const hint = cause instanceof Refusal ? cause.hint : 'check the path and its permissions';
    throw new KnownError(`cannot read the ${what} ${path}: ${why}`, { hint, cause });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

class Refusal extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(`it is larger than ${maxBytes / 1024 / 1024} MiB`, 'check that it is the right file');
}

/** Reads files whose size is not known before: pipes, files of /proc. */
function readToEnd(file: number, maxBytes: number, isPipe: boolean): Buffer {
  const parts: Buffer[] = [];
  for (let bytes = 0; bytes <= maxBytes; ) {
    const part = isPipe ? readPipe(file, bytes === 0) : readPart(file)!;
    if (part.length === 0) return Buffer.concat(parts);
    parts.push(part);
    bytes += part.length;
  }
  throw tooLarge(maxBytes);
}

/** Waits for the writer; `isFirst`: it may not even have opened the pipe. */
function readPipe(file: number, isFirst: boolean): Buffer {
  const { unopenedMs, silentMs, periodMs } = PIPE_PATIENCE;
  for (let waitedMs = 0; waitedMs < silentMs; waitedMs += periodMs) {
    const part = readPart(file);
    if (part && (part.length > 0 || !isFirst)) return part;
    if (part && waitedMs >= unopenedMs) break;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, periodMs);
  }
  throw new Refusal('nothing writes to this pipe', 'use a regular file, or start the writer first');
}

/** Empty at the end; undefined if there is no data yet. */
function readPart(file: number): Buffer | undefined {
  const part = Buffer.allocUnsafe(PART_BYTES);
  try {
    return part.subarray(0, readSync(file, part));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
