import { decisiveReason, type ExitReason, exitCodeOf, exitReasonOf } from '../platform/exit-code.ts';
import type { Verdict, VerdictReason, VerdictStatus } from './verdict.ts';

/** The result of the comparison with a baseline, to be joined with the verdict of the run itself. */
export interface ComparisonFinding {
  /** The verdict of the comparison alone. */
  readonly status: VerdictStatus;
  /** `incomplete`: the requested comparison could not be made. */
  readonly exit: Extract<ExitReason, 'pass' | 'regression' | 'incomplete'>;
  /** `regression`: metrics that got worse; `comparison`: inconclusive metrics; `suspect`: doubts. */
  readonly reasons: readonly VerdictReason[];
}

/**
 * The verdict of a run with a baseline: status and exit code of the run or of the comparison, as in the table, and the reasons
 * of both, those of the exit code first and doubts last.
 *
 * | run | comparison: pass | regression (111) | incomplete (112) |
 * |---|---|---|---|
 * | 1, 104, 105, 112, 113, 114 | run | run | run |
 * | 99 | run | run | run: a failed threshold takes precedence over an incomplete comparison |
 * | 0 | run | 111, regression | 112, with the status of the comparison |
 */
export function joinComparison(run: Verdict, comparison: ComparisonFinding): Verdict {
  const own = exitReasonOf(run.exitCode) ?? 'unexpected';
  const decisive = decisiveReason([own, comparison.exit]);
  if (decisive === own || own === 'threshold')
    return { ...run, reasons: doubtsLast([...run.reasons, ...comparison.reasons]) };
  return {
    status: comparison.status,
    exitCode: exitCodeOf(comparison.exit),
    reasons: doubtsLast([...comparison.reasons, ...run.reasons]),
  };
}

/**
 * The verdict of a run with results that could not be written (one sentence each): it no longer passes; if it failed for
 * another reason, that reason determines the exit code.
 */
export function joinMissingResults(run: Verdict, missing: readonly string[]): Verdict {
  if (missing.length === 0) return run;
  const reasons = missing.map((text): VerdictReason => ({ kind: 'result', text }));
  if (run.exitCode !== exitCodeOf('pass')) return { ...run, reasons: doubtsLast([...run.reasons, ...reasons]) };
  return {
    status: 'incomplete',
    exitCode: exitCodeOf('unexpected'),
    reasons: doubtsLast([...reasons, ...run.reasons]),
  };
}

function doubtsLast(reasons: readonly VerdictReason[]): VerdictReason[] {
  const isDoubt = ({ kind }: VerdictReason) => kind === 'suspect';
  return [...reasons.filter((reason) => !isDoubt(reason)), ...reasons.filter(isDoubt)];
}
