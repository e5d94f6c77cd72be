/** Measurement bounds of an instant: it lies between the two. µs on the monotonic clock. */
export interface Bounds {
  readonly loUs: number;
  readonly hiUs: number;
}
