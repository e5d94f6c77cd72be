import type { CapacityStep, StepOutcome } from '../report/capacity/capacity-schema.ts';

export interface SearchRange {
  readonly from: number;
  readonly to: number;
  /** Ratio of two loads during ramp-up, above 1. */
  readonly factor: number;
  /** Virtual users are whole numbers; rates have three significant digits. */
  readonly isWhole: boolean;
}

export interface TestedLoad {
  readonly kind: CapacityStep['kind'];
  readonly load: number;
  readonly outcome: StepOutcome;
}

/** The bounds so far: the highest sustained load below the lowest that failed. */
export interface LoadBounds<Step> {
  readonly held: Step | undefined;
  readonly failed: Step | undefined;
}

export type NextStep =
  | { readonly kind: CapacityStep['kind']; readonly load: number }
  | { readonly kind: 'end'; readonly status: 'found' | 'not-reached' | 'missed' };

/** The search ends when the load that failed is at most this much above the sustained one. */
const CLOSE = 1.1;

const SUSTAINED: readonly StepOutcome[] = ['held', 'unproven'];
const FAILED: readonly StepOutcome[] = ['failed', 'at-the-limit'];

/**
 * The next action of the search, after the loads tested so far (steps without a result do not count):
 *
 *     held      failed    ratio       next
 *     none      none                  ramp up to `from`
 *     none      some                  end: missed
 *     some      none                  ramp up by the factor; at `to`: confirm, then end: not-reached
 *     some      some      over 1.1    bisect, at the geometric mean
 *     some      some      up to 1.1   confirm the sustained one, then end: found
 *
 * If a sustained load is not confirmed, it has failed: the search continues from the highest sustained load below it.
 */
export function nextStep(range: SearchRange, tested: readonly TestedLoad[]): NextStep {
  const { held, failed } = boundsOf(tested);
  if (held === undefined) {
    return failed === undefined ? { kind: 'ramp-up', load: range.from } : { kind: 'end', status: 'missed' };
  }
  if (failed === undefined && held.load < range.to) return { kind: 'ramp-up', load: loadAbove(held.load, range) };
  const middle = failed && middleOf(held.load, failed.load, range);
  if (middle !== undefined) return { kind: 'bisect', load: middle };
  if (held.kind !== 'confirm') return { kind: 'confirm', load: held.load };
  return { kind: 'end', status: failed ? 'found' : 'not-reached' };
}

/** If a load was tested several times, the last one counts. */
export function boundsOf<Step extends TestedLoad>(tested: readonly Step[]): LoadBounds<Step> {
  const failed = tested
    .filter(({ outcome }) => FAILED.includes(outcome))
    .reduce<Step | undefined>((lowest, one) => (lowest && lowest.load <= one.load ? lowest : one), undefined);
  const held = tested
    .filter(({ outcome, load }) => SUSTAINED.includes(outcome) && (failed === undefined || load < failed.load))
    .reduce<Step | undefined>((highest, one) => (highest && highest.load > one.load ? highest : one), undefined);
  return { held, failed };
}

/** The next load of the ramp-up. */
export function loadAbove(load: number, { to, factor, isWhole }: SearchRange): number {
  const next = rounded(load * factor, isWhole);
  return Math.min(to, isWhole ? Math.max(next, load + 1) : next);
}

/** Undefined once the bounds are close, or no load lies between them. */
function middleOf(held: number, failed: number, { isWhole }: SearchRange): number | undefined {
  if (failed / held <= CLOSE) return undefined;
  const middle = rounded(Math.sqrt(held * failed), isWhole);
  return middle > held && middle < failed ? middle : undefined;
}

function rounded(load: number, isWhole: boolean): number {
  return isWhole ? Math.round(load) : Number(load.toPrecision(3));
}
