import type { RecordedStart } from './recorded-starts.ts';

/**
 * The load over time, per target.
 *
 * - closed: a number of virtual users, each running one conversation after another
 * - open: a number of conversations started per second, independent of response times
 */
export type LoadProfile = ClosedLoad | OpenLoad;

/** Settings of every load. */
interface LoadTerms {
  /** Total number per target; with a planned end, whichever comes first. Undefined: no limit. */
  readonly conversations: number | undefined;
  /** Maximum time for running conversations to finish after the planned end, ms. */
  readonly gracefulStopMs: number;
  /** Unmeasured time at the start, ms. */
  readonly warmUpMs: number;
  /** `steady`: ramps are not measured. */
  readonly measure: 'all' | 'steady';
}

export interface ClosedLoad extends LoadTerms {
  readonly model: 'closed';
  /**
   * Linear ramps, each from the level of the previous stage (the first from 0 users) to its own. A stage of duration 0 is a
   * jump. Empty: `maxVus` from the start, until `conversations` are done.
   */
  readonly stages: readonly Stage[];
  /** The highest number of users of any stage; VU numbers run from 0 to maxVus − 1. */
  readonly maxVus: number;
  /** Users started by a jump are spread over this time, ms. */
  readonly startSpreadMs: number;
  /** Interval between the due times of a user's conversations, ms. Undefined: each starts when the previous one has ended. */
  readonly paceMs: number | undefined;
}

export interface Stage {
  readonly durationMs: number;
  readonly vus: number;
}

export interface OpenLoad extends LoadTerms {
  readonly model: 'open';
  /**
   * Arrivals per second, with stages as in a closed load (the first starts at 0). Without any duration: the last rate from the
   * start on, until `conversations` have arrived.
   */
  readonly stages: readonly RateStage[];
  /** uniform: evenly spaced. poisson: independent arrivals with the same mean rate. recorded: at `starts`. */
  readonly arrivals: 'uniform' | 'poisson' | 'recorded';
  /** In ascending order; `stages` is then their mean rate, and the load ends with the last of these conversations. */
  readonly starts?: readonly RecordedStart[];
  /** Maximum number of users, created on demand; VU numbers run from 0 to maxVus − 1. */
  readonly maxVus: number;
  /** What happens to an arrival if all users are busy. */
  readonly whenFull: 'drop' | 'wait';
}

export interface RateStage {
  readonly durationMs: number;
  /** Conversations per second. */
  readonly ratePerSecond: number;
}

/** A time range in which the target (users, or arrivals per second) is linear or constant; ms from the start. */
export interface LoadPiece {
  readonly fromMs: number;
  /** Above `fromMs`; Infinity for a load that ends only by its number of conversations. */
  readonly toMs: number;
  /** Target at the beginning and at the end. */
  readonly from: number;
  readonly to: number;
}

/** The target of a load as linear pieces without gaps; jumps lie between the pieces. */
export function piecesOf(profile: LoadProfile): readonly LoadPiece[] {
  const levels = levelsOf(profile);
  if (!levels.some(({ durationMs }) => durationMs > 0)) {
    const level = profile.model === 'closed' ? profile.maxVus : (levels.at(-1)?.level ?? 0);
    return [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY, from: level, to: level }];
  }
  const pieces: LoadPiece[] = [];
  let fromMs = 0;
  let from = 0;
  for (const { durationMs, level } of levels) {
    const toMs = fromMs + durationMs;
    if (durationMs > 0) pieces.push({ fromMs, toMs, from, to: level });
    fromMs = toMs;
    from = level;
  }
  return pieces;
}

function levelsOf(profile: LoadProfile): readonly { readonly durationMs: number; readonly level: number }[] {
  if (profile.model === 'closed') return profile.stages.map(({ durationMs, vus }) => ({ durationMs, level: vus }));
  return profile.stages.map(({ durationMs, ratePerSecond }) => ({ durationMs, level: ratePerSecond }));
}

/** When the last stage ends, ms from the start; Infinity for a load that ends only by its number of conversations. */
export function plannedEndMs(profile: LoadProfile): number {
  return piecesOf(profile).at(-1)?.toMs ?? 0;
}

/**
 * The target (users, or arrivals per second) `tMs` after the start, with fractions: VU number v of a closed load is active
 * while this is above v. At a jump, the new value; from the planned end on, 0.
 */
export function targetAt(profile: LoadProfile, tMs: number): number {
  const piece = piecesOf(profile).find(({ toMs }) => tMs < toMs);
  if (!piece) return 0;
  const { fromMs, toMs, from, to } = piece;
  return from === to ? from : from + ((to - from) * (tMs - fromMs)) / (toMs - fromMs);
}
