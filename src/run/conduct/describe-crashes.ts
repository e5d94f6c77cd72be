import type { RunEnding } from '../../verdict/verdict.ts';

/** A load thread that ended unexpectedly. */
export interface WorkerCrash {
  /** Number of the load thread, from 1. */
  readonly worker: number;
  readonly message: string;
}

export function describeCrash({ worker, message }: WorkerCrash, workers: number): string {
  return workers === 1
    ? `the load thread crashed (${message})`
    : `load thread ${worker} of ${workers} crashed (${message})`;
}

/** Each makes the run incomplete; measured data are kept. */
export function endingsOf(crashes: readonly WorkerCrash[], workers: number): readonly RunEnding[] {
  const others = crashes.length < workers ? ', and the others started no more conversations' : '';
  return crashes.map((crash) => ({
    exit: 'incomplete',
    text: `${describeCrash(crash, workers)}; the report contains its measurements up to the crash${others}`,
  }));
}
