/** One of the things that must be good for a load to hold. `clear`: not shown, but nothing speaks against it. */
export interface Condition {
  readonly state: 'good' | 'clear' | 'open' | 'bad';
  /** A sentence without a full stop; empty where it is good. */
  readonly why: string;
  /** Open only because the load generator could not measure more exactly. */
  readonly isCoarse?: boolean;
  /** Cannot be proven even by the longest step (--max-step). */
  readonly isOutOfReach?: boolean;
}
