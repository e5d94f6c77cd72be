import { groupThousands } from '../platform/group-thousands.ts';
import {
  asKey,
  isPeriod,
  type LoadProblem,
  LoadProblems,
  MAX_PER_SECOND,
  MAX_VUS,
  type NameField,
  NO_DURATION,
  negativeStage,
  throwProblems,
} from './load-problem.ts';
import type { OpenLoad, RateStage } from './load-profile.ts';
import { nothingMeasured } from './measured-windows.ts';
import { expectedArrivals } from './pacer.ts';
import { formatRate } from './rate.ts';
import { lastStartMs, maxStartsWithin, type RecordedStart } from './recorded-starts.ts';

/** An open load as given in a file or on the command line. */
export interface OpenLoadInput {
  /** Arrivals per second from the start to the end; this or `stages`. */
  readonly ratePerSecond?: number | undefined;
  /** Duration of the constant rate, ms; not together with `stages`. */
  readonly durationMs?: number | undefined;
  readonly stages?: readonly RateStage[] | undefined;
  /** Total number. At least one of `durationMs`, `stages` and this must set the end of the load. */
  readonly conversations?: number | undefined;
  /** Default: uniform. */
  readonly arrivals?: 'uniform' | 'poisson' | undefined;
  /** When each conversation starts, in ascending order, instead of a rate or stages. The total number takes the first ones. */
  readonly starts?: readonly RecordedStart[] | undefined;
  readonly maxVus: number;
  /** Default: drop. */
  readonly whenFull?: OpenLoad['whenFull'] | undefined;
  readonly gracefulStopMs: number;
  /** Default 0. */
  readonly warmUpMs?: number | undefined;
  /** Default: all. */
  readonly measure?: OpenLoad['measure'] | undefined;
}

/** Makes an open load; throws a KnownError that lists all its problems, with the fields as `nameOf` calls them. */
export function openLoad(input: OpenLoadInput, nameOf: NameField = asKey): OpenLoad {
  throwProblems(checkOpenLoad(input, nameOf), nameOf);
  return makeOpenLoad(input);
}

function makeOpenLoad(input: OpenLoadInput): OpenLoad {
  const starts = input.starts?.slice(0, input.conversations);
  const rate = starts ? meanRate(starts) : (input.ratePerSecond ?? 0);
  return {
    model: 'open',
    stages: input.stages ?? constantStages(rate, input.durationMs),
    arrivals: starts ? 'recorded' : (input.arrivals ?? 'uniform'),
    conversations: starts ? starts.length : input.conversations,
    ...(starts && { starts }),
    maxVus: input.maxVus,
    whenFull: input.whenFull ?? 'drop',
    gracefulStopMs: input.gracefulStopMs,
    warmUpMs: input.warmUpMs ?? 0,
    measure: input.measure ?? 'all',
  };
}

/** Per second; for starts within less than a second, their number. */
function meanRate(starts: readonly RecordedStart[]): number {
  return starts.length / Math.max(1, lastStartMs(starts) / 1000);
}

/** A constant load is a jump and a level; without a duration only the jump, which then has no end. */
function constantStages(ratePerSecond: number, durationMs: number | undefined): readonly RateStage[] {
  const jump = { durationMs: 0, ratePerSecond };
  return durationMs === undefined ? [jump] : [jump, { durationMs, ratePerSecond }];
}

/** All problems of `input`, each with its field; empty if it is valid. */
export function checkOpenLoad(input: OpenLoadInput, nameOf: NameField = asKey): readonly LoadProblem[] {
  const problems = new LoadProblems(nameOf);
  const { ratePerSecond, durationMs, stages, conversations, starts } = input;
  problems.refuse('rate', ratePerSecond === undefined && !stages && !starts, 'is missing; use a rate such as 5/s');
  const odd = ratePerSecond !== undefined && !(ratePerSecond > 0 && ratePerSecond <= MAX_PER_SECOND);
  problems.refuse('rate', odd, `must be greater than 0 and at most ${HIGHEST}`, formatRate(ratePerSecond ?? 0));
  problems.refuseTime('duration', durationMs, 'above 0');
  problems.refuseCount('conversations', conversations, Number.MAX_SAFE_INTEGER);
  if (stages) {
    problems.refuseBoth('rate', ratePerSecond, 'stages');
    problems.refuseBoth('duration', durationMs, 'stages');
    problems.found.push(...stageProblems(stages));
  }
  problems.refuseEndless([durationMs, conversations, stages, starts].every((end) => end === undefined));
  problems.refuseCount('maxVus', input.maxVus, MAX_VUS);
  problems.refuseTime('gracefulStop', input.gracefulStopMs, 'at least 0');
  problems.refuseTime('warmUp', input.warmUpMs, 'at least 0');
  if (problems.found.length > 0) return problems.found;
  const load = makeOpenLoad(input);
  if (expectedArrivals(load) === 0) {
    return [
      { field: stages ? 'stages' : 'rate', message: 'must plan at least one arrival; raise the rate or the duration' },
    ];
  }
  const nothing = nothingMeasured(load);
  return nothing ? [nothing] : [];
}

const HIGHEST = `${groupThousands(MAX_PER_SECOND)}/s`;

function stageProblems(stages: readonly RateStage[]): readonly LoadProblem[] {
  const problem = (message: string): LoadProblem => ({ field: 'stages', message });
  const isRate = (rate: number) => rate >= 0 && rate <= MAX_PER_SECOND;
  const odd = stages.flatMap(({ durationMs, ratePerSecond: rate }, index) => [
    ...(isPeriod(durationMs) ? [] : [problem(negativeStage(index, durationMs))]),
    ...(isRate(rate)
      ? []
      : [problem(`must have rates from 0 to ${HIGHEST} (stage ${index + 1} has ${formatRate(rate)})`)]),
  ]);
  if (odd.length > 0) return odd;
  return stages.some((stage) => stage.durationMs > 0) ? [] : [problem(NO_DURATION)];
}

/** The highest planned rate of a load, per second; of recorded starts, those of the second with the most. */
export function peakArrivalRate({ stages, starts }: OpenLoad): number {
  return starts ? maxStartsWithin(starts, 1000) : peakRate(stages);
}

/** The highest rate of stages, per second. */
export function peakRate(stages: readonly RateStage[]): number {
  return stages.reduce((max, { ratePerSecond }) => Math.max(max, ratePerSecond), 0);
}
