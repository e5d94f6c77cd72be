import { EXIT_CODES, meaningOf } from '../platform/exit-code.ts';
import type { Report } from './report.ts';

type Verdict = Report['verdict'];
type Thresholds = Report['thresholds'];

/** Why a run has its exit code, in a few words; every output shows them next to the verdict. */
export function explainVerdict({ verdict, thresholds }: Pick<Report, 'verdict' | 'thresholds'>): string {
  const { exitCode } = verdict;
  if (exitCode === EXIT_CODES.pass.code) return explainPass(thresholds);
  if (exitCode === EXIT_CODES.threshold.code) return explainFailure(verdict, thresholds);
  return explainStatus(verdict);
}

/** The same for a verdict that does not depend on thresholds, such as that of `palaver compare`. */
export function explainStatus({ status, exitCode }: Pick<Verdict, 'status' | 'exitCode'>): string {
  return (exitCode === EXIT_CODES.incomplete.code && INCOMPLETE[status]) || meaningOf(exitCode);
}

/** The causes of exit code 112. */
const INCOMPLETE: Readonly<Partial<Record<Verdict['status'], string>>> = {
  incomplete: 'the run is incomplete',
  invalid: 'the measurement is invalid',
  inconclusive: 'the result is inconclusive',
  'not-enough-data': 'the comparison does not have enough data',
  'not-comparable': 'the runs cannot be compared',
};

function explainPass({ length }: Thresholds): string {
  if (length === 0) return 'no thresholds were set';
  return length === 1 ? 'the threshold passed' : `all ${length} thresholds passed`;
}

/** The first of these: the run was ended early, a threshold failed, nothing completed, a threshold was not evaluated. */
function explainFailure({ reasons }: Verdict, thresholds: Thresholds): string {
  if (reasons.some(({ kind }) => kind === 'ending')) return 'a stop rule or a threshold with abort ended the run';
  const hasFailed = thresholds.some(({ state }) => state === 'fail');
  return (
    (hasFailed ? undefined : problemOfRun(reasons, thresholds)) ??
    (countMissed(thresholds) || meaningOf(EXIT_CODES.threshold.code))
  );
}

/** `no conversation completed`, without the remedy; undefined if all reasons are thresholds, which begin with the expression. */
function problemOfRun(reasons: Verdict['reasons'], thresholds: Thresholds): string | undefined {
  const isThreshold = (text: string) => thresholds.some(({ expression }) => text.startsWith(expression));
  return reasons.find(({ kind, text }) => kind === 'no-data' && !isThreshold(text))?.text.split('; ')[0];
}

/** `the threshold failed`; `2 of 7 thresholds failed, 1 could not be evaluated`. */
function countMissed(thresholds: Thresholds): string {
  const counts = MISSES.map(({ states, what }) => ({
    what,
    count: thresholds.filter(({ state }) => states.includes(state)).length,
  })).filter(({ count }) => count > 0);
  const all = thresholds.length === 1 ? undefined : `of ${thresholds.length} thresholds`;
  return counts
    .map(({ count, what }, at) =>
      at > 0 ? `${count} ${what}` : all ? `${count} ${all} ${what}` : `the threshold ${what}`,
    )
    .join(', ');
}

const MISSES: readonly { readonly states: readonly Thresholds[number]['state'][]; readonly what: string }[] = [
  { states: ['fail'], what: 'failed' },
  { states: ['no-data', 'too-few'], what: 'could not be evaluated' },
  { states: ['inconclusive'], what: 'inconclusive' },
];
