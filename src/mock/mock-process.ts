import { packageFile } from '../platform/files/package-file.ts';
import { KnownError } from '../platform/known-error.ts';
import { type Child, forkChild } from '../platform/process/child-process.ts';
import { monotonicClock } from '../platform/time/clock.ts';
import { realTimers } from '../platform/time/real-timers.ts';
import type { FromMock, ToMock } from './mock-message.ts';
import type { MockInput } from './mock-options.ts';
import type { MockAddress } from './mock-server.ts';
import type { MockStats } from './server/mock-stats.ts';

/** A process that does not end by itself this long after it was asked to is killed. */
const STOP_DEADLINE_MS = 3000;

export interface MockProcess {
  readonly url: string;
  readonly port: number;
  /** One that is accepted. */
  readonly token: string;
  readonly pid: number | undefined;
  /** @throws KnownError when the process is gone. */
  stats(): Promise<MockStats>;
  /** Resolves when the process is gone. Idempotent. */
  stop(): Promise<void>;
  /** Resolves when the process is gone, wanted or not, with how it went. */
  readonly gone: Promise<string>;
}

type MockChild = Child<ToMock, FromMock>;

/**
 * Starts a mock endpoint in a process of its own, so that it takes no time from the one that measures it. It ends
 * with its parent at the latest.
 * @throws KnownError when it cannot start.
 */
export async function spawnMock(input: MockInput, address: MockAddress = {}): Promise<MockProcess> {
  const child: MockChild = forkChild(packageFile('dist/mock-entry.js'));
  const waiting: ((stats: MockStats) => void)[] = [];
  child.onMessage((message) => {
    if (message.kind === 'stats') waiting.shift()?.(message.stats);
  });
  const started = await whenStarted(child, { kind: 'start', input, address });
  const stop = async () => {
    const deadline = realTimers.at(monotonicClock.nowUs() + STOP_DEADLINE_MS * 1000, child.kill);
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
  return new KnownError(`the mock endpoint's process is gone: ${how}`, {
    hint: 'if its file is missing, build the project first: npm run build',
    exit: 'unexpected',
  });
}
