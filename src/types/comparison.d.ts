// Made of the JSON Schema by `npm run schema`; do not edit.

/** Two runs, compared; as `palaver compare --out json=FILE` writes it. */
export type Comparison = {
  readonly $schema: string;
  readonly version: string;
  readonly tool: string;
  readonly verdict: {
    /** result of the comparison; incomplete: it would have passed, but one of its files could not be written */
    readonly status: "pass" | "regression" | "inconclusive" | "not-enough-data" | "not-comparable" | "incomplete";
    readonly exitCode: number;
    readonly reasons: readonly string[];
  };
  readonly evidence: {
    /** unit of the comparison: runs, or blocks of time of one run per side */
    readonly unit: "runs" | "blocks";
    readonly note: string;
  };
  readonly options: {
    readonly margin: {
      readonly relative: number;
      readonly absoluteMs: number;
    };
    /** margin of conversation_completion and turn_failure */
    readonly shareMargin: number;
    readonly gates: readonly string[];
    readonly failOnInconclusive: boolean;
  };
  readonly base: readonly Base[];
  readonly candidate: readonly Base[];
  /** other differences between the two sides */
  readonly warnings: readonly string[];
  readonly rows: readonly ({
    readonly metric: string;
    readonly place?: string | undefined;
    readonly target?: string | undefined;
    readonly conversation?: string | undefined;
    readonly step?: string | undefined;
    /** p50, p95, …; for a share: value */
    readonly statistic: string;
    /** true: the metric sets the exit code; false: it is informational */
    readonly gating: boolean;
    readonly unit: "ms" | "share";
    /** value of the baseline, ms or share; with several runs the geometric mean, or the pooled share; null: no value */
    readonly base: number | null;
    readonly candidate: number | null;
    /** lower bound of base in ms, if base is null because the quantile lies among failed turns */
    readonly baseAtLeast?: number | undefined;
    readonly candidateAtLeast?: number | undefined;
    readonly outcome: "slower" | "faster" | "worse" | "better" | "equivalent" | "inconclusive" | "not-enough-data";
    /** reason for the outcome: of not-enough-data and inconclusive, and of equivalent if the absolute margin applied */
    readonly why?: string | undefined;
    /** latencies and durations: candidate / baseline − 1, so 0.1 is 10 % slower; shares: candidate − baseline */
    readonly difference?: {
      readonly estimate: number;
      /** 95 % confidence interval; null: no upper bound */
      readonly interval95: readonly [number, number | null];
      /** 90 % confidence interval, for the equivalence test: equivalent if it lies within the margin */
      readonly interval90: readonly [number, number | null];
    } | undefined;
    /** equivalence margin, on the scale of the difference */
    readonly margin?: number | undefined;
    /** one-sided p-value; for gating metrics with Holm correction over all of them */
    readonly pWorse?: number | undefined;
    readonly pBetter?: number | undefined;
    /** minimum detectable effect: the smallest worsening detected with 90 % power, on the scale of the difference */
    readonly smallestEffect?: number | undefined;
    /** number of independent blocks of time, or of runs, per side */
    readonly units?: number | undefined;
    /** length of a block, if units are blocks of time */
    readonly blockMs?: number | undefined;
  })[];
  /** distributions of all turns of each side */
  readonly curves: readonly ({
    readonly metric: string;
    readonly base: {
      /** HDR histogram of the upper bounds, in µs (V2, compressed, base64) */
      readonly histogram: string;
      /** number of failed turns, which rank above all values of the histogram */
      readonly failed: number;
    };
    readonly candidate: {
      /** HDR histogram of the upper bounds, in µs (V2, compressed, base64) */
      readonly histogram: string;
      /** number of failed turns, which rank above all values of the histogram */
      readonly failed: number;
    };
  })[];
};

export type Base = {
  readonly id: string;
  readonly name: string;
  readonly startedAt: string;
  readonly durationMs: number;
  /** number of turns, including failed ones */
  readonly turns: number;
  readonly load: string;
  readonly seed: number | string;
  readonly scenarioSha256: string;
  readonly palaver: string;
  readonly commit?: string | undefined;
};
