import type { PlatformTerms } from '../endpoint/protocol/chat-protocol.ts';

/**
 * What has been learnt of a target during the run; one value per target, shared by all conversations with it.
 * The conversation machine only reads it and says what it noticed; `learn` is the only place where it changes.
 */
export interface TargetTraits {
  /** Completion rule `auto` ends turns by silence, because final pings do not come. */
  readonly quiet: boolean;
  /** A final ping has come. */
  readonly pinged: boolean;
  /** Turns that had outputs but no final ping, since the last final ping. */
  readonly missedPings: number;
  /** Two turns of one session had different trace ids: only then does a trace id identify the turn of an output. */
  readonly tracesDiffer: boolean;
}

export type Notice = 'final-ping' | 'missed-ping' | 'traces-differ';

export const UNKNOWN_TRAITS: TargetTraits = { quiet: false, pinged: false, missedPings: 0, tracesDiffer: false };

/** Before anything was observed: without a signal of the platform's, turns of `auto` end by silence from the first on. */
export function initialTraits({ signalsTurnEnd }: Pick<PlatformTerms, 'signalsTurnEnd'>): TargetTraits {
  return { ...UNKNOWN_TRAITS, quiet: !signalsTurnEnd };
}

/** So many turns in a row without a final ping turn `auto` to quiet, at a target that has sent final pings. */
const MISSES_UNTIL_QUIET = 3;

/** The silence after which `auto` ends a turn at a target that sends no final pings. */
export const AUTO_QUIET_MS = 3000;

/** What a scenario whose target sends no final pings sets; of one step, and of all. */
export const QUIET_RULE = `completion: { quiet: ${AUTO_QUIET_MS / 1000}s }`;
export const QUIET_COMPLETION = `defaults: { ${QUIET_RULE} }`;

/** Silence after the last output that counts as a missed final ping: longer than any pause a healthy flow makes. */
export const MISSED_PING_MS = Math.max(10_000, 3 * AUTO_QUIET_MS);

export function learn(traits: TargetTraits, notice: Notice): TargetTraits {
  switch (notice) {
    case 'final-ping':
      return traits.pinged && traits.missedPings === 0
        ? traits
        : { ...traits, quiet: false, pinged: true, missedPings: 0 };
    case 'missed-ping': {
      const quiet = isOneMissTooMany(traits);
      return { ...traits, missedPings: traits.missedPings + 1, quiet };
    }
    case 'traces-differ':
      return traits.tracesDiffer ? traits : { ...traits, tracesDiffer: true };
  }
}

/** Would one more missed ping turn `auto` to quiet? The first one does where no final ping has ever come. */
export function isOneMissTooMany({ pinged, missedPings }: TargetTraits): boolean {
  return !pinged || missedPings + 1 >= MISSES_UNTIL_QUIET;
}
