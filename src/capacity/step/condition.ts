/** A condition for a load to hold. `clear`: not proven, but no evidence against it. */
export interface Condition {
  readonly state: 'good' | 'clear' | 'open' | 'bad';
  /** A sentence without a full stop; empty if it is good. */
  readonly why: string;
  /** Open only because the load generator measured too imprecisely. */
  readonly isCoarse?: boolean;
  /** Cannot be proven even by the longest step (--max-step). */
  readonly isOutOfReach?: boolean;
}
