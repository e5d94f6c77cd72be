import { parseObjective } from '../../src/capacity/objective.ts';
import type { StepEvidence } from '../../src/capacity/step/step-watch.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { ThresholdResult } from '../../src/verdict/threshold-result.ts';

const TEN = Array.from({ length: 10 }, (_, index) => index);

export interface EvidenceTerms {
  readonly steadyMs?: number;
  /** Objective → number of misses, spread evenly. */
  readonly misses?: Readonly<Record<string, readonly [count: number, of: number]>>;
  /** Turns in flight in the second half; 10 in the first. */
  readonly inFlight?: number;
  /** What a turn takes in the second half, ms; 100 in the first. */
  readonly latencyMs?: number;
  readonly withoutUser?: number;
  /** Open turns that may still miss each objective, and those of them that have stalled. */
  readonly underWay?: number;
  readonly stalled?: number;
  /** Misses by the lower bounds. Default: as by the upper bounds. */
  readonly surely?: number;
}

/** A step after 15 s with 10 turns in flight, each of 100 ms, unless specified otherwise. */
export function stepEvidence({
  steadyMs = 15_000,
  misses = {},
  inFlight = 10,
  latencyMs = 100,
  withoutUser = 0,
  underWay = 0,
  stalled = 0,
  surely,
}: EvidenceTerms): StepEvidence {
  const spread = (sum: number, of: number) => TEN.map((index) => ({ sum: part(sum, index), of: part(of, index) }));
  const halves = (second: number, first: number) => TEN.map((index) => ({ sum: index < 5 ? first : second, of: 1 }));
  return {
    steadyMs,
    objectives: Object.entries(misses).map(([expression, [count, of]]) => ({
      objective: parseObjective(expression),
      batches: { upper: spread(count, of), lower: spread(surely ?? count, of) },
      worst: { sum: count + underWay, of: of + underWay },
      unknown: underWay,
      stalled,
    })),
    inFlight: halves(inFlight, 10),
    latency: { upper: halves(latencyMs * 1000, 100_000), lower: halves(latencyMs * 1000, 100_000) },
    countedMs: steadyMs,
    turns: 100,
    completed: 10,
    failures: [],
    due: 100,
    withoutUser,
  };
}

/** The same objectives as thresholds on the whole run. */
export function plainResults({ objectives }: StepEvidence): ThresholdResult[] {
  return objectives.map(({ objective: { threshold } }) => plainResult(threshold.expression, 'pass', 250_000));
}

export function plainResult(expression: string, state: ThresholdResult['state'], actual: number): ThresholdResult {
  const unit = expression.includes('ms') || expression.includes('s ') ? 'time' : 'count';
  return {
    threshold: parseThreshold(expression),
    state,
    unit,
    actual,
    lower: undefined,
    atLeast: undefined,
    samples: 100,
  };
}

/** Ten parts that differ by one at most. */
function part(total: number, index: number): number {
  return Math.floor(((index + 1) * total) / 10) - Math.floor((index * total) / 10);
}
