/**
 * How many virtual users at which time. Load is per target.
 *
 * - closed: so many virtual users, each holding one conversation after another
 */
export type LoadProfile = ClosedLoad;

export interface ClosedLoad {
  readonly model: 'closed';
  /**
   * Reached one after the other, each linearly from where the last one ended (the first starts at 0 users).
   * A stage of duration 0 is a jump. Empty: `vus` from the start, until `conversations` are done.
   */
  readonly stages: readonly Stage[];
  /** The highest number of users of any stage; VU numbers run from 0 to maxVus − 1. */
  readonly maxVus: number;
  /** In total over all users of a target; with stages, whichever ends first. Undefined: as many as fit. */
  readonly conversations: number | undefined;
  /** Users that a jump would start at once are spread over this time, ms. */
  readonly startSpreadMs: number;
  /** How long running conversations may go on after the last stage, ms. */
  readonly gracefulStopMs: number;
}

export interface Stage {
  readonly durationMs: number;
  readonly vus: number;
}

/** When the last stage ends, ms from the start; Infinity for a load that ends by its conversations alone. */
export function plannedEndMs(profile: LoadProfile): number {
  if (profile.stages.length === 0) return Number.POSITIVE_INFINITY;
  return profile.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
}

/**
 * How many users are wanted `tMs` after the start, fractions included: VU number v is active while this is above v, so
 * the number of active users is this, rounded up. At a jump, what it jumps to; from the planned end on, 0.
 */
export function targetAt(profile: LoadProfile, tMs: number): number {
  if (profile.stages.length === 0) return profile.maxVus;
  let fromMs = 0;
  let from = 0;
  for (const { durationMs, vus } of profile.stages) {
    if (tMs < fromMs + durationMs) return from + ((vus - from) * (tMs - fromMs)) / durationMs;
    fromMs += durationMs;
    from = vus;
  }
  return 0;
}
