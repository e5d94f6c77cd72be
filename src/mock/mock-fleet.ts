import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { MockInput } from './mock-options.ts';
import { type MockProcess, spawnMock } from './mock-process.ts';
import type { MockProtocol } from './mock-protocol.ts';

/** The mock endpoints that a run talks to. */
export interface MockFleet {
  /** Where the endpoint of that target listens. */
  placeOf(target: string): MockProcess;
  /** Resolves when all processes have ended. Idempotent. */
  stop(): Promise<void>;
  /** Resolves when the first process has ended, for any reason, with its exit code or signal. */
  readonly gone: Promise<string>;
}

/** The mock endpoint that a target needs. */
export interface MockOrder {
  readonly input: MockInput;
  readonly protocol: MockProtocol;
}

/**
 * Starts an endpoint for each different order of a target.
 * @throws KnownError if one cannot start; the others are stopped then.
 */
export async function spawnMockFleet(orders: Readonly<Record<string, MockOrder>>, time: TimeDeps): Promise<MockFleet> {
  const wanted = new Map(Object.values(orders).map((order) => [JSON.stringify(order), order]));
  const settled = await Promise.allSettled(
    [...wanted.values()].map(({ input, protocol }) => spawnMock(input, { protocol }, time)),
  );
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => void (await Promise.all(started.map((one) => one.stop())));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const byOrder = new Map([...wanted.keys()].map((key, index) => [key, started[index]!]));
  return {
    placeOf: (target) => byOrder.get(JSON.stringify(orders[target])) ?? started[0]!,
    stop,
    gone: Promise.race(started.map(({ gone }) => gone)),
  };
}
