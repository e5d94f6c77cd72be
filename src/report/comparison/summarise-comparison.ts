import { exitReasonOf } from '../../platform/exit-code.ts';
import type { ComparisonFinding } from '../../verdict/final-verdict.ts';
import type { VerdictReason } from '../../verdict/verdict.ts';
import type { Comparison, ComparisonRow } from './comparison-schema.ts';
import type { ComparisonSummary } from './comparison-summary-schema.ts';
import { describeRow } from './describe-row.ts';

/** Maximum number of gating metrics, and of warnings, that a report lists. */
const MAX_LISTED = 50;

export function isRegressed({ outcome }: Pick<ComparisonRow, 'outcome'>): boolean {
  return outcome === 'slower' || outcome === 'worse';
}

/** The part of a comparison that is kept in the report of the compared run. */
export function summariseComparison(
  comparison: Comparison,
  baseline: NonNullable<ComparisonSummary['baseline']>,
): ComparisonSummary {
  const gating = comparison.rows
    .filter((row) => row.gating)
    .toSorted((left, right) => Number(isRegressed(right)) - Number(isRegressed(left)));
  const rows = gating.slice(0, MAX_LISTED).map(({ gating, pWorse, pBetter, ...row }) => row);
  const omitted = gating.length - rows.length;
  return {
    baseline,
    status: comparison.verdict.status,
    evidence: comparison.evidence.note,
    rows,
    ...(omitted > 0 && { omitted }),
    warnings: comparison.warnings.slice(0, MAX_LISTED),
  };
}

/** The effect of a comparison on the verdict of the compared run. */
export function findingOfComparison({ rows, verdict }: Comparison): ComparisonFinding {
  const regressed = new Set(rows.filter((row) => row.gating && isRegressed(row)).map(describeRow));
  const reasons = verdict.reasons.map(
    (text): VerdictReason => ({ kind: regressed.has(text) ? 'regression' : 'comparison', text }),
  );
  const more = reasons.length - MAX_LISTED;
  const rest: VerdictReason[] = more > 0 ? [{ kind: 'comparison', text: `${more} more: see comparison.json` }] : [];
  const exit = exitReasonOf(verdict.exitCode);
  return {
    status: verdict.status,
    exit: exit === 'pass' || exit === 'regression' ? exit : 'incomplete',
    reasons: [...reasons.slice(0, MAX_LISTED), ...rest],
  };
}
