import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './palaver.ts';

/** A file of this name that takes no more than a pipe holds (64 KiB) until it is told to read on. */
export interface SlowFile {
  readonly path: string;
  /** Takes all that comes from now on; resolves, with everything, when the writer has closed it. */
  readOn(): Promise<Buffer>;
}

export function slowFile(name: string): SlowFile {
  const path = join(tempFolder(), name);
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
  const reader: ChildProcess = spawn('sh', ['-c', 'exec 3<"$0"; read go; exec cat <&3', path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void reader.kill());
  const parts: Buffer[] = [];
  reader.stdout!.on('data', (part) => parts.push(part));
  const read = new Promise<Buffer>((resolve) => {
    reader.stdout!.on('end', () => resolve(Buffer.concat(parts)));
  });
  return {
    path,
    readOn() {
      reader.stdin!.write('go\n');
      return read;
    },
  };
}
