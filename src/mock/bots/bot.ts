import type { RandomStream } from '../../platform/random.ts';

/** What a bot hears: one utterance. */
export interface BotInput {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** One answer; it becomes one `output`, or the chunks of one stream. */
export interface BotReply {
  readonly text: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Sent as the whole payload of the output: what a transformer has made of it. */
  readonly transformed?: unknown;
}

export interface BotAnswer<State> {
  readonly state: State;
  readonly replies: readonly BotReply[];
  /** What takes time on top of the worker's own: `nlu` once, `translation` for the input and for each output. */
  readonly also?: 'nlu' | 'translation';
  /** Chunk by chunk, whatever the options say. Default false. */
  readonly streams?: boolean;
  /** Whether a flow runs. Default true; where none does, no worker thinks, nobody types and no final ping comes. */
  readonly flow?: boolean;
  /** What a human agent says on their own account once the turn is over, each some time after the one before. */
  readonly agent?: readonly BotReply[];
}

/** A bot follows from where the conversation stands, what is said, and chance. */
export interface Bot<State> {
  /** Where a conversation begins, and where `resetFlow` leads back to. */
  readonly start: State;
  answer(state: State, input: BotInput, chance: RandomStream): BotAnswer<State>;
}

export function say(text: string, data: BotReply['data'] = null): BotReply {
  return { text, data };
}
