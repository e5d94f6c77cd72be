import type { RandomStream } from '../../platform/random.ts';

/** The input of a bot: one utterance. */
export interface BotInput {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** One answer; it becomes one `output`, or the chunks of one stream. */
export interface BotReply {
  readonly text: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Sent as the whole payload of the output: the result of a transformer. */
  readonly transformed?: unknown;
}

export interface BotAnswer<State> {
  readonly state: State;
  readonly replies: readonly BotReply[];
  /** Extra processing time: `nlu` once, `translation` for the input and for each output. */
  readonly also?: 'nlu' | 'translation';
  /** Sent in chunks, regardless of the options. Default false. */
  readonly streams?: boolean;
  /** Whether a flow runs. Default true; without one there is no worker time, no typing and no final ping. */
  readonly flow?: boolean;
  /** Messages of a human agent after the end of the turn, each some time after the previous one. */
  readonly agent?: readonly BotReply[];
}

/** A bot is a function of the state of the conversation, the input, and chance. */
export interface Bot<State> {
  /** The initial state, also after `resetFlow`. */
  readonly start: State;
  answer(state: State, input: BotInput, chance: RandomStream): BotAnswer<State>;
}

export function say(text: string, data: BotReply['data'] = null): BotReply {
  return { text, data };
}
