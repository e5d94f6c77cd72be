import { END_RULES, type EndRule } from './end-rules.ts';
import { INTERRUPTED, INTERRUPTED_IN, type InterruptedIn } from './interruption.ts';
import {
  CENSORED_TRENDS,
  type CensoredTrendName,
  COUNTERS,
  type CounterName,
  TRENDS,
  type TrendName,
  TURN_OUTCOMES,
  type TurnOutcome,
  turnCounter,
} from './metrics.ts';
import { measuredParts, placeInParts, type RunPart, type RunShape } from './shape/run-shape.ts';

/**
 * The part of the run to which a series belongs. `conversation`, `step`: see `SeriesDetail`; `position`: 1 … 10 or `11+`; `place`: where the load
 * generator runs. A process has one place: it is not in its series, but is set when they are merged or reported.
 */
export interface Labels {
  readonly target: string;
  readonly conversation?: string;
  readonly step?: string;
  readonly position?: string;
  readonly reason?: string;
  /** `completed`: `first_output` of completed turns only; also contained in the series without this label. */
  readonly of?: 'completed';
  readonly place?: string;
}

/**
 * - trend: values with a lower and an upper bound in µs
 * - counter: increments
 * - censored: turns that ended without the trend's value, by `reason`
 */
export interface SeriesKey {
  readonly kind: 'trend' | 'counter' | 'censored';
  readonly metric: TrendName | CounterName;
  readonly labels: Labels;
}

/** Why a turn has no value of a trend. The last two are not failures. */
export type CensorReason = Exclude<TurnOutcome, 'completed'> | 'none-expected';
export const CENSOR_REASONS: readonly CensorReason[] = [
  'timed-out',
  'silent',
  'mismatched',
  'errored',
  'cut',
  'interrupted',
  'none-expected',
];
/** Why an inject or notify request has no value of `push`. */
export const PUSH_ENDS = ['timed-out', 'refused', 'unreachable', 'cut', 'interrupted', 'none-expected'] as const;
export type PushEnd = (typeof PUSH_ENDS)[number];

/** Why a step that is not a turn failed, as `reason` of `steps_failed`. */
export const STEP_FAILURES = ['variable', 'press', 'wait', 'push', 'offline', 'endless', 'stop-when', 'call'] as const;
export type StepFailure = (typeof STEP_FAILURES)[number];

