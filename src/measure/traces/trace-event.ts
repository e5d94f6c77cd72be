/** A text of a conversation, in plain text and as outputs without `--keep-texts` show it. */
export interface TracedText {
  readonly clear: string;
  readonly masked: string;
}

/** Something that happened in a traced conversation. Plain data. */
export type TraceEvent = TraceHappening & {
  /** Since the conversation started, ms; of an instant with bounds, the upper bound. */
  readonly atMs: number;
};

export type TraceHappening =
  | TraceStarted
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly tookMs: number }
  /** `how`: at the signal of the server, or assumed. */
  | { readonly kind: 'ready'; readonly how: 'signal' | 'assumed' }
  | { readonly kind: 'disconnected' }
  /** The connection was lost, or never became ready. */
  | { readonly kind: 'lost'; readonly message: string }
  | TraceSaid
  | TraceOutput
  | { readonly kind: 'typing'; readonly on: boolean }
  | { readonly kind: 'final-ping' }
  | { readonly kind: 'error-reply'; readonly message: TracedText }
  | { readonly kind: 'unknown-event'; readonly name: string }
  /** A check of the turn that has just ended: expected and actual. */
  | { readonly kind: 'check'; readonly passed: boolean; readonly text: TracedText }
  | { readonly kind: 'captured'; readonly name: string; readonly value: TracedText }
  | TraceTurn
  /** The taken arm of a branch, or the decision of a repeat. */
  | { readonly kind: 'decided'; readonly step: 'branch' | 'repeat'; readonly text: TracedText }
  | { readonly kind: 'pausing'; readonly forMs: number }
  | { readonly kind: 'waiting'; readonly step: string; readonly check: TracedText; readonly timeoutMs: number }
  /** The output of a wait step, or of an inject or notify request, has arrived. */
  | { readonly kind: 'awaited'; readonly what: 'wait' | 'push'; readonly tookMs: number }
  | { readonly kind: 'push-sent'; readonly step: string; readonly text: TracedText }
  | { readonly kind: 'push-answered'; readonly result: string }
  | TraceCalled
  | { readonly kind: 'step-failed'; readonly step: string; readonly failure: TracedText }
  | TraceEnd;

/** The first event of a conversation. */
export interface TraceStarted {
  readonly kind: 'started';
  readonly conversation: string;
  readonly vu: number;
  readonly sessionId: string;
  /** The session is that of the previous conversation of its user. */
  readonly continues: boolean;
  /** Since the start of the run, ms. */
  readonly startedMs: number;
}

export interface TraceSaid {
  readonly kind: 'said';
  readonly step: string;
  readonly text: TracedText;
  readonly data: TracedText | undefined;
  /** The input starts the flow from its beginning. */
  readonly restart: boolean;
}

/** One output, or one part of a streamed one. */
export interface TraceOutput {
  readonly kind: 'output';
  /** `attributed`: of the open turn; `late`, `unsolicited`, … */
  readonly role: string;
  readonly text: TracedText;
  readonly data: TracedText | undefined;
  /** What a user can press, in the order shown. */
  readonly choices: readonly { readonly title: TracedText; readonly payload: string }[];
  readonly source: string | undefined;
  readonly traceId: string | undefined;
  /** Parts of a streamed output have the same. */
  readonly messageId: string | undefined;
  /** It continues a streamed output. */
  readonly continues: boolean;
  /** No part of it follows. */
  readonly finished: boolean;
}

export interface TraceTurn {
  readonly kind: 'turn-ended';
  readonly step: string;
  readonly outcome: string;
  /** The rule that ended it. */
  readonly endedBy: string;
  /** Sent → first reply, ms; undefined without a reply. */
  readonly firstOutputMs: number | undefined;
  /** Sent → ended, ms. */
  readonly turnMs: number;
  readonly failure: TracedText | undefined;
}

/** A function of the user, as a step or as the source of what is said. */
export interface TraceCalled {
  readonly kind: 'called';
  /** As written in the scenario. */
  readonly hook: string;
  /** `unfinished`: the conversation ended first. Why it failed is in the event `step-failed`. */
  readonly outcome: 'returned' | 'failed' | 'unfinished';
  readonly tookMs: number;
  /** The variables that a step returned. */
  readonly variables: readonly { readonly name: string; readonly value: TracedText }[];
}

/** The last event of a conversation. */
export interface TraceEnd {
  readonly kind: 'ended';
  readonly outcome: string;
  readonly why: TracedText;
  /** Number of events that were omitted, because there were too many. */
  readonly omitted: number;
}

/** An event, with the conversation it belongs to. */
export interface TraceEntry {
  readonly target: string;
  /** Number of the conversation in the plan. */
  readonly number: number;
  readonly event: TraceEvent;
}

/** Receives the events of the traced conversations of a load thread, one by one. */
export interface TraceSink {
  /** Number of conversations of each target that are traced: the first ones, by number. */
  readonly conversations: number;
  take(entry: TraceEntry): void;
}
