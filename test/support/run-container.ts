import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Process } from './manifests.ts';
import type { Finished } from './palaver.ts';

/** Paths and addresses inside a container, which tests replace: its process runs directly on this machine. */
export interface Place {
  /** Folders on this machine by their path in the container. */
  readonly mounts: Readonly<Record<string, string>>;
  /** Addresses on this machine by those in the container: `nats:4222`, or a host alone. */
  readonly addresses?: Readonly<Record<string, string>>;
}

export interface StartedContainer {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts what a container runs, with its environment and no other. The entry point of palaver's image is the built palaver. */
export function startContainer({ image, command, args, env }: Process, place: Place): StartedContainer {
  const entry = image.startsWith('palaver:') ? 'palaver' : `${image.replace(/:.*/, '')}-server`;
  const [program, ...words] = [...(command ?? [entry]), ...args];
  // The name of a command is no address, though a host may have the same.
  const [first, others] = command ? [[], words] : [words.slice(0, 1), words.slice(1)];
  const values = Object.entries(env).map(([name, value]) => [name, moved(value, place)]);
  const home = mkdtempSync(join(tmpdir(), 'palaver-test-home-'));
  const child = spawn(program!, [...first, ...others.map((word) => moved(word, place))], {
    cwd: home,
    env: { ...Object.fromEntries(values), PATH: `${programs()}:${process.env.PATH}:/usr/sbin`, HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((done, fail) => {
    child.on('error', fail).on('close', (code) => done({ code, stdout, stderr }));
  });
  return { process: child, finished };
}

export function runContainer(container: Process, place: Place): Promise<Finished> {
  return startContainer(container, place).finished;
}

/** A folder as Kubernetes mounts a ConfigMap: each file is a link into a folder that a link names. */
export function configMapFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-test-config-'));
  const version = '..2026_01_31_14_25_00.1';
  mkdirSync(join(folder, version));
  symlinkSync(version, join(folder, '..data'));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, version, name), text);
    symlinkSync(join('..data', name), join(folder, name));
  }
  return folder;
}

/** A folder with the built palaver as a program. */
function programs(): string {
  if (!existsSync('dist/main.js')) throw new Error('dist/main.js is missing: npm run build comes before these tests');
  const folder = mkdtempSync(join(tmpdir(), 'palaver-test-bin-'));
  symlinkSync(resolve('dist/main.js'), join(folder, 'palaver'));
  symlinkSync(process.execPath, join(folder, 'node'));
  return folder;
}

/** A word with the paths and addresses of this machine. */
function moved(word: string, { mounts, addresses = {} }: Place): string {
  const moves = { ...mounts, ...addresses };
  const patterns = Object.keys(moves).map((from) => {
    const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // A path is not part of another one; an address may follow the two slashes of a URL.
    const before = from.startsWith('/') ? '(?<![\\w./])' : '(?<=^|//|[ ,=])';
    return `${before}${escaped}(?![\\w:.-])`;
  });
  // All at once: what replaces one may contain another.
  return patterns.length === 0 ? word : word.replace(new RegExp(patterns.join('|'), 'g'), (from) => moves[from]!);
}
