/**
 * Keeps in mind how long the bytes of an event may have lain unread at most. An acknowledgement goes out right after the
 * stamp of its arrival, so none was later than that.
 */
export class LongestUnread {
  us = 0;
  /** When those bytes were read, µs on the monotonic clock. */
  atUs: number | undefined;
  private readonly lowerEdge: (hiUs: number) => number;

  /** `lowerEdge`: of the arrival whose handler took the stamp `hiUs`, both in µs. */
  constructor(lowerEdge: (hiUs: number) => number) {
    this.lowerEdge = lowerEdge;
  }

  readonly arrivedLoUs = (hiUs: number): number => {
    const loUs = this.lowerEdge(hiUs);
    if (hiUs - loUs > this.us) {
      this.us = hiUs - loUs;
      this.atUs = hiUs;
    }
    return loUs;
  };
}
