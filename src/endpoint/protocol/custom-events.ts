/** The events of a bot. JSONPaths are evaluated on the payload of an event: its argument, or a list of several. */
export interface CustomEvents {
  /** Sent as soon as Socket.IO is connected. `ack`: its ack is the ready signal. */
  readonly hello?: (SentEvent & { readonly ack: boolean }) | undefined;
  /** The ready signal. Without it, and without an ack of `hello`, a connection is ready at once. */
  readonly ready?: EventMatch | undefined;
  readonly input: SentEvent;
  /** The ack of an input is an output. */
  readonly ack?: OutputReading | undefined;
  readonly outputs: readonly OutputEvent[];
  readonly errors: readonly ErrorEvent[];
  /** What ends a turn. An event may be an output, too. */
  readonly end: readonly EventMatch[];
}

/** An event that a client sends. */
export interface SentEvent {
  readonly event: string;
  /** Templates in their texts: `{{sessionId}}` and `{{userId}}`, and for inputs `{{text}}` and `{{data}}`. */
  readonly args: readonly unknown[];
}

/** An event of the server, whose payload has these values. */
export interface EventMatch {
  readonly event: string;
  /** JSONPath → value that it must find. */
  readonly where: Readonly<Record<string, unknown>>;
}

/** Where the parts of an output are, as JSONPaths. */
export interface OutputReading {
  /** Default: the payload if it is a text, else its field `text`. */
  readonly text?: string | undefined;
  /** Default: the payload, if it is not a text. */
  readonly data?: string | undefined;
  /** What can be pressed; evaluated on the data. */
  readonly choices?: ChoiceReading | undefined;
  /** JSONPath of an id. Outputs with the same id are chunks of one reply. */
  readonly id?: string | undefined;
  /** A true value says that no more chunks of the reply follow. */
  readonly done?: string | undefined;
}

export interface ChoiceReading {
  /** JSONPath of the choices, or of lists of choices. A text is both title and payload. */
  readonly items: string;
  /** In a choice; default its field `title`, `label` or `text`. */
  readonly title?: string | undefined;
  /** In a choice; default its field `payload` or `value`, else the title. */
  readonly payload?: string | undefined;
}

export interface OutputEvent extends EventMatch, OutputReading {}

export interface ErrorEvent extends EventMatch {
  /** Default: the payload if it is a text, else its field `message` or `error`. */
  readonly message?: string | undefined;
  readonly code?: string | undefined;
}
