import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTextFile, readUtf8File } from '../../src/platform/files/read-file.ts';
import { tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

describe('reading a whole file', () => {
  it('accepts a size up to the limit and no larger', () => {
    const path = join(tempFolder(), 'token');
    writeFileSync(path, 'x'.repeat(1024 * 1024));
    expect(readTextFile(path, 'token file')).toHaveLength(1024 * 1024);
    writeFileSync(path, 'x'.repeat(1024 * 1024 + 1));
    expect(refusal(() => readTextFile(path, 'token file')).message).toBe(
      `cannot read the token file ${path}: it is larger than 1 MiB`,
    );
    expect(readTextFile(path, 'token file', 2 * 1024 * 1024)).toHaveLength(1024 * 1024 + 1);
  });

  it('rejects text with NUL characters', () => {
    const path = join(tempFolder(), 'talk.csv');
    writeFileSync(path, 'a,b\0\n');
    const { message, hint } = refusal(() => readUtf8File(path, 'feed'));
    expect(message).toContain('it is not UTF-8 text');
    expect(hint).toContain('iconv -f UTF-16 -t UTF-8');
  });

  it.runIf(process.platform === 'linux')('rejects a device', () => {
    for (const path of ['/dev/zero', '/dev/null'])
      expect(refusal(() => readTextFile(path, 'scenario')).message).toBe(
        `cannot read the scenario ${path}: it is a device`,
      );
  });

  it.runIf(process.platform === 'linux')('accepts a file that reports size 0', () => {
    expect(readTextFile('/proc/self/status', 'status')).toContain('Pid:');
  });

  it.skipIf(process.platform === 'win32')('accepts a pipe with a writer', async () => {
    const path = join(tempFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect(refusal(() => readTextFile(path, 'token file')).message).toContain('nothing writes to this pipe');
    const writer = spawn('sh', ['-c', `printf secret > ${path}`], { stdio: 'ignore' });
    expect(readTextFile(path, 'token file')).toBe('secret');
    await once(writer, 'exit');
  });
});
