/** One conversation, for the waterfall. */
export interface ConversationModel {
  readonly kept: readonly ('slowest' | 'random')[];
  readonly target: string;
  /** Where the load generator runs, if the run has several places. */
  readonly place?: string;
  readonly name: string;
  readonly number: number;
  readonly sessionId: string;
  readonly outcome: string;
  readonly turns: readonly ConversationTurn[];
}

/** The trace of one conversation. */
export interface TraceModel {
  readonly target: string;
  readonly name: string;
  readonly number: number;
  readonly sessionId: string;
  /** Undefined: it has not ended. */
  readonly outcome?: string;
  readonly lines: readonly TraceLineModel[];
  /** Number of lines that are not shown. */
  readonly omitted: number;
  readonly isHashed: boolean;
}

export interface TraceLineModel {
  /** The instant, as text: seconds since the start of the conversation. */
  readonly at: string;
  /** Undefined: something that happened. */
  readonly who?: 'user' | 'bot';
  readonly text: string;
  readonly mood?: 'good' | 'bad';
}

/** What a user or a bot said: as it was, as the scenario writes it, or by length and hash where a report keeps no texts. */
export type SaidModel = { readonly text: string } | { readonly template: string } | { readonly hash: string };

/** Instants are since the start of the run. */
export interface ConversationTurn {
  readonly step: string;
  readonly outcome: string;
  readonly endedBy: string;
  readonly intendedMs: number;
  readonly sentMs: number;
  readonly endedMs: number;
  /** Undefined in older reports. */
  readonly utterance?: SaidModel;
  readonly replies: readonly ({ readonly arrivedMs: number } & SaidModel)[];
  readonly traceId?: string;
  /** What was expected and what came, of a turn that failed. */
  readonly failure?: string;
}
