/**
 * How many conversations at which time. Load is per target.
 *
 * - closed: so many virtual users, each holding one conversation after another
 * - open: so many conversations arriving per second, however long they take
 */
export type LoadProfile = ClosedLoad | OpenLoad;

/** What every load says. */
interface LoadTerms {
  /** In total, per target; with a planned end, whichever comes first. Undefined: as many as fit. */
  readonly conversations: number | undefined;
  /** How long running conversations may go on after the planned end, ms. */
  readonly gracefulStopMs: number;
  /** A beginning of this length is run but not measured, ms. */
  readonly warmUpMs: number;
  /** `steady`: only what was due while the target stood still is measured. */
  readonly measure: 'all' | 'steady';
}

export interface ClosedLoad extends LoadTerms {
  readonly model: 'closed';
  /**
   * Reached one after the other, each linearly from where the last one ended (the first starts at 0 users).
   * A stage of duration 0 is a jump. Empty: `vus` from the start, until `conversations` are done.
   */
  readonly stages: readonly Stage[];
  /** The highest number of users of any stage; VU numbers run from 0 to maxVus − 1. */
  readonly maxVus: number;
  /** Users that a jump would start at once are spread over this time, ms. */
  readonly startSpreadMs: number;
  /** A user's conversations are due so far apart, ms, late or not. Undefined: each begins when the last one has ended. */
  readonly paceMs: number | undefined;
}

export interface Stage {
  readonly durationMs: number;
  readonly vus: number;
}

export interface OpenLoad extends LoadTerms {
  readonly model: 'open';
  /**
   * Arrivals per second, reached as the users of a closed load are (the first stage starts at 0).
   * Without any duration: the last rate from the start on, until `conversations` have arrived.
   */
  readonly stages: readonly RateStage[];
  /** uniform: evenly spaced. poisson: independent of each other, as strangers arrive; their mean number is the same. */
  readonly arrivals: 'uniform' | 'poisson';
  /** Users are made on demand, up to so many; VU numbers run from 0 to maxVus − 1. */
  readonly maxVus: number;
  /** What becomes of an arrival that finds all users busy. */
  readonly whenFull: 'drop' | 'wait';
}

export interface RateStage {
  readonly durationMs: number;
  /** Conversations per second. */
  readonly ratePerSecond: number;
}

/** Whether each conversation is due at an instant that does not depend on how long others take. */
export function isAnchored(profile: LoadProfile): boolean {
  return profile.model === 'open' || profile.paceMs !== undefined;
}

/** A time in which the target (users, or arrivals per second) changes evenly or not at all; ms from the start. */
export interface Stretch {
  readonly fromMs: number;
  /** Above `fromMs`; Infinity for a load that ends by its conversations alone. */
  readonly toMs: number;
  /** Target at the beginning and at the end. */
  readonly from: number;
  readonly to: number;
}

/** The target of a load, piece by piece, without gaps; jumps lie between the pieces. */
export function stretchesOf(profile: LoadProfile): readonly Stretch[] {
  const levels = levelsOf(profile);
  if (!levels.some(({ durationMs }) => durationMs > 0)) {
    const level = profile.model === 'closed' ? profile.maxVus : (levels.at(-1)?.level ?? 0);
    return [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY, from: level, to: level }];
  }
  const stretches: Stretch[] = [];
  let fromMs = 0;
  let from = 0;
  for (const { durationMs, level } of levels) {
    const toMs = fromMs + durationMs;
    if (durationMs > 0) stretches.push({ fromMs, toMs, from, to: level });
    fromMs = toMs;
    from = level;
  }
  return stretches;
}

function levelsOf(profile: LoadProfile): readonly { readonly durationMs: number; readonly level: number }[] {
  if (profile.model === 'closed') return profile.stages.map(({ durationMs, vus }) => ({ durationMs, level: vus }));
  return profile.stages.map(({ durationMs, ratePerSecond }) => ({ durationMs, level: ratePerSecond }));
}

/** When the last stage ends, ms from the start; Infinity for a load that ends by its conversations alone. */
export function plannedEndMs(profile: LoadProfile): number {
  return stretchesOf(profile).at(-1)?.toMs ?? 0;
}

/**
 * How many users (arrivals per second) are wanted `tMs` after the start, fractions included: VU number v of a closed load
 * is active while this is above v. At a jump, what it jumps to; from the planned end on, 0.
 */
export function targetAt(profile: LoadProfile, tMs: number): number {
  const stretch = stretchesOf(profile).find(({ toMs }) => tMs < toMs);
  if (!stretch) return 0;
  const { fromMs, toMs, from, to } = stretch;
  return from === to ? from : from + ((to - from) * (tMs - fromMs)) / (toMs - fromMs);
}
