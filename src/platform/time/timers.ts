/** One-shot timers against the monotonic clock. A timer never fires before its instant. */
export interface Timers {
  /** Runs `callback` once, at `dueUs` or as soon after as the event loop allows. */
  at(dueUs: number, callback: () => void): Timer;
}

export interface Timer {
  /** Idempotent; a cancelled timer never fires. */
  cancel(): void;
}
