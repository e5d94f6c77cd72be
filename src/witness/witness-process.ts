import { builtModule, type Child, forkChild } from '../platform/child-process.ts';
import { KnownError } from '../platform/known-error.ts';
import { decodeWitnessLog, type WitnessedTurn } from './witness-log.ts';
import type { FromWitness, ToWitness, WitnessInput } from './witness-message.ts';

export interface Testimony {
  readonly turns: readonly WitnessedTurn[];
  /** That came to stand so far, closed ones too. */
  readonly connections: number;
  /** Used by the endpoint's process so far, µs. */
  readonly cpuUs: number;
}

export interface WitnessProcess {
  readonly port: number;
  /** An address that `--target` would take. */
  readonly url: string;
  readonly pid: number | undefined;
  /** All turns so far. */
  testify(): Promise<Testimony>;
  stop(): Promise<void>;
}

/**
 * Starts a witness endpoint in a process of its own. It ends with its parent at the latest.
 * @throws KnownError when it cannot start.
 */
export async function spawnWitness(input: WitnessInput): Promise<WitnessProcess> {
  const child: Child<ToWitness, FromWitness> = forkChild(builtModule(import.meta.url, 'witness-entry'));
  const answer = async (request: ToWitness): Promise<FromWitness> => {
    const answered = new Promise<FromWitness>((resolve) => child.onMessage(resolve));
    child.send(request);
    const first = await Promise.race([answered, child.gone]);
    if (typeof first === 'string')
      throw new KnownError(`the witness endpoint is gone: ${first}`, { exit: 'unexpected' });
    return first;
  };
  const started = await answer({ kind: 'start', input });
  const stop = async () => {
    child.kill();
    await child.gone;
  };
  if (started.kind !== 'started') {
    await stop();
    throw new KnownError(`the witness endpoint did not start: ${started.kind === 'failed' ? started.message : ''}`);
  }
  const scheme = input.tls ? 'https' : 'http';
  return {
    port: started.port,
    url: `${scheme}://127.0.0.1:${started.port}/witness`,
    pid: child.pid,
    stop,
    testify: async () => {
      const testimony = await answer({ kind: 'testify' });
      if (testimony.kind !== 'testimony') return { turns: [], connections: 0, cpuUs: 0 };
      const { log, connections, cpuUs } = testimony;
      return { turns: decodeWitnessLog(log), connections, cpuUs };
    },
  };
}
