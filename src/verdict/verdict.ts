import { decisiveReason, type ExitReason, exitCodeOf } from '../platform/exit-code.ts';
import { describeActual, describeMiss } from './describe-result.ts';
import { isMissed, type ThresholdResult } from './threshold-result.ts';
import type { ValidityFinding } from './validity/validity-finding.ts';

/** How the run ended, if it did not end as planned. */
export interface RunEnding {
  readonly exit: Exclude<ExitReason, 'pass' | 'regression'>;
  /** One sentence: what happened, what to do. */
  readonly text: string;
}

/**
 * `inconclusive`: the measurement is correct, but the result of the run, or of its comparison with a baseline, is
 * inconclusive. The last three only result from such a comparison (final-verdict.ts).
 */
export type VerdictStatus =
  | 'pass'
  | 'fail'
  | 'too-few-turns'
  | 'no-data'
  | 'incomplete'
  | 'invalid'
  | 'inconclusive'
  | 'regression'
  | 'not-enough-data'
  | 'not-comparable';

/** `regression`, `comparison` and `result` are added after the run itself has been judged (final-verdict.ts). */
export interface VerdictReason {
  readonly kind:
    | 'ending'
    | 'invalid'
    | 'inconclusive'
    | 'threshold'
    | 'too-few-turns'
    | 'no-data'
    | 'suspect'
    | 'regression'
    | 'comparison'
    | 'result';
  readonly text: string;
}

export interface Verdict {
  readonly status: VerdictStatus;
  readonly exitCode: number;
  /** All reasons, those of the exit code first; a pass may have `suspect` reasons. */
  readonly reasons: readonly VerdictReason[];
}

export interface VerdictFacts {
  readonly endings: readonly RunEnding[];
  readonly findings: readonly ValidityFinding[];
  readonly thresholds: readonly ThresholdResult[];
  /** Turns and conversations that completed; a run without them has no result. Undefined: conversations have no turns. */
  readonly turnsCompleted: number | undefined;
  readonly conversationsCompleted: number;
  /** Whether anything failed that explains why nothing completed. */
  readonly hasFailures: boolean;
  /** Targets at which conversations started but none completed. */
  readonly deadTargets?: readonly string[];
  /** 0: the load ended during warm-up. Undefined: all of it was measured. */
  readonly measuredMs?: number | undefined;
}

/**
 * Joins all findings about a run. The exit code is that of the first row that applies. An inconclusive finding (an inconclusive
 * threshold, a planned load that was not reached) never passes, but a threshold that clearly failed takes precedence.
 *
 *     endings, invalid findings     theirs
 *     a threshold failed            threshold (99)
 *     inconclusive                  incomplete (112)
 *     a threshold without data      threshold (99)
 *     else                          pass, possibly with suspect findings
 */
export function decideVerdict(facts: VerdictFacts): Verdict {
  const { endings, thresholds } = facts;
  const at = (level: ValidityFinding['level']) => facts.findings.filter((finding) => finding.level === level);
  const [invalid, inconclusive] = [at('invalid'), at('inconclusive')];
  const nothing = nothingProven(facts);
  const failed =
    endings.some(({ exit }) => exit === 'threshold') ||
    thresholds.some(({ state }) => state === 'fail') ||
    nothing.length > 0;
  // An inconclusive threshold is reported by its finding.
  const missed = thresholds.filter((result) => isMissed(result) && result.state !== 'inconclusive');
  const exit = decisiveReason([
    ...endings.map((ending) => ending.exit),
    ...invalid.map((): ExitReason => 'incomplete'),
    ...(inconclusive.length > 0 && !failed ? (['incomplete'] as const) : []),
    ...(missed.length > 0 || failed ? (['threshold'] as const) : []),
  ]);
  const open = textsAs('inconclusive', inconclusive);
  const against = [...missed.map(reasonOf), ...nothing];
  return {
    status: statusOf(exit, facts, against),
    exitCode: exitCodeOf(exit),
    reasons: [
      ...textsAs('ending', endings),
      ...textsAs('invalid', invalid),
      ...(exit === 'threshold' ? [...against, ...open] : [...open, ...against]),
      ...textsAs('suspect', at('suspect')),
    ],
  };
}

function textsAs(kind: VerdictReason['kind'], all: readonly { readonly text: string }[]): VerdictReason[] {
  return all.map(({ text }) => ({ kind, text }));
}

/** A run in which nothing completed never passes. */
function nothingProven(facts: VerdictFacts): VerdictReason[] {
  const { turnsCompleted, conversationsCompleted, hasFailures, deadTargets = [], measuredMs } = facts;
  const nothing = turnsCompleted === undefined ? conversationsCompleted === 0 : turnsCompleted === 0;
  if (nothing && measuredMs === 0) return [NOTHING_TO_MEASURE];
  if (turnsCompleted === 0) return [noData('no turn completed', hasFailures, 'too short')];
  if (conversationsCompleted === 0)
    return [noData('no conversation completed', hasFailures, 'shorter than a conversation')];
  return deadTargets.map((target) => ({ kind: 'no-data', text: `no conversation completed at target ${target}` }));
}

function noData(what: string, hasFailures: boolean, short: string): VerdictReason {
  const why = hasFailures ? '; see the failures' : `: the run was ${short}; raise --duration`;
  return { kind: 'no-data', text: `${what}${why}` };
}

const NOTHING_TO_MEASURE: VerdictReason = {
  kind: 'no-data',
  text: 'the load ended before measurement began; run for longer, or shorten warmUp',
};

function statusOf(
  exit: ExitReason,
  { thresholds, endings, findings }: VerdictFacts,
  against: readonly VerdictReason[],
): VerdictStatus {
  if (exit === 'pass') return 'pass';
  const failed = thresholds.some(({ state }) => state === 'fail');
  // A threshold that ended the run has failed, even if later samples would have let it pass.
  if (exit === 'threshold' && (failed || endings.length > 0)) return 'fail';
  if (exit === 'threshold') return against.every(({ kind }) => kind === 'too-few-turns') ? 'too-few-turns' : 'no-data';
  if (exit === 'incomplete' && findings.some(({ level }) => level === 'invalid')) return 'invalid';
  return exit === 'incomplete' && endings.length === 0 ? 'inconclusive' : 'incomplete';
}

const REASON_KINDS: Readonly<Partial<Record<ThresholdResult['state'], VerdictReason['kind']>>> = {
  'no-data': 'no-data',
  'too-few': 'too-few-turns',
};

function reasonOf(result: ThresholdResult): VerdictReason {
  const actual = describeActual(result);
  const miss = describeMiss(result);
  const detail = [actual === 'no data' && miss !== '' ? '' : actual, miss].filter((part) => part !== '').join(', ');
  const isDefault = result.threshold.isDefault ? ' (default threshold)' : '';
  return {
    kind: REASON_KINDS[result.state] ?? 'threshold',
    text: `${result.threshold.expression}${isDefault}: ${detail}`,
  };
}
