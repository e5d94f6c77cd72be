/** How well one thread of the load generator could do its work, since the load began. Undefined: not known here. */
export interface ThreadHealth {
  /** Delay of the event loop, less the resolution of what measures it. */
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  /** When the longest stall was noticed, µs on the monotonic clock. */
  readonly loopDelayMaxAtUs: number | undefined;
  /** Longest time that bytes from the endpoint may have waited unread here, and unanswered. */
  readonly unreadMaxMs: number;
  /** When they were read, µs on the monotonic clock. */
  readonly unreadMaxAtUs: number | undefined;
  /** Share of the time spent in garbage collection, 0 … 1. */
  readonly gcShare: number;
  readonly gcMaxMs: number;
  /** Share of one core that the thread used, 0 … 1. */
  readonly cpuShare: number | undefined;
  /** Whether the time spent waiting for a core is part of the bounds. */
  readonly coversCoreWait: boolean;
}
