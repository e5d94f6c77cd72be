import { Writable } from 'node:stream';

/** stdout as the path of an output. */
export const STDOUT = '/dev/stdout';

/** Opening stdout by its path would start at the beginning of the file, or fail if it is a socket. */
const NAMES: ReadonlySet<string> = new Set([STDOUT, '/dev/fd/1', '/proc/self/fd/1', `/proc/${process.pid}/fd/1`]);

/** Whether an absolute path is one of the names of stdout. */
export function isStdout(path: string): boolean {
  return NAMES.has(path);
}

/** A stream to stdout; ending it leaves stdout open. */
export function stdoutStream(): Writable {
  return new Writable({ write: (chunk, _encoding, done) => void process.stdout.write(chunk, done) });
}
