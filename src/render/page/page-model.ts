import type { ConversationModel, TraceModel } from './conversation-page-model.ts';
import type { GeneratorTables } from './generator-page-model.ts';
import type { PlacesModel } from './places-page-model.ts';

/**
 * What the HTML page shows, computed before: the page itself only draws, sorts and filters. All of it is JSON. Times
 * are ms; `null` is "no value here", which draws as a gap. Texts are plain; the page escapes them.
 */
export interface PageModel {
  /** Version of this model; the page refuses another. */
  readonly form: 1;
  readonly title: string;
  /** The run is in progress: more models follow. */
  readonly running: boolean;
  readonly verdict: VerdictModel;
  readonly thresholds: readonly ThresholdModel[];
  /** How a run with a baseline compares with it, once it is over. */
  readonly comparison?: SummaryModel;
  /** What was run, for the first screen: target, load, duration and date, as label and text. */
  readonly summary: readonly (readonly [label: string, text: string])[];
  /** What was run, where and with what: label and text, in the order of reading. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** The few metrics that are read first, such as conversations, turns per second, failures. */
  readonly keyMetrics: readonly MetricModel[];
  readonly notes: readonly string[];
  /** The run only held connections: nothing about turns is shown. */
  readonly withoutTurns?: true;
  readonly timeline: TimelineModel;
  /** Every trend of every row of the scenario, the run as a whole first. */
  readonly rows: readonly RowModel[];
  /** Of the marks in the texts of the rows. */
  readonly legends: readonly string[];
  /** Which latency each target has from which place, if there are several. */
  readonly places?: PlacesModel;
  /** The ranking of several targets, once the run is over. */
  readonly regions?: RegionsModel;
  readonly conversations: readonly ConversationModel[];
  /** The traced conversations, by number; empty without `--trace`. */
  readonly traces: readonly TraceModel[];
  readonly failures: readonly FailureModel[];
  readonly checks: readonly CheckModel[];
  /** Measurement quality: the load generator itself. */
  readonly generator: GeneratorModel;
}

/** The gating metrics of a comparison; all of it is text. */
export interface SummaryModel {
  readonly title: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** The first column names the metric, the last says how it came out. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** All of it is text. */
export interface RegionsModel {
  /** The method of the ranking, and why a target has no outcome. */
  readonly notes: readonly string[];
  /** Per metric the targets, best first. */
  readonly ranking: readonly { readonly name: string; readonly lines: readonly RegionLineModel[] }[];
  /** Medians of what a reply is made of; of each row the target comes first. */
  readonly path: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
    readonly legend: string;
  };
}

export interface RegionLineModel {
  readonly target: string;
  readonly value: string;
  readonly against: string;
  readonly outcome: string;
  readonly isWorse: boolean;
}

export interface VerdictModel {
  readonly status:
    | 'pass'
    | 'fail'
    | 'too-few-turns'
    | 'no-data'
    | 'incomplete'
    | 'invalid'
    | 'regression'
    | 'inconclusive'
    | 'not-enough-data'
    | 'not-comparable'
    | 'running';
  /** The status as people read it: `NOT ENOUGH DATA`, `PASS (suspect)`. */
  readonly word: string;
  /** It passed, but there is a reason to look twice. */
  readonly suspect: boolean;
  readonly exitCode: number;
  /** In a few words: `2 of 3 thresholds failed`; empty during the run. */
  readonly why: string;
  readonly reasons: readonly string[];
}

export interface ThresholdModel {
  /** `waiting`: the run is in progress and has too little data yet. */
  readonly state: 'pass' | 'fail' | 'no-data' | 'too-few' | 'inconclusive' | 'waiting';
  readonly expression: string;
  /** Actual value and how far it is off, in words. */
  readonly text: string;
}

export interface MetricModel {
  readonly label: string;
  readonly value: string;
  /** A line in small print below. */
  readonly detail?: string;
  /** Whether the value is good or bad; default neither. */
  readonly mood?: 'good' | 'bad' | 'doubtful';
}

