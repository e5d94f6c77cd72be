import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFolder, isThere, writeFileAtomic } from '../../src/platform/files/files.ts';
import { readTextFile, readUtf8File } from '../../src/platform/files/read-file.ts';
import { tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

describe('writing a file', () => {
  it('creates missing folders, replaces the content and leaves no temporary file', () => {
    const folder = join(tempFolder(), 'a', 'b');
    const path = join(folder, 'report.json');
    writeFileAtomic(path, 'first');
    writeFileAtomic(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  it('reports file and reason on failure, and leaves no temporary file', () => {
    const folder = tempFolder();
    const path = join(folder, 'taken');
    mkdirSync(path);
    writeFileSync(join(path, 'inside'), '');
    const error = refusal(() => writeFileAtomic(path, 'text'));
    expect(error.message).toContain(`cannot write ${path}`);
    expect(error.hint).toContain('--report-dir');
    expect(error.cause).toBeDefined();
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('rejects a path below a file', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'report.json');
    expect(refusal(() => writeFileAtomic(path, '')).message).toMatch(
      /^cannot write .*report\.json: a part of the path is not a folder$/,
    );
  });

  it('through a symbolic link keeps the link and writes its target', () => {
    const folder = tempFolder();
    const [file, link] = [join(folder, 'run-7.html'), join(folder, 'latest.html')];
    writeFileSync(file, 'old');
    symlinkSync('run-7.html', link);
    writeFileAtomic(link, 'new');
    expect([readFileSync(file, 'utf8'), lstatSync(link).isSymbolicLink()]).toEqual(['new', true]);
    expect(readdirSync(folder).sort()).toEqual(['latest.html', 'run-7.html']);
  });

  it('writes to a device without replacing it', () => {
    writeFileAtomic('/dev/null', 'text');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(refusal(() => writeFileAtomic('/dev/full', 'text')).message).toBe(
      'cannot write /dev/full: the disk is full',
    );
  });

  it('rejects a pipe without a reader; a reader gets the whole text', async () => {
    const pipe = join(tempFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(refusal(() => writeFileAtomic(pipe, 'text')).message).toBe(`cannot write ${pipe}: this pipe has no reader`);
    const script =
      'process.stdin.on("data", () => {}); process.stdin.pipe(require("fs").createWriteStream(process.argv[1]))';
    const taken = join(tempFolder(), 'taken');
    const reader = spawn(process.execPath, ['-e', script, taken], {
      stdio: [openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK), 'ignore', 'ignore'],
    });
    const text = 'line\n'.repeat(50_000);
    const left = once(reader, 'exit');
    writeFileAtomic(pipe, text);
    await left;
    expect(readFileSync(taken, 'utf8')).toBe(text);
  });

  // A superuser may write anywhere.
  it.skipIf(process.getuid?.() === 0)('rejects a folder without write permission, with a clear message', () => {
    const folder = tempFolder();
    chmodSync(folder, 0o500);
    expect(refusal(() => writeFileAtomic(join(folder, 'x'), '')).message).toContain('permission denied');
  });
});

describe('reading a file', () => {
  it('returns its text', () => {
    const path = join(tempFolder(), 'text');
    writeFileSync(path, 'größer\n');
    expect(readTextFile(path, 'scenario')).toBe('größer\n');
  });

  it('reports a missing file or a folder, with the purpose of the file', () => {
    const folder = tempFolder();
    const missing = refusal(() => readTextFile(join(folder, 'none'), 'CA certificate'));
    expect(missing.message).toBe(`cannot read the CA certificate ${folder}/none: no such file or folder`);
    expect(missing.exit).toBe('invalid');
    expect(refusal(() => readTextFile(folder, 'scenario')).message).toContain('it is a folder');
  });

  it('treats a path below a file as missing, and not as a folder', () => {
    const path = join(tempFolder(), 'file');
    writeFileSync(path, '');
    expect([isThere(path), isThere(join(path, 'inside')), isFolder(join(path, 'inside'))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('can check for a folder', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    expect([folder, join(folder, 'file'), join(folder, 'none')].map(isFolder)).toEqual([true, false, false]);
  });
});

describe('a text file', () => {
  it.each([
    ['Latin-1', Buffer.from('caf\u00e9', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFname', 'utf16le')],
  ])('rejects %s instead of decoding it wrongly', (_name, bytes) => {
    const path = join(tempFolder(), 'guests.csv');
    writeFileSync(path, bytes);
    const error = refusal(() => readUtf8File(path, 'feed'));
    expect(error.message).toBe(`cannot read the feed ${path}: it is not UTF-8 text`);
    expect(error.hint).toContain('UTF-8');
  });

  it('returns UTF-8 text unchanged', () => {
    const path = join(tempFolder(), 'guests.csv');
    writeFileSync(path, 'café \u{1F600}');
    expect(readUtf8File(path, 'feed')).toBe('café \u{1F600}');
  });
});