/** Why a conversation that was due was not taken, as `reason` of `conversations_dropped`. */
export const DROP_REASONS = ['no-vu', 'feed-empty'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/**
 * Why a conversation started more than a second late, as `reason` of `starts_late`: all users were busy, the target sent
 * Retry-After, too many connections were opening at once, or the load thread could not keep up.
 */
export const LATE_REASONS = ['no-vu', 'retry-after', 'connect-limit', 'late-loop'] as const;
export type LateReason = (typeof LATE_REASONS)[number];

/** HTTP outcomes of a push, as `reason` of `push_responses`. */
export const PUSH_RESPONSES = ['2xx', '3xx', '4xx', '429', '5xx', 'unreachable'] as const;
export type PushResponseClass = (typeof PUSH_RESPONSES)[number];

/** Not failures: interrupted turns have a lower bound, and of the others no value was expected. */
export const UNRANKED_REASONS: ReadonlySet<string> = new Set<CensorReason>([INTERRUPTED, 'none-expected']);

/** Position of a reply within its turn, as `position` of `reply`. */
export const POSITIONS = [...Array.from({ length: 10 }, (_, index) => String(index + 1)), '11+'];

/** Indices into the table for the turns with one label of one conversation at one target. */
export interface StepSeries {
  readonly firstOutput: number;
  readonly firstOutputOfCompleted: number;
  readonly turn: number;
  readonly turnIntended: number;
  readonly censored: Readonly<Record<CensoredTrendName, Readonly<Record<CensorReason, number>>>>;
  readonly outcome: Readonly<Record<TurnOutcome, number>>;
  /** Number of the label, see `labelsInOrder`. */
  readonly label: number;
}

type ConversationTrend = Exclude<TrendName, CensoredTrendName | 'reply'>;
type PlainCounter = Exclude<CounterName, ReasonedCounter | `turns_${string}`>;
type ReasonedCounter = (typeof REASONED_COUNTERS)[number];

/** Trends of a conversation for which an interruption records a minimum (a censored value). */
export const CONVERSATION_CENSORED = ['conversation', 'conversation_busy', 'connect', 'ready', 'wait'] as const;
export type ConversationCensored = (typeof CONVERSATION_CENSORED)[number];

/** Indices into the table for one conversation at one target. */
export interface ConversationSeries {
  readonly trends: Readonly<Record<ConversationTrend, number>>;
  /** Series by position, 0 = first reply; the last entry counts all later ones. */
  readonly reply: readonly number[];
  readonly counters: Readonly<Record<PlainCounter, number>>;
  readonly connectsFailed: Readonly<Record<string, number>>;
  readonly disconnects: Readonly<Record<string, number>>;
  readonly endedBy: Readonly<Record<EndRule, number>>;
  readonly stepsFailed: Readonly<Record<StepFailure, number>>;
  readonly pushResponses: Readonly<Record<PushResponseClass, number>>;
  readonly dropped: Readonly<Record<DropReason, number>>;
  readonly interrupted: Readonly<Record<InterruptedIn, number>>;
  readonly startsLate: Readonly<Record<LateReason, number>>;
  /** What was interrupted. */
  readonly censored: Readonly<Record<ConversationCensored, number>>;
  /** Requests without a value of `push`, by reason. */
  readonly pushEnds: Readonly<Record<PushEnd, number>>;
  /** In the order of the labels of the conversation; in a load thread, of its steps. */
  readonly steps: readonly StepSeries[];
}

/** Those of a part of the run, whose turns can have several labels. */
type PartSeries = Omit<ConversationSeries, 'steps'> & { readonly steps: readonly Omit<StepSeries, 'label'>[] };

/** Trends and counters that are numbered separately, by step or reason. */
const BY_STEP: ReadonlySet<string> = new Set(CENSORED_TRENDS);
const REASONED_COUNTERS = [
  'connects_failed',
  'disconnects',
  'turns_ended_by',
  'steps_failed',
  'push_responses',
  'conversations_dropped',
  'conversations_interrupted',
  'starts_late',
] as const satisfies readonly CounterName[];
const BY_REASON: ReadonlySet<string> = new Set(REASONED_COUNTERS);

const CONVERSATION_TRENDS = Object.keys(TRENDS).filter(
  (name): name is ConversationTrend => !BY_STEP.has(name) && name !== 'reply',
);
const PLAIN_COUNTERS = Object.keys(COUNTERS).filter(
  (name): name is PlainCounter => !BY_REASON.has(name) && !name.startsWith('turns_'),
);

/** Counted by conversation however finely a run is measured, so that one that never completes can be named. */
const BY_CONVERSATION = ['conversations_started', 'conversations_completed', 'conversations_failed'] as const;

/** All series of a run, numbered. Tables of equal shapes are equal, so all threads use the same numbers. */
export class SeriesTable {
  /** Number → key. */
  readonly keys: readonly SeriesKey[];
  readonly shape: RunShape;
  /** By target, then by conversation, both in the order of the shape. */
  private readonly byTarget: readonly (readonly ConversationSeries[])[];

  constructor(shape: RunShape) {
    const numbering = new Numbering();
    this.shape = shape;
    this.keys = numbering.keys;
    this.byTarget = shape.targets.map((target) =>
      seriesOfConversations(
        shape,
        measuredParts(shape, target).map((part) => numberPart(numbering, part, shape.failureClasses)),
        (conversation) => countersOf(numbering, shape, { target, conversation }),
      ),
    );
  }

  /** Those of the part to which the conversation belongs. */
  conversation(targetIndex: number, conversationIndex: number): ConversationSeries {
    return this.byTarget[targetIndex]![conversationIndex]!;
  }
}

function seriesOfConversations(
  shape: RunShape,
  parts: readonly PartSeries[],
  ownCounters: (name: string) => Partial<ConversationSeries['counters']>,
): readonly ConversationSeries[] {
  let label = 0;
  return shape.conversations.map(({ name }, index) => {
    const place = placeInParts(shape, index);
    const series = parts[place.part]!;
    const counters = { ...series.counters, ...ownCounters(name) };
    return { ...series, counters, steps: place.steps.map((step) => ({ ...series.steps[step]!, label: label++ })) };
  });
}

/** The counters that a conversation does not share with its part. */
function countersOf(
  numbering: Numbering,
  { series }: RunShape,
  labels: Labels,
): Partial<ConversationSeries['counters']> {
  if (series !== 'none') return {};
  return numbering.record(BY_CONVERSATION, (name) => numbering.add('counter', name, labels));
}

class Numbering {
  readonly keys: SeriesKey[] = [];

  add(kind: SeriesKey['kind'], metric: SeriesKey['metric'], labels: Labels): number {
    return this.keys.push({ kind, metric, labels }) - 1;
  }

  /** One number per name; `make` adds the series of a name. */
  record<Name extends string>(names: readonly Name[], make: (name: Name) => number): Record<Name, number> {
    return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, number>;
  }
}

function numberPart(numbering: Numbering, { labels, steps }: RunPart, failureClasses: readonly string[]): PartSeries {
  const byReason = (metric: CounterName) => (reason: string) => numbering.add('counter', metric, { ...labels, reason });
  return {
    trends: numbering.record(CONVERSATION_TRENDS, (name) => numbering.add('trend', name, labels)),
    reply: POSITIONS.map((position) => numbering.add('trend', 'reply', { ...labels, position })),
    counters: numbering.record(PLAIN_COUNTERS, (name) => numbering.add('counter', name, labels)),
    connectsFailed: numbering.record(failureClasses, byReason('connects_failed')),
    disconnects: numbering.record(failureClasses, byReason('disconnects')),
    endedBy: numbering.record(END_RULES, byReason('turns_ended_by')),
    stepsFailed: numbering.record(STEP_FAILURES, byReason('steps_failed')),
    pushResponses: numbering.record(PUSH_RESPONSES, byReason('push_responses')),
    dropped: numbering.record(DROP_REASONS, byReason('conversations_dropped')),
    interrupted: numbering.record(INTERRUPTED_IN, byReason('conversations_interrupted')),
    startsLate: numbering.record(LATE_REASONS, byReason('starts_late')),
    censored: numbering.record(CONVERSATION_CENSORED, (name) =>
      numbering.add('censored', name, { ...labels, reason: INTERRUPTED }),
    ),
    pushEnds: numbering.record(PUSH_ENDS, (reason) => numbering.add('censored', 'push', { ...labels, reason })),
    steps: steps.map((step) => numberStep(numbering, step)),
  };
}

function numberStep(numbering: Numbering, labels: Labels): PartSeries['steps'][number] {
  const censored = (metric: CensoredTrendName) =>
    numbering.record(CENSOR_REASONS, (reason) => numbering.add('censored', metric, { ...labels, reason }));
  return {
    firstOutput: numbering.add('trend', 'first_output', labels),
    firstOutputOfCompleted: numbering.add('trend', 'first_output', { ...labels, of: 'completed' }),
    turn: numbering.add('trend', 'turn', labels),
    turnIntended: numbering.add('trend', 'turn_intended', labels),
    censored: Object.fromEntries(CENSORED_TRENDS.map((metric) => [metric, censored(metric)])) as StepSeries['censored'],
    outcome: numbering.record(TURN_OUTCOMES, (outcome) => numbering.add('counter', turnCounter(outcome), labels)),
  };
}
