import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TextStream } from '../../src/platform/files/text-stream.ts';
import { tempFolder } from '../support/palaver.ts';
import { slowFile } from '../support/slow-reader.ts';

describe('a stream of text', () => {
  it('replaces the content of the file', async () => {
    const path = join(tempFolder(), 'a.txt');
    writeFileSync(path, 'something longer from before');
    const stream = await TextStream.open(path);
    const written: string[] = [];
    stream.write('one\n', () => written.push('one'));
    stream.write('two: ü\n', () => written.push('two'));
    await stream.close(1000);
    expect([readFileSync(path, 'utf8'), written, stream.failure]).toEqual(['one\ntwo: ü\n', ['one', 'two'], undefined]);
  });

  it('is not mixed with another writer of the same path; the first one notices that it was replaced', async () => {
    const path = join(tempFolder(), 'a.txt');
    const first = await TextStream.open(path);
    const second = await TextStream.open(path);
    first.write('first\n', () => {});
    second.write('second\n', () => {});
    expect([first.isReplaced, second.isReplaced]).toEqual([true, false]);
    await Promise.all([first.close(1000), second.close(1000)]);
    expect(readFileSync(path, 'utf8')).toBe('second\n');
    expect(readdirSync(dirname(path))).toEqual(['a.txt']);
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe without a reader', async () => {
    const path = join(tempFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(TextStream.open(path)).rejects.toThrow(`cannot write ${path}: this pipe has no reader`);
  });

  it('waits for a blocked disk no longer than its timeout', async () => {
    const slow = slowFile('a.txt');
    const stream = await TextStream.open(slow.path);
    let written = 0;
    for (const part of ['a', 'b', 'c'])
      stream.write(part.repeat(2 ** 17), () => {
        written += 1;
      });
    await stream.close(50);
    expect(stream.failure).toBe('the rest could not be written within 0.05 s');
    expect(written).toBe(0);
    stream.write('d', () => expect.fail('nothing more is written'));
    await slow.readOn();
  });

  it('can be read up to the last flush, if compressed and still open', async () => {
    const path = join(tempFolder(), 'a.txt.gz');
    const stream = await TextStream.open(path, 5);
    stream.write('all of this', () => {});
    await expect
      .poll(() => gunzipSync(readFileSync(path), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8'))
      .toBe('all of this');
    await stream.close(1000);
    expect(gunzipSync(readFileSync(path)).toString('utf8')).toBe('all of this');
  });
});
