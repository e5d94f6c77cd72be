/**
 * The table of exit codes. The help is generated from it; reports/README.md repeats it, and a test compares the two.
 * Where a code means the same as in k6, it has k6's number.
 */
export const EXIT_CODES = {
  pass: { code: 0, meaning: 'pass' },
  unexpected: { code: 1, meaning: 'unexpected error (a bug, or a result that could not be written)' },
  threshold: {
    code: 99,
    meaning: 'a threshold failed or could not be evaluated, no conversation completed, or a stop rule ended the run',
  },
  invalid: { code: 104, meaning: 'invalid scenario, option or file' },
  signal: { code: 105, meaning: 'stopped by a signal; the report is written and marked partial' },
  regression: { code: 111, meaning: 'the candidate is slower or worse than the baseline' },
  incomplete: {
    code: 112,
    meaning:
      'incomplete, invalid or inconclusive run, a load that this machine cannot sustain, unconfirmed capacity, or a comparison without enough data (with --fail-on inconclusive: or inconclusive)',
  },
  budget: { code: 113, meaning: 'the plan exceeds what is allowed without --yes, or the budget is used up' },
  unreachable: { code: 114, meaning: 'the target check failed: a target was unreachable or refused conversations' },
} as const;

export type ExitReason = keyof typeof EXIT_CODES;

/** If several apply, the first of this list wins; for a run with a baseline see verdict/final-verdict.ts. */
const PRECEDENCE: readonly ExitReason[] = [
  'unexpected',
  'invalid',
  'unreachable',
  'budget',
  'signal',
  'incomplete',
  'threshold',
  'regression',
  'pass',
];

/** The reason with the highest precedence; `pass` if there is none. */
export function decisiveReason(reasons: Iterable<ExitReason>): ExitReason {
  const present = new Set(reasons);
  return PRECEDENCE.find((reason) => present.has(reason)) ?? 'pass';
}

export function exitCodeOf(reason: ExitReason): number {
  return EXIT_CODES[reason].code;
}

/** The reason with this exit code; undefined if there is none. */
export function exitReasonOf(code: number): ExitReason | undefined {
  return (Object.keys(EXIT_CODES) as ExitReason[]).find((reason) => EXIT_CODES[reason].code === code);
}

/** The meaning of an exit code, for the last line of a run. */
export function meaningOf(code: number): string {
  return Object.values(EXIT_CODES).find((entry) => entry.code === code)?.meaning ?? 'unknown exit code';
}
