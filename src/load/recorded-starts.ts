/** The start of a recorded conversation. */
export interface RecordedStart {
  /** From the start of the load. */
  readonly atMs: number;
  /** Index of the conversation in the scenario. */
  readonly conversation: number;
}

/** When the last one is due, ms from the start; 0 for none. */
export function lastStartMs(starts: readonly RecordedStart[]): number {
  return starts.at(-1)?.atMs ?? 0;
}

/** Maximum number of starts within any `windowMs`, both ends included. `starts` in ascending order. */
export function maxStartsWithin(starts: readonly RecordedStart[], windowMs: number): number {
  let first = 0;
  return starts.reduce((max, { atMs }, index) => {
    while (atMs - starts[first]!.atMs > windowMs) first += 1;
    return Math.max(max, index - first + 1);
  }, 0);
}
