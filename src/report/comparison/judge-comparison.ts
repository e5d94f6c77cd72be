import { decisiveReason, type ExitReason, exitCodeOf } from '../../platform/exit-code.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Comparison, ComparisonRow } from './comparison-schema.ts';
import { describeRow } from './describe-row.ts';
import { isOverTime } from './trend-evidence.ts';

type Verdict = Comparison['verdict'];
type Status = Verdict['status'];

const EXITS: Readonly<Record<Status, ExitReason>> = {
  pass: 'pass',
  regression: 'regression',
  inconclusive: 'pass',
  'not-enough-data': 'incomplete',
  'not-comparable': 'incomplete',
  incomplete: 'unexpected',
};

/**
 * The verdict of a comparison. The exit code is that of the most severe finding, in the order of the table of exit codes: a
 * metric that cannot be judged (112) comes before a regression (111). Inconclusive rows pass unless the caller requires
 * otherwise, and are listed as reasons only if they change the exit code.
 */
export function judgeComparison(
  rows: readonly ComparisonRow[],
  reasonsAgainst: readonly string[],
  failOnInconclusive: boolean,
): Verdict {
  const gating = rows.filter((row) => row.gating);
  const having = (...outcomes: ComparisonRow['outcome'][]) =>
    gating.filter(({ outcome }) => outcomes.includes(outcome));
  const found: readonly (readonly [Status, readonly string[]])[] = [
    ['not-comparable', reasonsAgainst],
    ['not-enough-data', having('not-enough-data').map(describeRow)],
    ['regression', having('slower', 'worse').map(describeRow)],
    ['inconclusive', having('inconclusive').map(describeRow)],
  ];
  const all = found.filter(([, reasons]) => reasons.length > 0);
  const present = all.filter(([each], index) => each !== 'inconclusive' || index === 0 || failOnInconclusive);
  const status = present[0]?.[0] ?? 'pass';
  const exits = present.map(([each]) => (each === 'inconclusive' && failOnInconclusive ? 'incomplete' : EXITS[each]));
  return { status, exitCode: exitCodeOf(decisiveReason(exits)), reasons: present.flatMap(([, reasons]) => reasons) };
}

/** The method of the comparison, in a sentence. */
export function evidenceNote(
  unit: Comparison['evidence']['unit'],
  rows: readonly ComparisonRow[],
  runs: readonly [number, number],
): string {
  if (unit === 'runs') return `${runs[0]} runs against ${runs[1]}, run-to-run variation included`;
  const lengths = rows.flatMap(({ blockMs }) => blockMs ?? []);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const cut =
    lengths.length === 0
      ? ''
      : ` with blocks of ${formatDurationMs(least)}${most > least ? ` to ${formatDurationMs(most)}` : ''}`;
  const untimed = [
    ...new Set(rows.flatMap(({ metric, unit }) => (unit === 'ms' && !isOverTime(metric) ? metric : []))),
  ];
  const more =
    untimed.length === 0 ? '' : `, and to compare ${untimed.join(' and ')}, which a report does not keep over time`;
  return `block bootstrap${cut}, one run per side: the outcomes are valid for these 2 runs only; compare at least 3 runs per side to include run-to-run variation${more}`;
}
