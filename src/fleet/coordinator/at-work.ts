import type { Offer } from '../wire/messages.ts';

/** What a coordinator knows of an agent of its run. */
export interface AtWork {
  readonly agent: Offer;
  /** Its newest live state, not decoded. */
  live: Buffer | undefined;
  /** Content of its shard file, not decoded. */
  saved: Buffer | undefined;
  /** What `saved` contained when it was read last is not its shard. */
  isUnreadable: boolean;
  isFinal: boolean;
  /** Why it counts as lost; undefined: it does not. */
  lost: string | undefined;
  heardUs: number;
  isAsked: boolean;
  /** It has saved a file that it was not asked for yet. */
  hasNews: boolean;
  /** It no longer works for this run. */
  hasRefused: boolean;
}

export const beginning = (agent: Offer): AtWork => ({
  agent,
  live: undefined,
  saved: undefined,
  isUnreadable: false,
  isFinal: false,
  lost: undefined,
  heardUs: 0,
  isAsked: false,
  hasNews: false,
  hasRefused: false,
});
