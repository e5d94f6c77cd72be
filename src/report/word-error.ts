import type { ReportedQuantileError } from './calibration-schema.ts';

type QuantileErrorValues = Pick<ReportedQuantileError, 'errorMs' | 'uncertaintyMs'>;

/** Whether the error is larger than the uncertainty of the endpoint, so that its sign is known. */
export function isDistinguishable({ errorMs, uncertaintyMs }: QuantileErrorValues): boolean {
  return uncertaintyMs <= Math.abs(errorMs);
}

/** Maximum error, ms: the true value lies between the endpoint's measurement and that plus its uncertainty. */
export function offByAtMostMs({ errorMs, uncertaintyMs }: QuantileErrorValues): number {
  return Math.max(Math.abs(errorMs), Math.abs(errorMs - uncertaintyMs));
}

/** `overstated by 0.7 to 0.9 ms`, because of the uncertainty; without a known sign, `off by at most 0.4 ms`. */
export function wordError(error: QuantileErrorValues): string {
  if (!isDistinguishable(error)) return `off by at most ${milliseconds(offByAtMostMs(error))}`;
  const { errorMs, uncertaintyMs } = error;
  const ends = [Math.abs(errorMs - uncertaintyMs), Math.abs(errorMs)].sort((a, b) => a - b).map(milliseconds);
  const range = ends[0] === ends[1] ? ends[0]! : `${ends[0]!.replace(/ ms$/, '')} to ${ends[1]}`;
  return `${errorMs < 0 ? 'understated' : 'overstated'} by ${range}`;
}

/** `0.9 ms`, `0.04 ms`, `12.3 ms`. */
function milliseconds(ms: number): string {
  return `${ms.toFixed(Math.abs(ms) < 0.095 ? 2 : 1)} ms`;
}
