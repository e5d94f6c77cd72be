import { groupThousands } from '../platform/group-thousands.ts';
import { writeDurationMs } from '../platform/time/duration.ts';

/** Levels in equal steps, each constant for a time: users of a closed load, arrivals per second of an open one. */
export interface Stairs {
  readonly from: number;
  /** The last level; the last step may be smaller. May be below `from`. */
  readonly to: number;
  /** Above 0, also for descending stairs. */
  readonly step: number;
  /** Duration of each level. */
  readonly eachMs: number;
  /** Duration of the ramp to each level (including the first); 0 is a jump. */
  readonly rampMs: number;
}

export interface LevelStage {
  readonly durationMs: number;
  readonly level: number;
}

/** Maximum number of levels; more are most likely a typo. */
const MAX_STAIRS = 1000;

/** Why these stairs are invalid; undefined if they are valid. */
export function stairsProblem({ from, to, step, eachMs, rampMs }: Stairs): string | undefined {
  if (!(step > 0)) return `step must be greater than 0 (got ${step})`;
  if (!(eachMs > 0)) return `each must be greater than 0s (got ${writeDurationMs(eachMs)})`;
  if (!(rampMs >= 0)) return `ramp must not be negative (got ${writeDurationMs(rampMs)}); the minimum is 0s`;
  if (Math.abs(to - from) / step > MAX_STAIRS)
    return `must have at most ${groupThousands(MAX_STAIRS)} levels; use a larger step`;
  return undefined;
}

/** Each level as a ramp (or jump) to it and a stage that keeps it constant. */
export function stagesOfStairs(stairs: Stairs): readonly LevelStage[] {
  return levelsOf(stairs).flatMap((level) => [
    { durationMs: stairs.rampMs, level },
    { durationMs: stairs.eachMs, level },
  ]);
}

function levelsOf({ from, to, step }: Stairs): readonly number[] {
  const direction = Math.sign(to - from);
  const steps = Math.ceil(Math.abs(to - from) / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => (index === steps ? to : from + direction * index * step));
}
