import { packageFile } from '../../platform/files/package-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import { type Child, forkChild } from '../../platform/process/child-process.ts';
import { decodeReferenceLog, type ReferenceTurn } from './reference-log.ts';
import type { FromReference, ReferenceInput, ToReference } from './reference-message.ts';

export interface ReferenceRecords {
  readonly turns: readonly ReferenceTurn[];
  /** Established connections so far, including closed ones. */
  readonly connections: number;
  /** Used by the endpoint's process so far, µs. */
  readonly cpuUs: number;
}

export interface ReferenceProcess {
  readonly port: number;
  /** An address for `--target`. */
  readonly url: string;
  readonly pid: number | undefined;
  /** All turns so far. */
  readLog(): Promise<ReferenceRecords>;
  stop(): Promise<void>;
}

/**
 * Starts a reference endpoint in its own process. It ends with its parent at the latest.
 * @throws KnownError if it cannot start.
 */
export async function spawnReference(input: ReferenceInput): Promise<ReferenceProcess> {
  const child: Child<ToReference, FromReference> = forkChild(packageFile('dist/reference-entry.js'));
  const answer = async (request: ToReference): Promise<FromReference> => {
    const answered = new Promise<FromReference>((resolve) => child.onMessage(resolve));
    child.send(request);
    const first = await Promise.race([answered, child.gone]);
    if (typeof first === 'string')
      throw new KnownError(`the reference endpoint ended unexpectedly: ${first}`, { exit: 'unexpected' });
    return first;
  };
  const started = await answer({ kind: 'start', input });
  const stop = async () => {
    child.kill();
    await child.gone;
  };
  if (started.kind !== 'started') {
    await stop();
    throw new KnownError(`the reference endpoint did not start: ${started.kind === 'failed' ? started.message : ''}`);
  }
  const scheme = input.tls ? 'https' : 'http';
  return {
    port: started.port,
    url: `${scheme}://127.0.0.1:${started.port}/reference-token`,
    pid: child.pid,
    stop,
    readLog: async () => {
      const answered = await answer({ kind: 'read-log' });
      if (answered.kind !== 'log') return { turns: [], connections: 0, cpuUs: 0 };
      const { log, connections, cpuUs } = answered;
      return { turns: decodeReferenceLog(log), connections, cpuUs };
    },
  };
}
