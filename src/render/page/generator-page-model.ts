/** Load generators and their load threads, one row each. */
export interface GeneratorTables {
  /** The load generators of a run in shards; without rows for a run on one machine. */
  readonly machines: {
    readonly head: readonly string[];
    /** Number of columns with names; the others hold numbers. */
    readonly names: number;
    readonly rows: readonly (readonly string[])[];
    /** Which of them are the worst. */
    readonly worst: string;
    readonly legend: string;
  };
  readonly workers: readonly {
    readonly name: string;
    readonly loopDelayP99Ms: number | null;
    readonly loopDelayMaxMs: number | null;
    readonly unreadMaxMs: number | null;
    readonly gcShare: number | null;
    readonly cpuShare: number | null;
  }[];
}
