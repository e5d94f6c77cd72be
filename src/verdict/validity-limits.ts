/** Limits beyond which a run is suspect or invalid. reports/README.md repeats them; a test compares the two. */
export const VALIDITY_LIMITS = {
  /** The limit of send_lag p99 is the larger of the two. Above it, a run is suspect or invalid, see judge-send-lag.ts. */
  sendLagMs: 20,
  sendLagShareOfThinkTime: 0.02,
  /** Mean of send_lag as a share of the time between two inputs of a user; above it, the load was not as planned. */
  sendLagShareOfCycle: 0.05,
  /** Steps of a capacity search: send lag up to this share of an objective's limit is within the accuracy of the search. */
  sendLagShareOfObjective: 0.05,
  /** As `sendLagShareOfCycle`, for a step whose objective tolerates the lag: the accuracy of a capacity search. */
  sendLagShareOfCycleInSearch: 0.1,
  /** Send lag below this, ms, changes no objective: timers and garbage collection cause as much. */
  sendLagFloorMs: 5,
  /** With fewer inputs, late ones make a run suspect, not invalid. */
  sendLagInputs: 100,
  /** Share of the conversations of an open or paced load that the load generator may start over 1 s late. */
  lateStartShare: 0.001,
  /** Share of the arrivals of an open or paced load without a free user; above it, the load was not as planned. */
  notOfferedShare: 0.05,
  /** An endpoint may consider a client dead if acks are later. */
  ackDelayMs: 2000,
  /** Above these, a run is suspect. */
  startDelayP95Ms: 100,
  /** Bounds further apart than this share of the value are reported; a threshold is inconclusive only if its limit is between. */
  wideBounds: 0.1,
  interruptedShare: 0.01,
  /** Share of conversations interrupted between turns; these do not make thresholds inconclusive. */
  betweenTurnsShare: 0.1,
  eventLoopBlockedMs: 250,
  gcShareOfTime: 0.1,
  stealShareOfTime: 0.02,
  /** Share of the periods of its CPU limit in which a container may be throttled. */
  throttledShareOfTime: 0.02,
  /** A thread that uses this share of a core has no time to spare. */
  threadShareOfCore: 0.9,
  /** A machine is busy if other processes use at least this many cores and leave less than that idle. */
  otherCores: 0.5,
  idleCores: 1,
} as const;
