import type { PlatformTerms } from '../endpoint/protocol/chat-protocol.ts';

/**
 * What has been observed of a target during the run; one value per target, shared by all its conversations.
 * The conversation machine only reads it and reports notices; only `learn` changes it.
 */
export interface TargetTraits {
  /** Completion `auto` ends turns by quiet, because there are no final pings. */
  readonly quiet: boolean;
  /** A final ping has been received. */
  readonly pinged: boolean;
  /** Turns with outputs but without a final ping, since the last final ping. */
  readonly missedPings: number;
  /** Two turns of one session had different trace ids, so trace ids identify the turn of an output. */
  readonly tracesDiffer: boolean;
}

export type Notice = 'final-ping' | 'missed-ping' | 'traces-differ';

export const UNKNOWN_TRAITS: TargetTraits = { quiet: false, pinged: false, missedPings: 0, tracesDiffer: false };

/** Initial traits: on a platform without a signal for the end of a turn, `auto` ends turns by quiet from the start. */
export function initialTraits({ signalsTurnEnd }: Pick<PlatformTerms, 'signalsTurnEnd'>): TargetTraits {
  return { ...UNKNOWN_TRAITS, quiet: !signalsTurnEnd };
}

/** Number of consecutive turns without a final ping after which `auto` switches to quiet, at a target that has sent some. */
const MISSES_UNTIL_QUIET = 3;

/** Quiet time after which `auto` ends a turn at a target that sends no final pings. */
export const AUTO_QUIET_MS = 3000;

/** Settings for a target that sends no final pings, for one step and for all. */
export const QUIET_RULE = `completion: { quiet: ${AUTO_QUIET_MS / 1000}s }`;
export const QUIET_COMPLETION = `defaults: { ${QUIET_RULE} }`;

/** Quiet time after the last output that counts as a missed final ping: longer than any pause of a healthy flow. */
export const MISSED_PING_MS = Math.max(10_000, 3 * AUTO_QUIET_MS);

export function learn(traits: TargetTraits, notice: Notice): TargetTraits {
  switch (notice) {
    case 'final-ping':
      return traits.pinged && traits.missedPings === 0
        ? traits
        : { ...traits, quiet: false, pinged: true, missedPings: 0 };
    case 'missed-ping': {
      const quiet = switchesToQuiet(traits);
      return { ...traits, missedPings: traits.missedPings + 1, quiet };
    }
    case 'traces-differ':
      return traits.tracesDiffer ? traits : { ...traits, tracesDiffer: true };
  }
}

/** Whether one more missed ping switches `auto` to quiet. The first one does if there has never been a final ping. */
export function switchesToQuiet({ pinged, missedPings }: TargetTraits): boolean {
  return !pinged || missedPings + 1 >= MISSES_UNTIL_QUIET;
}
