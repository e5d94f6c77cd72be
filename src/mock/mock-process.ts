import { packageFile } from '../platform/files/package-file.ts';
import { KnownError } from '../platform/known-error.ts';
import { type Child, forkChild } from '../platform/process/child-process.ts';
import { realTime } from '../platform/time/real-time.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { FromMock, ToMock } from './mock-message.ts';
import type { MockInput } from './mock-options.ts';
import type { MockAddress } from './mock-server.ts';
import type { MockStats } from './server/mock-stats.ts';

/** A process that has not ended this long after the request is killed. */
const STOP_DEADLINE_MS = 3000;

export interface MockProcess {
  readonly url: string;
  readonly port: number;
  /** One that is accepted. */
  readonly token: string;
  readonly pid: number | undefined;
  /** @throws KnownError if the process has ended. */
  stats(): Promise<MockStats>;
  /** Resolves when the process has ended. Idempotent. */
  stop(): Promise<void>;
  /** Resolves when the process has ended, for any reason, with its exit code or signal. */
  readonly gone: Promise<string>;
}

type MockChild = Child<ToMock, FromMock>;

/**
 * Starts a mock endpoint in its own process, so that it does not slow down the measuring process. It ends with its parent at
 * the latest.
 * @throws KnownError if it cannot start.
 */
export async function spawnMock(
  input: MockInput,
  address: MockAddress = {},
  { clock, timers }: TimeDeps = realTime,
): Promise<MockProcess> {
  const child: MockChild = forkChild(packageFile('dist/mock-entry.js'));
  const waiting: ((stats: MockStats) => void)[] = [];
  child.onMessage((message) => {
    if (message.kind === 'stats') waiting.shift()?.(message.stats);
  });
  const started = await whenStarted(child, { kind: 'start', input, address });
  const stop = async () => {
    const deadline = timers.at(clock.nowUs() + STOP_DEADLINE_MS * 1000, child.kill);
    child.send({ kind: 'stop' });
    await child.gone;
    deadline.cancel();
  };
  const stats = () => {
    const answer = new Promise<MockStats>((resolve) => waiting.push(resolve));
    child.send({ kind: 'stats' });
    return Promise.race([answer, child.gone.then((how) => Promise.reject(goneError(how)))]);
  };
  return { ...started, pid: child.pid, stats, stop, gone: child.gone };
}

async function whenStarted(child: MockChild, start: ToMock): Promise<Pick<MockProcess, 'url' | 'port' | 'token'>> {
  const answer = new Promise<FromMock>((resolve) => child.onMessage(resolve));
  child.send(start);
  const first = await Promise.race([answer, child.gone]);
  if (typeof first === 'string') throw goneError(first);
  if (first.kind === 'started') return { url: first.url, port: first.port, token: first.token };
  child.kill();
  await child.gone;
  throw new KnownError(first.kind === 'failed' ? first.message : 'the mock endpoint did not start', {
    hint: first.kind === 'failed' ? first.hint : undefined,
  });
}

function goneError(how: string): KnownError {
  return new KnownError(`the mock endpoint's process ended: ${how}`, {
    hint: 'if its file is missing, build the project first: npm run build',
    exit: 'unexpected',
  });
}
