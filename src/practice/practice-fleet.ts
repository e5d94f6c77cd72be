import type { PracticeInput } from './practice-options.ts';
import { type PracticeProcess, spawnPractice } from './practice-process.ts';

/** The practice endpoints that a run talks to. */
export interface PracticeFleet {
  /** Where the endpoint of that target listens. */
  placeOf(target: string): PracticeProcess;
  /** Resolves when all processes are gone. Idempotent. */
  stop(): Promise<void>;
  /** Resolves when the first process is gone, wanted or not, with how it went. */
  readonly gone: Promise<string>;
}

/**
 * Starts an endpoint for each target that has practice options of its own, and one for all others.
 * @throws KnownError when one cannot start; none is left then.
 */
export async function spawnPracticeFleet(
  usual: PracticeInput,
  own: Readonly<Record<string, PracticeInput | undefined>>,
): Promise<PracticeFleet> {
  const names = Object.keys(own);
  const needsUsual = names.length === 0 || names.some((name) => own[name] === undefined);
  const wanted: [string | undefined, PracticeInput][] = [
    ...(needsUsual ? [[undefined, usual] as [undefined, PracticeInput]] : []),
    ...names.flatMap((name): [string, PracticeInput][] => (own[name] ? [[name, own[name]]] : [])),
  ];
  const tried = await Promise.allSettled(wanted.map(([, input]) => spawnPractice(input)));
  const started = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => void (await Promise.all(started.map((one) => one.stop())));
  const failed = tried.find((one) => one.status === 'rejected');
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
