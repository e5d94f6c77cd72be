/** When numbers can no longer be trusted. All limits of validity stand here; the README repeats them. */
export const VALIDITY_LIMITS = {
  /** send_lag p99 may be the larger of the two. */
  sendLagMs: 20,
  sendLagShareOfThinkTime: 0.02,
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
  interruptedShare: 0.01,
  standstillMs: 250,
  gcShareOfTime: 0.1,
  stealShareOfTime: 0.02,
} as const;
