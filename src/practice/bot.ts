/** What a bot hears: one utterance. */
export interface BotInput {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** One answer; it becomes one `output`, or the chunks of one stream. */
export interface BotReply {
  readonly text: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** A bot is a pure function of where the conversation stands and what is said. */
export interface Bot<State> {
  /** Where a conversation begins, and where `resetFlow` leads back to. */
  readonly start: State;
  answer(state: State, input: BotInput): { readonly state: State; readonly replies: readonly BotReply[] };
}
