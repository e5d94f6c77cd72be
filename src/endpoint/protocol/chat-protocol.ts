import type { ConnectionEvent, SessionIdentity, UserInput } from '../endpoint-connection.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';

/**
 * Everything that is particular to one chat platform. Built once per load thread from a target's settings (`makeProtocol`);
 * it never sends, waits or reads a clock. All implementations pass `test/endpoint/protocol/protocol-contract.ts`.
 */
export interface ChatProtocol {
  readonly terms: PlatformTerms;
  readonly reading: ReplyReading;
  /** Its side of one connection. */
  openSession(identity: SessionIdentity): ProtocolSession;
  /** The HTTP request that sends `body` to a session from outside, where the platform takes such requests (`takesPushes`). */
  pushCall?(route: PushRoute, body: PushBody): PushTarget;
}

/** One connection, as its protocol sees it: what to send, and what the received events mean. */
export interface ProtocolSession {
  /** Query of the connect request, not yet URL-encoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Namespace of Socket.IO. Default `/`. */
  readonly namespace?: string;
  /** Payload of the packet that connects to the namespace (Socket.IO 4 only). Default: none. */
  readonly auth?: Readonly<Record<string, unknown>> | undefined;
  /** What is sent as soon as Socket.IO is connected. Default: nothing. */
  readonly greeting?: Greeting | undefined;
  /** The server asks who is there, and only then gets ready (event kind `introduced`). */
  readonly asksIdentity: boolean;
  /** Whether `decode` gets a list of all arguments of an event that has several. Default: the first. */
  readonly readsAllArguments?: boolean;
  /** The Socket.IO event that carries an input, as JSON: `[name, …arguments]`. Hot. */
  encodeInput(input: UserInput): string;
  /** The same for "the user begins or stops typing"; undefined where the platform does not show that. */
  encodeTyping(on: boolean): string | undefined;
  /** The arguments of the ack that the server asked for with event `name`. Hot. */
  ackArguments(name: string): readonly unknown[];
  /** One received event. Never throws, even for invalid data. Hot. */
  decode(name: string, payload: unknown, atUs: number, acked: boolean): Decoded;
  /** The ack of an input, if the server is to be asked for one. */
  readonly decodeInputAck?: ((payload: unknown, atUs: number) => Decoded) | undefined;
  /** Why the connection is not ready after `timeoutMs`; `missing`: what has not come. */
  describeMissing(missing: ProtocolSignal['kind'], timeoutMs: number): EndpointFailure;
  /** What to check when the server ends the connection before it is ready, without a reason. */
  readonly refusedHint: string;
}

/** The first event of a client. */
export interface Greeting {
  /** `[name, …arguments]`. */
  readonly json: string;
  /** The server is asked for an ack, which is its ready signal. */
  readonly asksAck: boolean;
}

/** What an event means, in order. */
export type Decoded = ConnectionEvent | ProtocolSignal | readonly (ConnectionEvent | ProtocolSignal)[];

/** What moves a connection towards ready, and means nothing to a conversation. */
export type ProtocolSignal =
  /** The server says that it takes inputs. */
  | { readonly kind: 'ready-signal' }
  /** The server has asked who is there; the ack was the answer. */
  | { readonly kind: 'introduced' };

/** What a platform bills and allows, and what it sends to a client. Plain data. */
export interface PlatformTerms {
  /** The event by which the server says that it takes inputs, for messages; undefined: a connection is ready at once. */
  readonly readySignal: string | undefined;
  /** Not every server sends the ready signal: where it is missing, ready may be assumed. */
  readonly mayLackReadySignal: boolean;
  /** An endpoint URL ends in a token, the only credential. */
  readonly tokenInUrl: boolean;
  /** The server says when a turn is over (`final-ping`); where it does not, rule `auto` ends turns by silence. */
  readonly signalsTurnEnd: boolean;
  /** An input can start the dialogue from its beginning. */
  readonly resetsFlow: boolean;
  /** It takes HTTP requests that send something to a session (inject, notify). */
  readonly takesPushes: boolean;
  /** A client can show that its user types. */
  readonly showsTyping: boolean;
  /** Outputs say who sent them. */
  readonly namesSources: boolean;
  /** Inputs carry the name of a channel. */
  readonly hasChannels: boolean;
  /** Inputs carry data, and further fields. */
  readonly carriesData: boolean;
  readonly carriesExtra: boolean;
  /** Outputs carry the id of the input that they answer, which identifies late outputs and duplicates. */
  readonly tracesInputs: boolean;
  /** Fields of an input that palaver fills itself: `extra` fields of a step cannot have these names. */
  readonly inputFields: readonly string[];
  /** Parameters of the connect query that palaver fills itself: extra ones cannot have these names. */
  readonly queryFields: readonly string[];
  /** Settings of its protocol that may differ from user to user: templates are allowed in their texts. */
  readonly templatedSettings: readonly string[];
  /** Settings whose templates the protocol renders itself, for each event. */
  readonly renderedSettings: readonly string[];
  /** Maximum length of generated user ids and of session ids, in characters. */
  readonly maxIdLength: number;
  /** Maximum length of a user id that a scenario gives, in characters. */
  readonly maxUserIdLength: number;
  /** What longer ids lead to, for messages: "longer ids …". */
  readonly longIds: string;
  /** Inputs of one session that are billed as one conversation; undefined: inputs are not billed. */
  readonly inputsPerBillable: number | undefined;
  /** Inputs per hour that its test mode covers; more may count as misuse. Undefined: no test mode. */
  readonly testInputsPerHour: number | undefined;
  /** Hosts that many customers share: names, or `*.` and a domain. */
  readonly sharedHosts: readonly string[];
  /** Connections that such a host accepts from one address within five minutes. */
  readonly sharedConnectionsPer5Minutes: number;
}

/** What a user of the platform sees of a reply. Never throws, even for invalid data. */
export interface ReplyReading {
  /** Every text that a user can read, the reply's own first, each once. */
  texts(reply: { readonly text: string; readonly data: unknown }): readonly string[];
  /** Everything that can be pressed, in the order shown. */
  choices(data: unknown): readonly ReplyChoice[];
}

/** Something a user may press; pressing it says its payload. */
export interface ReplyChoice {
  readonly title: string;
  readonly payload: string;
  readonly kind: 'quick-reply' | 'button';
}

/** `inject`: a user's input from outside, the bot answers. `notify`: an output from outside. */
export type PushRoute = 'inject' | 'notify';

export interface PushBody {
  readonly userId: string;
  readonly sessionId: string;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** A POST request with a JSON payload. */
export interface PushTarget {
  /** Absolute path, URL-encoded. */
  readonly path: string;
  readonly payload: string;
}
