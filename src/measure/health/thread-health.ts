/** Health of one load thread since the start of the load. Undefined: not available on this system. */
export interface ThreadHealth {
  /** Delay of the event loop, minus the resolution of the measurement. */
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  /** When the longest stall was detected, µs on the monotonic clock. */
  readonly loopDelayMaxAtUs: number | undefined;
  /** Functions of the user that were active then; undefined: none. */
  readonly loopDelayMaxDuring?: readonly string[] | undefined;
  /** Maximum time that bytes from the endpoint may have waited unread. */
  readonly unreadMaxMs: number;
  /** When they were read, µs on the monotonic clock. */
  readonly unreadMaxAtUs: number | undefined;
  /** Share of the time spent in garbage collection, 0 … 1. */
  readonly gcShare: number;
  readonly gcMaxMs: number;
  /** Share of one core that the thread used, 0 … 1. */
  readonly cpuShare: number | undefined;
  /** Whether the bounds include the time spent waiting for a core. */
  readonly coversCoreWait: boolean;
}
