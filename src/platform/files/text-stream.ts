import { randomBytes } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip, type Gzip, constants as zlibConstants } from 'node:zlib';
import { KnownError } from '../known-error.ts';
import { isStdout, stdoutStream } from '../process/stdout.ts';
import { fileId, fileIdOf, isStream, makeFolder, realPath, reasonOf } from './files.ts';

/**
 * Compression runs in another thread, which shares the machine with the load: this level takes a third of the time of the
 * default one and makes files 10 % larger.
 */
const LEVEL = 3;
const SYNC_PERIOD_MS = 5000;

/** How long to wait for a reader of a pipe; opening it would block without limit. */
const READER_PATIENCE = { maxMs: 3000, periodMs: 20 };

async function openOnceRead(path: string): Promise<FileHandle> {
  for (let waitedMs = 0; ; waitedMs += READER_PATIENCE.periodMs) {
    try {
      return await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO' || waitedMs >= READER_PATIENCE.maxMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, READER_PATIENCE.periodMs));
    }
  }
}

interface Place {
  readonly path: string;
  /** Inode of the file that was put there. */
  readonly id: string;
}

async function takePlace(path: string): Promise<{ readonly file: FileHandle; readonly place: Place }> {
  makeFolder(dirname(path));
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const file = await open(draft, 'wx');
  try {
    await rename(draft, path);
    return { file, place: { path, id: fileIdOf(await file.stat()) } };
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
}

/** A file that is written continuously; compressed if its name ends in `.gz`. */
export class TextStream {
  /** Why writing failed, in words. */
  failure: string | undefined;
  private readonly head: Writable;
  private readonly ended: Promise<void>;
  private readonly place: Place | undefined;

  private constructor(file: Writable, gzip: Gzip | undefined, syncPeriodMs: number, place?: Place) {
    this.place = place;
    this.head = gzip ?? file;
    const syncing = gzip && setInterval(() => gzip.flush(zlibConstants.Z_SYNC_FLUSH), syncPeriodMs).unref();
    this.ended = (gzip ? pipeline(gzip, file) : finished(file))
      .catch((error) => {
        this.failure ??= reasonOf(error);
      })
      .finally(() => clearInterval(syncing));
  }

  /**
   * Creates a new file and its folder; an older file is replaced, and its writers keep writing to the old one.
   * `syncPeriodMs`: how often a compressed file is flushed, so that it stays readable if it is never closed, for instance
   * when the process is killed. Default 5 s. @throws KnownError if it cannot be written.
   */
  static async open(path: string, syncPeriodMs = SYNC_PERIOD_MS): Promise<TextStream> {
    try {
      const gzip = () => (path.endsWith('.gz') ? createGzip({ level: LEVEL }) : undefined);
      if (isStdout(path)) return new TextStream(stdoutStream(), undefined, syncPeriodMs);
      if (isStream(path)) {
        const probe = await openOnceRead(path);
        const pipe = (await open(path, 'w')).createWriteStream();
        await probe.close();
        return new TextStream(pipe, gzip(), syncPeriodMs);
      }
      const { file, place } = await takePlace(realPath(path));
      return new TextStream(file.createWriteStream(), gzip(), syncPeriodMs, place);
    } catch (cause) {
      throw new KnownError(`cannot write ${path}: ${reasonOf(cause)}`, {
        hint: 'use a file in a writable folder',
        cause,
      });
    }
  }

  /**
   * Texts are buffered in memory until they are on disk: the caller must wait for `onWritten`, or limit the pending texts.
   * `onWritten` is not called for text that could not be written.
   */
  write(text: string, onWritten: () => void): void {
    if (this.failure !== undefined) return;
    this.head.write(text, (error) => {
      if (!error) onWritten();
    });
  }

  /** Whether another file has taken its path, for instance if two processes write to it: this one is then lost. */
  get isReplaced(): boolean {
    const there = this.place && fileId(this.place.path);
    return there !== undefined && there !== this.place?.id;
  }

  /** Removes the file, if it is still at its path; after `close`. */
  remove(): void {
    if (this.place && !this.isReplaced) rmSync(this.place.path, { force: true });
  }

  /** Resolves when all is written, when writing failed, or after `withinMs`; see `failure`. */
  async close(withinMs: number): Promise<void> {
    this.head.end();
    await new Promise<void>((resolve) => {
      const giveUp = () => {
        this.failure ??= `the rest could not be written within ${withinMs / 1000} s`;
        this.head.destroy();
        // A pending write of the system may still keep the stream open.
        resolve();
      };
      const late = setTimeout(giveUp, withinMs);
      void this.ended.then(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}