/** Columns of equal length on one time axis: element i belongs to the block that begins at `startMs[i]`. */
export interface TimelineModel {
  readonly blockMs: number;
  /** Since the start of the run. */
  readonly startMs: readonly number[];
  readonly phases: readonly ('warm-up' | 'ramp' | 'steady' | 'stop')[];
  readonly activeVus: readonly number[];
  /** Per second: conversations due, turns ended, turns that failed, connections that never came to ready. */
  readonly arrivals: readonly number[];
  readonly turns: readonly number[];
  readonly failedTurns: readonly number[];
  readonly failedConnections: readonly number[];
  /** The same columns over the whole run: the most users at once, mean rates, and counts of failures. */
  readonly whole: {
    readonly activeVus: number;
    readonly arrivals: number;
    readonly turns: number;
    readonly failedTurns: number;
    readonly failedConnections: number;
  };
  /** Send lag; missing where the report has none. */
  readonly sendLag?: QuantileColumns;
  /** What the rows that have any were like over time; the run as a whole first, at most 30. */
  readonly rows: readonly TimelineRow[];
}

export interface TimelineRow {
  /** Id of the row in `PageModel.rows`. */
  readonly row: string;
  readonly firstOutput: QuantileColumns;
  /** p95 of the lower bounds: with the p95 of the upper bounds it encloses the true one. Missing where the report has none. */
  readonly firstOutputLowP95?: readonly (number | null)[];
  readonly turn: QuantileColumns;
}

/** Quantiles of the upper bound, without failed turns. */
export interface QuantileColumns {
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
}

/**
 * The run as a whole, a target, a conversation or a step, or a place of load generators (with `target`: that target from there).
 * A target, conversation or place that is the only one has no row: it would repeat the row above it.
 */
export interface RowModel {
  readonly id: string;
  readonly kind: 'all' | 'target' | 'conversation' | 'step' | 'place';
  readonly label: string;
  /** Where it belongs, for the filter: empty for what is above. */
  readonly target: string;
  readonly conversation: string;
  readonly trends: readonly TrendModel[];
}

/** One metric of one row. Quantiles of the upper bound; `null`: among the failed turns, or no turn at all. */
export interface TrendModel {
  /** `first_output`, `turn`, `reply{position:1}`, … */
  readonly metric: string;
  readonly count: number;
  readonly failed: number;
  readonly mean: number | null;
  readonly max: number | null;
  readonly quantiles: Readonly<Record<'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p99_9', QuantileModel>>;
  /**
   * Percentile curve, 0 … 1, both bounds; only for `first_output` and `turn`, and for `send_lag` of the whole run. Missing
   * where the report left its histograms out, and beyond 40 rows.
   */
  readonly curve?: CurveModel;
}

export interface QuantileModel {
  readonly value: number | null;
  /** As in the tables: `≈1.2 s`, `>30 s`, `n/a`. */
  readonly text: string;
  /** Lower and upper bound, where they are more than 1 ms and more than 1 % apart; null: no upper bound. */
  readonly bounds?: readonly [number, number | null];
}

export interface CurveModel {
  /** Share of turns, failed ones included, up to the value in `upper` or `lower`: rises, begins at 0, ends below 1 where turns failed. */
  readonly share: readonly number[];
  readonly upper: readonly number[];
  readonly lower: readonly number[];
  /** Bars of the distribution of the upper bound: [from, to) in ms and count; widths grow with the value; empty ones are omitted. */
  readonly bars: readonly (readonly [from: number, to: number, count: number])[];
}

export interface FailureModel {
  readonly target: string;
  readonly class: string;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Their sum where there are several, then each cause, then what is left. */
  readonly lines: readonly {
    readonly count: number;
    /** The step, and what came instead. */
    readonly text: string;
    /** When, and whose the first was. */
    readonly when?: string;
    /** Undefined for a sum, and for what is left. */
    readonly cause?: CauseModel;
  }[];
}

/** The first error of a cause, by which it can be looked up. */
export interface CauseModel {
  readonly conversation: string;
  /** Undefined: it is the connection that failed. */
  readonly step?: string;
  /** What was expected and what came. */
  readonly example: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly sessionId: string;
  readonly traceId?: string;
}

export interface CheckModel {
  readonly target: string;
  readonly conversation: string;
  readonly step: string;
  readonly passed: number;
  readonly failed: number;
  /** What was expected and what came, the first time. */
  readonly failure?: string;
}

export interface GeneratorModel extends GeneratorTables {
  /** One line each: send lag, bounds, steal, calibration …, and whether it is good or bad. */
  readonly lines: readonly MetricModel[];
}
