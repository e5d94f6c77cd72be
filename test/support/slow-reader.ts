import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './palaver.ts';

/** A named pipe that accepts no more than its buffer (64 KiB) until `readOn` is called. */
export interface SlowFile {
  readonly path: string;
  /** Reads from now on; resolves to everything when the writer has closed it. */
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
