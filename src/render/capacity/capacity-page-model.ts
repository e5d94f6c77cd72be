/** The model of the page of a search. All of it is JSON; texts are plain, the page escapes them. */
export interface CapacityPageModel {
  /** Version of this model; the page rejects another. */
  readonly form: 1;
  readonly title: string;
  readonly answer: {
    /** The outcome in a word or two. */
    readonly headline: string;
    readonly mood: 'good' | 'bad' | 'doubtful';
    readonly exitCode: number;
    readonly meaning: string;
    readonly text: readonly string[];
  };
  readonly keyMetrics: readonly CapacityMetricModel[];
  /** Facts of the search: label and text, in display order. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** The unit of a load. */
  readonly unit: string;
  /** The last step with a result per load, in order of load. */
  readonly curve: CapacityCurveModel;
  /** Headings of the cells of a step. */
  readonly columns: readonly string[];
  /** All of them, in order of load. */
  readonly steps: readonly CapacityStepModel[];
  /** What the search did between steps: recoveries after failed loads, repeated steps. */
  readonly pauses: readonly string[];
}

export interface CapacityMetricModel {
  readonly label: string;
  readonly value: string;
  readonly detail?: string;
  readonly mood?: 'good' | 'bad' | 'doubtful';
}

/** One value per load; ms, shares and turns per second. `null`: among failed turns, or no data. */
export interface CapacityCurveModel {
  readonly load: readonly number[];
  readonly outcome: readonly LoadOutcomeModel[];
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  readonly turnP95: readonly (number | null)[];
  readonly turnsPerSecond: readonly number[];
  readonly completion: readonly (number | null)[];
  /** Bounds of the capacity. */
  readonly bounds: readonly [held: number | null, failed: number | null];
  /** Limits of the objectives that can be drawn: on a quantile of the latency (ms), on the completion (a share). */
  readonly limits: readonly LimitModel[];
}

/** good: sustained; doubtful: unconfirmed or inconclusive; bad: failed. */
export interface LoadOutcomeModel {
  readonly text: string;
  readonly mood: 'good' | 'doubtful' | 'bad';
}

export interface LimitModel {
  readonly of: 'latency' | 'completion';
  readonly label: string;
  readonly value: number;
}

export interface CapacityStepModel {
  /** Number of the step, as in the cool-downs. */
  readonly number: string;
  readonly load: string;
  readonly outcome: string;
  readonly mark: string;
  readonly mood: 'good' | 'bad' | 'doubtful' | 'plain';
  readonly why: readonly string[];
  readonly cells: readonly string[];
}
