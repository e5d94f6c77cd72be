import { decisiveReason, type ExitReason, exitCodeOf } from '../platform/exit-code.ts';
import { describeActual, describeMiss } from './describe-result.ts';
import { isMissed, type ThresholdResult } from './threshold-result.ts';
import type { ValidityFinding } from './validity-finding.ts';

/** How the run itself came to an end where that was not as planned. */
export interface RunEnding {
  readonly exit: Exclude<ExitReason, 'pass' | 'regression'>;
  /** One sentence: what happened, what to do. */
  readonly text: string;
}

export type VerdictStatus = 'pass' | 'fail' | 'no-data' | 'incomplete' | 'invalid';

export interface VerdictReason {
  readonly kind: 'ending' | 'invalid' | 'threshold' | 'no-data' | 'suspect';
  readonly text: string;
}

export interface Verdict {
  readonly status: VerdictStatus;
  readonly exitCode: number;
  /** All of them, the decisive kind first; a pass may have `suspect` ones. */
  readonly reasons: readonly VerdictReason[];
}

export interface VerdictFacts {
  readonly endings: readonly RunEnding[];
  readonly findings: readonly ValidityFinding[];
  readonly thresholds: readonly ThresholdResult[];
  /** Turns that completed; a run without one has proven nothing. */
  readonly turnsCompleted: number;
  /** 0: the load ended before anything of it was to be measured. Undefined: all of it was. */
  readonly measuredMs?: number | undefined;
}

/** Joins everything that speaks for or against a run. The exit code is the first of the table's order of precedence. */
export function decideVerdict(facts: VerdictFacts): Verdict {
  const missed = facts.thresholds.filter(isMissed);
  const invalid = facts.findings.filter(({ level }) => level === 'invalid');
  const empty = facts.turnsCompleted === 0;
  const exit = decisiveReason([
    ...facts.endings.map((ending) => ending.exit),
    ...invalid.map((): ExitReason => 'incomplete'),
    ...(missed.length > 0 || empty ? (['threshold'] as const) : []),
  ]);
  return {
    status: statusOf(exit, facts, invalid.length > 0),
    exitCode: exitCodeOf(exit),
    reasons: [
      ...facts.endings.map(({ text }): VerdictReason => ({ kind: 'ending', text })),
      ...invalid.map(({ text }): VerdictReason => ({ kind: 'invalid', text })),
      ...missed.map(reasonOf),
      ...(empty ? [facts.measuredMs === 0 ? NOTHING_TO_MEASURE : NOTHING_COMPLETED] : []),
      ...facts.findings
        .filter(({ level }) => level === 'suspect')
        .map(({ text }): VerdictReason => ({ kind: 'suspect', text })),
    ],
  };
}

const NOTHING_COMPLETED: VerdictReason = {
  kind: 'no-data',
  text: 'no turn completed, so nothing was proven; see the errors, or run longer',
};

const NOTHING_TO_MEASURE: VerdictReason = {
  kind: 'no-data',
  text: 'the load was over before anything of it was to be measured; run longer, or take a shorter warmUp',
};

function statusOf(exit: ExitReason, facts: VerdictFacts, invalid: boolean): VerdictStatus {
  if (exit === 'pass') return 'pass';
  const failed = facts.thresholds.some(({ state }) => state === 'fail');
  // One that ended the run has failed, even where what came in afterwards would have let it pass.
  if (exit === 'threshold') return failed || facts.endings.length > 0 ? 'fail' : 'no-data';
  return exit === 'incomplete' && invalid ? 'invalid' : 'incomplete';
}

function reasonOf(result: ThresholdResult): VerdictReason {
  const without = result.state === 'no-data' || result.state === 'too-few';
  const actual = describeActual(result);
  const detail = actual === 'no data' ? describeMiss(result) : `${actual}, ${describeMiss(result)}`;
  return { kind: without ? 'no-data' : 'threshold', text: `${result.threshold.expression}: ${detail}` };
}
