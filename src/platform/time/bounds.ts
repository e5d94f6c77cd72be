/** Measurement bounds: an instant is known only to lie between them. µs on the monotonic clock. */
export interface Bounds {
  readonly loUs: number;
  readonly hiUs: number;
}
