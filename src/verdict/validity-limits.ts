/** Limits beyond which a run is suspect or invalid. reports/README.md repeats them; a test compares the two. */
export const VALIDITY_LIMITS = {
  /** send_lag p99 may be the larger of the two; beyond that a run is suspect, or invalid: see judge-send-lag.ts. */
  sendLagMs: 20,
  sendLagShareOfThinkTime: 0.02,
  /** Mean of send_lag, of the time between two inputs of a user: beyond that the load was not the planned one. */
  sendLagShareOfCycle: 0.05,
  /** With fewer inputs a late one makes a run suspect, not invalid. */
  sendLagInputs: 100,
  /** Share of the conversations of an open or paced load that palaver itself may start over 1 s late. */
  lateStartShare: 0.001,
  /** Share of the arrivals of an open or paced load that found no user: beyond it the load was not the one asked for. */
  notOfferedShare: 0.05,
  /** An endpoint may take whoever acknowledges later for gone. */
  ackDelayMs: 2000,
  /** Beyond these a run is suspect. */
  startDelayP95Ms: 100,
  /** Bounds of a value further apart than this share of it are worth a look; only a limit between them is undecided. */
  wideBounds: 0.1,
  interruptedShare: 0.01,
  /** Of conversations interrupted between turns, which decide nothing. */
  betweenTurnsShare: 0.1,
  standstillMs: 250,
  gcShareOfTime: 0.1,
  stealShareOfTime: 0.02,
  /** A machine was busy when other processes used at least so many cores and left less than that idle. */
  otherCores: 0.5,
  idleCores: 1,
} as const;
