import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { MockInput } from './mock-options.ts';
import { type MockProcess, spawnMock } from './mock-process.ts';

/** The mock endpoints that a run talks to. */
export interface MockFleet {
  /** Where the endpoint of that target listens. */
  placeOf(target: string): MockProcess;
  /** Resolves when all processes have ended. Idempotent. */
  stop(): Promise<void>;
  /** Resolves when the first process has ended, for any reason, with its exit code or signal. */
  readonly gone: Promise<string>;
}

/**
 * Starts an endpoint for each target with its own mock options, and one for all others.
 * @throws KnownError if one cannot start; the others are stopped then.
 */
export async function spawnMockFleet(
  usual: MockInput,
  own: Readonly<Record<string, MockInput | undefined>>,
  time: TimeDeps,
): Promise<MockFleet> {
  const names = Object.keys(own);
  const needsUsual = names.length === 0 || names.some((name) => own[name] === undefined);
  const wanted: [string | undefined, MockInput][] = [
    ...(needsUsual ? [[undefined, usual] as [undefined, MockInput]] : []),
    ...names.flatMap((name): [string, MockInput][] => (own[name] ? [[name, own[name]]] : [])),
  ];
  const settled = await Promise.allSettled(wanted.map(([, input]) => spawnMock(input, {}, time)));
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => void (await Promise.all(started.map((one) => one.stop())));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const byName = new Map(wanted.map(([name], index) => [name, started[index]!]));
  return {
    placeOf: (target) => byName.get(target) ?? byName.get(undefined)!,
    stop,
    gone: Promise.race(started.map(({ gone }) => gone)),
  };
}
