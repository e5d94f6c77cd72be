import type { CapacityStep, StepOutcome } from '../report/capacity/capacity-schema.ts';

export interface SearchRange {
  readonly from: number;
  readonly to: number;
  /** Between two loads on the way up, above 1. */
  readonly factor: number;
  /** Virtual users come whole; rates have three significant digits. */
  readonly isWhole: boolean;
}

export interface TriedLoad {
  readonly kind: CapacityStep['kind'];
  readonly load: number;
  readonly outcome: StepOutcome;
}

/** What is known so far: the highest load that held below the lowest that failed. */
export interface LoadBounds<Step> {
  readonly held: Step | undefined;
  readonly failed: Step | undefined;
}

export type NextStep =
  | { readonly kind: CapacityStep['kind']; readonly load: number }
  | { readonly kind: 'end'; readonly status: 'found' | 'not-reached' | 'missed' };

/** A load that failed by at most so much above one that held: the answer is sharp enough. */
const CLOSE = 1.1;

const HOLDS: readonly StepOutcome[] = ['held', 'unproven'];
const FAILS: readonly StepOutcome[] = ['failed', 'at-the-limit'];

/**
 * Where the search goes after what was tried (steps of which nothing is known are left out):
 *
 *     held      failed    ratio       next
 *     none      none                  climb to `from`
 *     none      some                  end: missed
 *     some      none                  climb by the factor; at `to`: confirm, then end: not-reached
 *     some      some      over 1.1    bisect, at the geometric mean
 *     some      some      up to 1.1   confirm the one that held, then end: found
 *
 * A load that held and is not confirmed has failed: what held below it takes its place, and the search goes on.
 */
export function nextStep(range: SearchRange, tried: readonly TriedLoad[]): NextStep {
  const { held, failed } = boundsOf(tried);
  if (held === undefined) {
    return failed === undefined ? { kind: 'climb', load: range.from } : { kind: 'end', status: 'missed' };
  }
  if (failed === undefined && held.load < range.to) return { kind: 'climb', load: loadAbove(held.load, range) };
  const middle = failed && middleOf(held.load, failed.load, range);
  if (middle !== undefined) return { kind: 'bisect', load: middle };
  if (held.kind !== 'confirm') return { kind: 'confirm', load: held.load };
  return { kind: 'end', status: failed ? 'found' : 'not-reached' };
}

/** Of several tries of one load the last counts. */
export function boundsOf<Step extends TriedLoad>(tried: readonly Step[]): LoadBounds<Step> {
  const failed = tried
    .filter(({ outcome }) => FAILS.includes(outcome))
    .reduce<Step | undefined>((lowest, one) => (lowest && lowest.load <= one.load ? lowest : one), undefined);
  const held = tried
    .filter(({ outcome, load }) => HOLDS.includes(outcome) && (failed === undefined || load < failed.load))
    .reduce<Step | undefined>((highest, one) => (highest && highest.load > one.load ? highest : one), undefined);
  return { held, failed };
}

/** The next one on the way up. */
export function loadAbove(load: number, { to, factor, isWhole }: SearchRange): number {
  const next = rounded(load * factor, isWhole);
  return Math.min(to, isWhole ? Math.max(next, load + 1) : next);
}

/** Undefined once they are close, or nothing lies between them. */
function middleOf(held: number, failed: number, { isWhole }: SearchRange): number | undefined {
  if (failed / held <= CLOSE) return undefined;
  const middle = rounded(Math.sqrt(held * failed), isWhole);
  return middle > held && middle < failed ? middle : undefined;
}

function rounded(load: number, isWhole: boolean): number {
  return isWhole ? Math.round(load) : Number(load.toPrecision(3));
}
