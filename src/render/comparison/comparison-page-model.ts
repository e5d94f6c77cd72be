/** The model of the page of a comparison. All of it is JSON; texts are plain, the page escapes them. */
export interface ComparisonPageModel {
  /** Version of this model; the page rejects another. */
  readonly form: 1;
  readonly title: string;
  readonly verdict: {
    readonly status: 'pass' | 'regression' | 'inconclusive' | 'not-enough-data' | 'not-comparable' | 'incomplete';
    readonly exitCode: number;
    readonly meaning: string;
    readonly reasons: readonly string[];
  };
  /** Facts of the comparison: label and text, in display order. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly warnings: readonly string[];
  readonly gating: readonly ComparedRowModel[];
  readonly exploratory: readonly ComparedRowModel[];
  readonly exploratoryNote: string;
  readonly curves: readonly ComparedCurveModel[];
}

export interface ComparedRowModel {
  readonly name: string;
  readonly base: string;
  readonly candidate: string;
  readonly change: string;
  readonly interval: string;
  readonly outcome: string;
  readonly mark: string;
  readonly mood: 'good' | 'bad' | 'doubtful' | 'plain';
  /** The reason, in a sentence; empty if the numbers show it. */
  readonly why: string;
  /** Absent if there is not enough data. */
  readonly bar?: BarModel;
}

/** On a scale from −1 to 1 that all bars of a table with the same unit share; larger values are clipped. */
export interface BarModel {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly margin: number;
}

/** Percentile curves of both sides over the same shares; ms. `null`: among failed turns, or beyond the slowest turn. */
export interface ComparedCurveModel {
  readonly metric: string;
  /** What it times, in the plural: `turns`. */
  readonly counted: string;
  readonly share: readonly number[];
  readonly base: readonly (number | null)[];
  readonly candidate: readonly (number | null)[];
  readonly baseFailed: number;
  readonly candidateFailed: number;
}
