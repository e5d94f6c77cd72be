import { Writable } from 'node:stream';

/** As the path of an output. */
export const STDOUT = '/dev/stdout';

/** Opened by its path, it would be another file at its beginning, or none where it is a socket. */
const NAMES: ReadonlySet<string> = new Set([STDOUT, '/dev/fd/1', '/proc/self/fd/1', `/proc/${process.pid}/fd/1`]);

/** Whether an absolute path is one of the names of stdout. */
export function isStdout(path: string): boolean {
  return NAMES.has(path);
}

/** Takes texts as they come; ending it leaves stdout open. */
export function stdoutStream(): Writable {
  return new Writable({ write: (chunk, _encoding, done) => void process.stdout.write(chunk, done) });
}
