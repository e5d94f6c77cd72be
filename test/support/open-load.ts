import type { OpenLoad, RateStage } from '../../src/load/load-profile.ts';
import { type OpenLoadInput, openLoad } from '../../src/load/open-load.ts';
import { arrivals } from '../../src/load/pacer.ts';

export const openLoadOf = (input: Partial<OpenLoadInput>): OpenLoad =>
  openLoad({ maxVus: 100, gracefulStopMs: 0, ...input });

/** Stages as [duration, rate per second]. */
export const rateStages = (...stages: readonly (readonly [durationMs: number, ratePerSecond: number])[]): RateStage[] =>
  stages.map(([durationMs, ratePerSecond]) => ({ durationMs, ratePerSecond }));

/** All arrivals of a load in one list; by default of one shard. */
export const arrivalsOf = (load: OpenLoad, seed = 1, index = 0, count = 1) => [
  ...arrivals(load, seed, { index, count }),
];

/** In ms from the start, rounded to microseconds. */
export const instantsOf = (load: OpenLoad, seed = 1): number[] =>
  arrivalsOf(load, seed).map(({ atUs }) => Math.round(atUs) / 1000);
