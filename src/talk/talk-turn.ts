/** What the user said in a turn of a conversation by hand. */
export type TalkUtterance =
  | { readonly kind: 'say'; readonly text: string; readonly data?: Readonly<Record<string, unknown>> | undefined }
  /** A quick reply or button: its title, and what pressing it says. */
  | { readonly kind: 'press'; readonly title: string; readonly payload: string }
  | { readonly kind: 'reset' };

export interface TalkReply {
  readonly text: string;
  /** What can be pressed, in the order shown. */
  readonly choices: readonly TalkChoice[];
}

export interface TalkChoice {
  readonly title: string;
  readonly payload: string;
}

/** A turn that has ended. */
export interface TalkTurn {
  readonly utterance: TalkUtterance;
  /** From the end of the previous turn, or from ready, to the utterance, ms; undefined: nobody typed. */
  readonly thinkMs: number | undefined;
  readonly replies: readonly TalkReply[];
  readonly outcome: string;
  readonly endedBy: string;
  readonly turnMs: number;
  /** Undefined without a reply. */
  readonly firstOutputMs: number | undefined;
}
