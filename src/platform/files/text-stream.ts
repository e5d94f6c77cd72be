import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip, type Gzip, constants as zlibConstants } from 'node:zlib';
import { KnownError } from '../known-error.ts';
import { isStdout, stdoutStream } from '../process/stdout.ts';
import { every } from '../time/timers.ts';
import { fileId, idOf, isStream, makeFolder, realPath, reasonOf } from './files.ts';

/**
 * Compressing happens in another thread, which shares the machine with the load: a level that takes a third of the time
 * of the usual one and gives files a tenth larger.
 */
const LEVEL = 3;
const SYNC_PERIOD_MS = 5000;

/** Opening a pipe waits for a reader, for ever if none comes: here for this long at most. */
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
  /** Of the file that was put there. */
  readonly id: string;
}

async function takePlace(path: string): Promise<{ readonly file: FileHandle; readonly place: Place }> {
  makeFolder(dirname(path));
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const file = await open(draft, 'wx');
  try {
    await rename(draft, path);
    return { file, place: { path, id: idOf(await file.stat()) } };
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
}

/** A file that is written bit by bit while something goes on; compressed where its name ends in `.gz`. */
export class TextStream {
  /** Why nothing more can be written, in words. */
  failure: string | undefined;
  private readonly head: Writable;
  private readonly ended: Promise<void>;
  private readonly place: Place | undefined;

  private constructor(file: Writable, gzip: Gzip | undefined, syncPeriodMs: number, place?: Place) {
    this.place = place;
    this.head = gzip ?? file;
    const syncing = gzip && every(syncPeriodMs, () => gzip.flush(zlibConstants.Z_SYNC_FLUSH));
    this.ended = (gzip ? pipeline(gzip, file) : finished(file))
      .catch((error) => {
        this.failure ??= reasonOf(error);
      })
      .finally(() => syncing?.cancel());
  }

  /**
   * A new file, with its folder, in the place of an older one: whoever still writes to that writes into that. `syncPeriodMs`: what is older is readable in a compressed file that was
   * never closed, too, for instance when the process was killed. Default 5 s. @throws KnownError when it cannot be written.
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
        hint: 'name a file in a folder that can be written',
        cause,
      });
    }
  }

  /**
   * Texts wait in memory until the disk takes them: whoever writes waits for `onWritten`, or bounds what is under way.
   * `onWritten` is not called for what could not be written.
   */
  write(text: string, onWritten: () => void): void {
    if (this.failure !== undefined) return;
    this.head.write(text, (error) => {
      if (!error) onWritten();
    });
  }

  /** Whether another file has its path by now, as when two write to it: its own is then lost. */
  get isReplaced(): boolean {
    const there = this.place && fileId(this.place.path);
    return there !== undefined && there !== this.place?.id;
  }

  /** Resolves when all is written, or can no more be, or `withinMs` have passed; `failure` tells. */
  async close(withinMs: number): Promise<void> {
    this.head.end();
    await new Promise<void>((resolve) => {
      const giveUp = () => {
        this.failure ??= `what was left could not be written within ${withinMs / 1000} s`;
        this.head.destroy();
        // The system may still hold a write, and with it the stream.
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
