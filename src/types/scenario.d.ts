// Made of the JSON Schema by `npm run schema`; do not edit.

import type { CheckHook, SayHook, SetupHook, StepHook, TeardownHook } from './hooks.js';

/** A text with a variable, where a number or a word is expected: `"${USERS}"`. */
export type Variable = `${string}\${${string}}${string}`;

/** A scenario: conversations and their load. Its keys are those of a scenario file. */
export type ScenarioDefinition = {
  /** Path or URL of the JSON Schema, for editors. */
  readonly $schema?: string | undefined;
  /** Name of the scenario in reports. Default: the name of the file. */
  readonly name?: string | undefined;
  /** Endpoints by name. */
  readonly targets?: { readonly [name: string]: string | {
    /** The endpoint URL, its token as the last segment. */
    readonly url: string;
    /** Protocol of the bot: cognigy (Cognigy.AI), rasa (the Socket.IO channel of Rasa), or custom (any Socket.IO events, described in events). Default: cognigy. */
    readonly protocol?: "cognigy" | "rasa" | "custom" | Variable | undefined;
    /** The URL token, if url is only the base; with protocols other than cognigy, sent as token in auth. */
    readonly token?: string | undefined;
    /** Mark inputs as test inputs (not billed). */
    readonly testMode?: boolean | Variable | undefined;
    /** Channel of inputs in analytics. Templates are allowed. Default: palaver. */
    readonly channel?: string | undefined;
    /** Extra headers of the upgrade request. Templates are allowed in their values. */
    readonly headers?: { readonly [name: string]: string } | undefined;
    /** Extra query parameters of the upgrade request. Templates are allowed in their values. */
    readonly query?: { readonly [name: string]: string } | undefined;
    /** Major version of the Socket.IO client. Default: auto. */
    readonly socketio?: "auto" | 4 | 2 | Variable | undefined;
    /** When a conversation may start: as observed in the target check (auto), at the ready signal of the server (wait), 200 ms after connecting (assume), or after this time. Default: auto. */
    readonly ready?: string | undefined;
    /** Where session and user ids are sent: in the URL query (query) or in a message after connecting (inner). Default: query. */
    readonly handshake?: "query" | "inner" | Variable | undefined;
    /** Namespace of Socket.IO (not for cognigy). Default: /. */
    readonly namespace?: string | undefined;
    /** Path of Engine.IO on the server, in place of the path of url and /socket.io (not for cognigy). Default: /socket.io. */
    readonly path?: string | undefined;
    /** Payload of the Socket.IO connect packet (auth of Socket.IO 4; not for cognigy). Templates are allowed in its values. */
    readonly auth?: { readonly [name: string]: unknown } | undefined;
    /** Protocol rasa: event of an input (user_message_evt). Default: user_uttered. */
    readonly userEvent?: string | undefined;
    /** Protocol rasa: event of a message of the bot (bot_message_evt). Default: bot_uttered. */
    readonly botEvent?: string | undefined;
    /** Protocol rasa: field of an input for its data (metadata_key). Default: metadata. */
    readonly metadataKey?: string | undefined;
    readonly events?: Events | undefined;
    /** Let the server ask for an ack of each output, as Cognigy's clients do. Default: true. */
    readonly emitWithAck?: boolean | Variable | undefined;
    /** Client IP address sent with inputs (passthroughIP). Templates are allowed. */
    readonly passthroughIp?: string | undefined;
    /** Maximum rate of inject and notify requests. */
    readonly pushRate?: string | undefined;
    /** Mock endpoint settings for this target, in place of the scenario's (--mock). */
    readonly mock?: Mock | undefined;
  } } | undefined;
  /** Default turn settings. */
  readonly defaults?: {
    /** Think time before a step, from the end of the previous turn: 2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5, exponential 3s, reading, typing 40wpm. */
    readonly think?: ThinkTime | undefined;
    /** Send typing indicator events while the user thinks. Default: false. */
    readonly typing?: boolean | Variable | undefined;
    /** A turn that takes longer has timed out. */
    readonly timeout?: PositiveDuration | undefined;
    readonly completion?: Completion | undefined;
    /** After a failed step: end the conversation (stop) or continue. Default: stop. */
    readonly onFailure?: "stop" | "continue" | Variable | undefined;
    /** A reply that contains one of these marks its turn as errored: substrings, or patterns such as /sorry/i. */
    readonly errorTexts?: ErrorTexts | undefined;
  } | undefined;
  /** User ids and sessions of virtual users. */
  readonly identity?: Identity | undefined;
  /** Adds the id of the session to each utterance: a bot that echoes it proves that no session receives the reply of another. */
  readonly marker?: "text" | "data" | Variable | undefined;
  /** Load model and its settings. Load options on the command line replace it completely. */
  readonly load?: Load | undefined;
  /** Limits the run must meet to pass. */
  readonly thresholds?: readonly (string | Threshold)[] | undefined;
  /** Mock endpoint settings for this scenario (--mock). */
  readonly mock?: Mock | undefined;
  /** Other loads, thresholds and mock settings for the same conversations, chosen with --profile. */
  readonly profiles?: { readonly [name: string]: {
    /** Load model and its settings. Load options on the command line replace it completely. */
    readonly load?: Load | undefined;
    /** Limits the run must meet to pass. */
    readonly thresholds?: readonly (string | Threshold)[] | undefined;
    /** Mock endpoint settings for this scenario (--mock). */
    readonly mock?: Mock | undefined;
  } } | undefined;
  /** A function that runs once before the load and returns variables for all conversations: ./hooks.ts#createUsers. */
  readonly setup?: string | SetupHook | {
    readonly call: string | SetupHook;
    /** Maximum duration of the function. */
    readonly timeout?: PositiveDuration | undefined;
  } | undefined;
  /** A function that runs once at the end of the run, also after a failure; it gets the variables that setup returned. */
  readonly teardown?: string | TeardownHook | {
    readonly call: string | TeardownHook;
    /** Maximum duration of the function. */
    readonly timeout?: PositiveDuration | undefined;
  } | undefined;
  /** Conversations that virtual users run. */
  readonly conversations: readonly ({
    /** Label in reports. Default: conversation 1, 2, … */
    readonly name?: string | undefined;
    /** Relative frequency (weight). Default: 1. */
    readonly weight?: number | Variable | undefined;
    /** Start of the conversation under a load with recorded arrivals, as time since the start of the load. Other loads ignore it. */
    readonly start?: Duration | undefined;
    /** Data for the conversation: {{column}} in its texts is replaced by the value in its row. */
    readonly feed?: string | {
      /** CSV with a header line, JSON (an array of objects) or JSONL (one object per line), relative to this file. */
      readonly file: string;
      /** Which row a conversation uses. sequential: the rows in order; unique: in order, each row once; shuffled: each row once per pass, in a new random order; random: any row each time. Default: sequential. */
      readonly order?: "sequential" | "random" | "shuffled" | "unique" | Variable | undefined;
      /** After the last row: start again (recycle) or end the run (stop). Default: recycle; stop for unique. */
      readonly whenEmpty?: "recycle" | "stop" | Variable | undefined;
      /** CSV delimiter. Default: ,. */
      readonly delimiter?: string | undefined;
    } | undefined;
    /** Overrides the identity of the scenario key by key. */
    readonly identity?: Identity | undefined;
    readonly steps: Steps;
    readonly stopWhen?: EndConditions | undefined;
    /** Think time before a step, from the end of the previous turn: 2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5, exponential 3s, reading, typing 40wpm. */
    readonly think?: ThinkTime | undefined;
    /** Send typing indicator events while the user thinks. Default: false. */
    readonly typing?: boolean | Variable | undefined;
    /** A turn that takes longer has timed out. */
    readonly timeout?: PositiveDuration | undefined;
    readonly completion?: Completion | undefined;
    /** After a failed step: end the conversation (stop) or continue. Default: stop. */
    readonly onFailure?: "stop" | "continue" | Variable | undefined;
    /** A reply that contains one of these marks its turn as errored: substrings, or patterns such as /sorry/i. */
    readonly errorTexts?: ErrorTexts | undefined;
  })[];
  /** Named lists of steps, for `use` in conversations and in other lists. */
  readonly stepLists?: { readonly [name: string]: Steps } | undefined;
  /** Checks that end any conversation; those of a conversation apply as well. */
  readonly stopWhen?: EndConditions | undefined;
  /** Limits on what a run uses; when one is reached, no further conversation starts. */
  readonly budget?: {
    /** Maximum number of inputs in total. */
    readonly inputs?: number | Variable | undefined;
    /** Billable conversations: one per 50 inputs of a session, rounded up. */
    readonly conversations?: number | Variable | undefined;
    /** Price of a billable conversation, in any currency. */
    readonly costPerConversation?: number | Variable | undefined;
    /** Maximum cost of the run, in the same currency; needs costPerConversation. */
    readonly cost?: number | Variable | undefined;
  } | undefined;
  /** What is measured separately, for scenarios with many steps: each step (steps), only conversations (conversations), or only targets (none). Default: steps. */
  readonly series?: "steps" | "conversations" | "none" | Variable | undefined;
  /** Columns of feeds and captures that contain secrets: their values are hidden in all outputs, also with --keep-texts. */
  readonly secrets?: readonly string[] | undefined;
  /** Shared hosts: a plan with more than 1,000 connections within 5 minutes to one of them needs --yes or a budget. Default: the shared hosts of Cognigy. */
  readonly sharedHosts?: readonly string[] | undefined;
};

/** Events of the bot (protocol custom). */
export type Events = {
  /** Event that is sent once Socket.IO is connected. */
  readonly hello?: string | {
    /** Name of the event. */
    readonly event: string;
    /** Payload of the event, its only argument. Templates are allowed in texts. */
    readonly payload?: unknown;
    /** Arguments of the event, if there are several. */
    readonly args?: readonly unknown[] | undefined;
    /** The connection is ready when the server acks this event. Default: false. */
    readonly ack?: boolean | Variable | undefined;
  } | undefined;
  /** Event of the server that signals that the connection is ready. Default: ready at once. */
  readonly ready?: string | {
    /** Name of the event. */
    readonly event: string;
    /** Match only events whose payload has these values (JSONPath: value). */
    readonly where?: { readonly [name: string]: unknown } | undefined;
  } | undefined;
  /** Event that sends an input. Default payload: the text of the input. */
  readonly input: string | {
    /** Name of the event. */
    readonly event: string;
    /** Payload of the event, its only argument. Templates are allowed in texts. */
    readonly payload?: unknown;
    /** Arguments of the event, if there are several. */
    readonly args?: readonly unknown[] | undefined;
  };
  /** Read the ack of an input as an output. Without outputs and end, it ends the turn. */
  readonly ack?: true | Variable | {
    /** JSONPath of the text. Default: the payload if it is a string, else its field text. */
    readonly text?: string | undefined;
    /** JSONPath of the data. Default: the payload, if it is not a string. */
    readonly data?: string | undefined;
    /** Quick replies or buttons that can be pressed: a JSONPath in the data, or { items, title, payload }. */
    readonly choices?: string | Choices | undefined;
    /** JSONPath of an id. Outputs with the same id are chunks of one reply. */
    readonly id?: string | undefined;
    /** JSONPath of a value that is true in the last chunk of a reply. */
    readonly done?: string | undefined;
  } | undefined;
  /** Events of the bot that are outputs. */
  readonly outputs?: string | Outputs | readonly (string | Outputs)[] | undefined;
  /** Events that report that an input failed. */
  readonly errors?: string | Errors | readonly (string | Errors)[] | undefined;
  /** Events that end a turn. Default: silence, see completion. */
  readonly end?: string | {
    /** Name of the event. */
    readonly event: string;
    /** Match only events whose payload has these values (JSONPath: value). */
    readonly where?: { readonly [name: string]: unknown } | undefined;
  } | readonly (string | {
    /** Name of the event. */
    readonly event: string;
    /** Match only events whose payload has these values (JSONPath: value). */
    readonly where?: { readonly [name: string]: unknown } | undefined;
  })[] | undefined;
};

export type ThinkTime = string;

export type PositiveDuration = Duration | Variable;

export type Duration = string;

/** When a turn ends; the timeout ends it in any case. */
export type Completion = "auto" | "final-ping" | "first-output" | Variable | {
  /** The turn ends with this many replies. */
  readonly replies: number | Variable;
} | {
  /** The turn ends after this time without an output. */
  readonly quiet: PositiveDuration;
} | {
  /** The turn ends with the reply that matches. */
  readonly match: TextMatcher | ReplyCheck;
};

/** All given checks must pass. A plain string is short for contains. */
export type TextMatcher = string | TextMatcherParts;

export type TextMatcherParts = {
  /** Contains this string (case-sensitive). */
  readonly contains?: string | undefined;
  /** Equals this string exactly. */
  readonly equals?: string | undefined;
  /** Matches this RE2 pattern; flags i, m, s. */
  readonly matches?: string | undefined;
  /** Contains this text as a user reads it: case, HTML markup and the amount of white space are ignored, and * matches any characters (\* for a star). */
  readonly like?: string | undefined;
  /** Ignore the case of letters in contains, equals and matches. Default: false. */
  readonly ignoreCase?: boolean | Variable | undefined;
  /** Apply contains, equals and matches to the text as a user reads it: without HTML markup, each run of white space as one space. Default: false. */
  readonly normalize?: boolean | Variable | undefined;
  /** At least one of these must match. */
  readonly anyOf?: readonly TextMatcher[] | undefined;
  /** Each of these must match. */
  readonly allOf?: readonly TextMatcher[] | undefined;
  readonly not?: TextMatcher | undefined;
};

/** Check of the text of any reply; { all: … }: of every reply, { last: … }: of the last reply, { inOrder: [ … ] }: of several replies, one check for each. */
export type TextCheck = TextMatcher | {
  /** Every reply must match. */
  readonly all: TextMatcher;
} | {
  /** The last reply must match. */
  readonly last: TextMatcher;
} | {
  /** The checks must match different replies, in this order; other replies may come between them. */
  readonly inOrder: readonly TextMatcher[];
  /** No reply may match this. */
  readonly not?: TextMatcher | undefined;
};

/** JSONPath (RFC 9535) over { text, data, source } of a reply, which must find a value; or map each path to its expected value, { exists: false } or a text check. */
export type PathChecks = string | { readonly [name: string]: string | number | boolean | null | readonly unknown[] | {
  /** Whether the path must find a value (true) or must not (false). */
  readonly exists: boolean | Variable;
} | {
  /** The path must find exactly this value. */
  readonly equals: unknown;
} | TextMatcher };

/** Titles of quick replies or buttons, or { like: … } each; all of them must be offered. */
export type OfferedTitles = string | {
  /** The title or payload of the choice is like this text, compared as in a text check. */
  readonly like: string;
} | readonly (string | {
  /** The title or payload of the choice is like this text, compared as in a text check. */
  readonly like: string;
})[];

/** All given checks must pass. */
export type ReplyCheck = {
  readonly text?: TextCheck | undefined;
  readonly jsonpath?: PathChecks | undefined;
  readonly quickReplies?: OfferedTitles | undefined;
  /** Sender of the reply: bot, agent, … */
  readonly source?: string | undefined;
};

export type ErrorTexts = readonly string[];

export type Load = {
  /** Closed model: virtual users, each with one conversation after another. */
  readonly closed?: {
    /** Constant number of virtual users. Default: 1. */
    readonly vus?: number | Variable | undefined;
    /** Duration of the load. */
    readonly duration?: Duration | undefined;
    /** Number of virtual users over time, stage by stage. */
    readonly stages?: readonly ({
      /** Duration of the stage. */
      readonly duration: Duration;
      /** Level at the end of the stage. */
      readonly vus: number | Variable;
    } | { readonly [name: string]: number | Variable })[] | undefined;
    /** Levels in equal steps, each held for a time: for instance from 10 to 100 users in steps of 10. */
    readonly stairs?: {
      /** The first level. */
      readonly from: number | Variable;
      /** The last level; may be below the first. */
      readonly to: number | Variable;
      /** Difference between two levels. */
      readonly step: number | Variable;
      /** Hold time of each level. */
      readonly each: PositiveDuration;
      /** Ramp time between levels. Default: a jump. */
      readonly ramp?: Duration | undefined;
    } | undefined;
    /** Maximum number of conversations in total; with a duration or stages, whichever ends first. */
    readonly conversations?: number | Variable | undefined;
    /** Number of conversations per virtual user, instead of a total; with a duration or stages, whichever ends first. */
    readonly conversationsPerVu?: number | Variable | undefined;
    /** Spread users that would start at once over this time. Default: the pace, else think time + 2 s. */
    readonly startSpread?: Duration | undefined;
    /** Each user is due to start a conversation at this interval; if the previous one is still running, the next one starts late. A slow endpoint then raises turn_intended but does not reduce the load. */
    readonly pace?: PositiveDuration | undefined;
    /** Maximum time for running conversations to finish after the planned end. Default: the longest timeout + 5 s. */
    readonly gracefulStop?: Duration | undefined;
  } | undefined;
  /** Open model: conversations start at this rate, independent of response times. */
  readonly open?: {
    /** Constant arrival rate of conversations. */
    readonly rate?: string | undefined;
    /** Duration of the load. */
    readonly duration?: Duration | undefined;
    /** Arrival rate of conversations over time, stage by stage. */
    readonly stages?: readonly ({
      /** Duration of the stage. */
      readonly duration: Duration;
      /** Level at the end of the stage. */
      readonly rate: string;
    } | { readonly [name: string]: string })[] | undefined;
    /** Levels in equal steps, each held for a time: for instance from 1/s to 10/s in steps of 1/s. */
    readonly stairs?: {
      /** The first level. */
      readonly from: string;
      /** The last level; may be below the first. */
      readonly to: string;
      /** Difference between two levels. */
      readonly step: string;
      /** Hold time of each level. */
      readonly each: PositiveDuration;
      /** Ramp time between levels. Default: a jump. */
      readonly ramp?: Duration | undefined;
    } | undefined;
    /** A CSV file, relative to this one, with the columns time (30s, or seconds from the start) and rate (10/s, or a number per second); linear interpolation between its points. */
    readonly replay?: string | undefined;
    /** Maximum number of conversations in total; with a duration or stages, whichever ends first. */
    readonly conversations?: number | Variable | undefined;
    /** uniform (evenly spaced), poisson (Poisson process), or recorded (each conversation once, at its start), which needs no rate and no duration. Default: uniform. */
    readonly arrivals?: "uniform" | "poisson" | "recorded" | Variable | undefined;
    /** With recorded arrivals: replay the starts this many times as fast. Think times stay as they are. Default: 1. */
    readonly speed?: number | Variable | undefined;
    /** Maximum number of concurrent virtual users. Default: the highest rate × (think time + 5 s per turn), from 100 to 10,000. */
    readonly maxVus?: number | Variable | undefined;
    /** What to do with a conversation that arrives while all users are busy. Default: drop. */
    readonly whenFull?: "drop" | "wait" | Variable | undefined;
    /** Maximum time for running conversations to finish after the planned end. Default: the longest timeout + 5 s. */
    readonly gracefulStop?: Duration | undefined;
  } | undefined;
  /** Maximum time for running conversations to finish after the planned end. Default: the longest timeout + 5 s. */
  readonly gracefulStop?: Duration | undefined;
  /** Warm-up: executed, but not measured. */
  readonly warmUp?: Duration | undefined;
  /** all, or steady: only the steady state is measured; ramps are excluded. Default: all. */
  readonly measure?: "all" | "steady" | Variable | undefined;
};

export type Mock = {
  /** Bot to serve: booking (a restaurant table), echo, faq (a library), stream (long answers in chunks), handover (to an agent), transformer (outputs of any shape) or translate (the booking bot in another language). Default: booking. */
  readonly bot?: "booking" | "echo" | "faq" | "stream" | "handover" | "transformer" | "translate" | Variable | undefined;
  /** Processing time of an input before its first output. Default: lognormal 400ms 0.4. */
  readonly delay?: string | undefined;
  /** Number of inputs processed at once; others are queued, in order within a session. Default: 8. */
  readonly workers?: number | Variable | undefined;
  /** Maximum queueing time of an input; after it the input is dropped without an answer. Default: 120s. */
  readonly queueTtl?: string | undefined;
  /** Number of outputs per input, in place of what the bot would send. */
  readonly outputs?: number | Variable | undefined;
  /** Time between two outputs of an input. Default: 100ms. */
  readonly gap?: string | undefined;
  /** Send typingStatus on and off around each turn. Default: true. */
  readonly typing?: boolean | Variable | undefined;
  /** How the final ping is sent: own-event (as Cognigy.AI 4), in-output (as Cognigy.AI 3), none, before-last-output or duplicated. Default: own-event. */
  readonly finalPing?: "own-event" | "in-output" | "none" | "before-last-output" | "duplicated" | Variable | undefined;
  /** Type of the final ping: regular, cognigyStopFlow (the flow stopped) or error. Default: regular. */
  readonly finalPingType?: "regular" | "cognigyStopFlow" | "error" | Variable | undefined;
  /** Time from the connection to endpoint-ready; never: do not send it, as before Cognigy.AI 4.79. Default: 20ms. */
  readonly ready?: string | "never" | undefined;
  /** Accept or drop inputs sent before endpoint-ready. Default: accept. */
  readonly earlyInput?: "accept" | "drop" | Variable | undefined;
  /** Send texts in chunks, sentence by sentence. Default: false. */
  readonly stream?: boolean | Variable | undefined;
  /** Time between two chunks. Default: 40ms. */
  readonly chunkGap?: string | undefined;
  /** Extra time to understand a question (bot faq; no delay for inputs that begin with cIntent:). Default: 0s. */
  readonly nluDelay?: string | undefined;
  /** Time to translate an input, and each of its outputs (bot translate). Default: 120ms. */
  readonly translationDelay?: string | undefined;
  /** Time the human agent takes for each message (bot handover). Default: lognormal 800ms 0.4. */
  readonly agentDelay?: string | undefined;
  /** Probability that the transformer drops the outputs of an input (bot transformer). Default: 0.1. */
  readonly transformerDrops?: number | Variable | undefined;
  /** Location of quick replies in the data: _cognigy._default, _cognigy._webchat (webchat) or _data._cognigy (data). Default: default. */
  readonly nesting?: "default" | "webchat" | "data" | Variable | undefined;
  /** Idle time after which a session leaves the cache; its next input takes coldDelay longer. */
  readonly coldAfter?: string | undefined;
  /** Extra time of the first input after coldAfter. Default: 500ms. */
  readonly coldDelay?: string | undefined;
  /** Idle time after which a session ends; its next input starts a new one. */
  readonly sessionLife?: string | undefined;
  /** Time after the first input at which the server freezes once: it holds back replies and messages for freezeFor, then sends all of them. */
  readonly freezeAt?: string | undefined;
  /** Duration of the freeze. Default: 2s. */
  readonly freezeFor?: string | undefined;
  /** Send the data of outputs as JSON text, as some versions do. Default: false. */
  readonly dataAsText?: boolean | Variable | undefined;
  /** With each input, also send unexpected events and an output of an unexpected shape. Default: false. */
  readonly oddities?: boolean | Variable | undefined;
  /** Interval between unsolicited outputs on a ready connection. */
  readonly unsolicited?: string | undefined;
  /** Keep undelivered outputs for the next connection of their session, and ask clients for acks. Default: false. */
  readonly buffering?: boolean | Variable | undefined;
  /** Time without a connection after which a session counts as abandoned by its user. Default: 3s. */
  readonly disconnectGrace?: string | undefined;
  /** URL token to accept; without it, any. */
  readonly token?: string | undefined;
  /** Send nothing, an exception or an output of type error before a connection with a wrong token is closed. Default: disconnect. */
  readonly wrongToken?: "disconnect" | "exception" | "error-output" | Variable | undefined;
  /** Path prefix of everything the endpoint serves. Default: . */
  readonly subPath?: string | undefined;
  /** Heartbeat interval. Default: 25s. */
  readonly pingInterval?: string | undefined;
  /** Heartbeat timeout. Default: 20s. */
  readonly pingTimeout?: string | undefined;
  /** Maximum size of a frame from a client, in bytes. Default: 1000000. */
  readonly maxPayload?: number | Variable | undefined;
  /** Random seed. Default: 1. */
  readonly seed?: number | string | undefined;
  /** Injected faults, each with its probability. */
  readonly faults?: Faults | undefined;
};

/** Steps, run in order. */
export type Steps = readonly Step[];

/** A step; a plain string is an utterance. */
export type Step = string | {
  /** A string, or { text, data, oneOf }, or { call }. */
  readonly say: string | {
    /** What the virtual user says; may be empty if data is set. */
    readonly text?: string | undefined;
    /** One of these strings, chosen at random. */
    readonly oneOf?: readonly string[] | undefined;
    /** Sent as the data of the input. */
    readonly data?: { readonly [name: string]: unknown } | undefined;
    /** A function that returns the text, or { text, data }; called at the start of the think time. */
    readonly call?: string | SayHook | undefined;
  };
  /** Sent as the data of the input. */
  readonly data?: { readonly [name: string]: unknown } | undefined;
  /** Restart the flow with this input. Default: false. */
  readonly resetFlow?: boolean | Variable | undefined;
  /** Further fields of the input event, sent unchanged. */
  readonly extra?: { readonly [name: string]: unknown } | undefined;
  /** Label of the step in reports; steps with the same label are measured together. Default: its text, truncated to 32 characters. */
  readonly as?: string | undefined;
  readonly expect?: Expectation | undefined;
  readonly capture?: Captures | undefined;
  /** Think time before a step, from the end of the previous turn: 2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5, exponential 3s, reading, typing 40wpm. */
  readonly think?: ThinkTime | undefined;
  /** Send typing indicator events while the user thinks. Default: false. */
  readonly typing?: boolean | Variable | undefined;
  /** A turn that takes longer has timed out. */
  readonly timeout?: PositiveDuration | undefined;
  readonly completion?: Completion | undefined;
  /** After a failed step: end the conversation (stop) or continue. Default: stop. */
  readonly onFailure?: "stop" | "continue" | Variable | undefined;
  /** A reply that contains one of these marks its turn as errored: substrings, or patterns such as /sorry/i. */
  readonly errorTexts?: ErrorTexts | undefined;
} | {
  /** Sends the payload of a quick reply or button of the last replies: its title, or its number from 1. */
  readonly press: string | number | {
    /** Title of the button; templates allowed. */
    readonly title?: string | undefined;
    /** 1-based position among the offered buttons. */
    readonly number?: number | Variable | undefined;
  };
  /** Label of the step in reports; steps with the same label are measured together. Default: its text, truncated to 32 characters. */
  readonly as?: string | undefined;
  readonly expect?: Expectation | undefined;
  readonly capture?: Captures | undefined;
  /** Think time before a step, from the end of the previous turn: 2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5, exponential 3s, reading, typing 40wpm. */
  readonly think?: ThinkTime | undefined;
  /** Send typing indicator events while the user thinks. Default: false. */
  readonly typing?: boolean | Variable | undefined;
  /** A turn that takes longer has timed out. */
  readonly timeout?: PositiveDuration | undefined;
  readonly completion?: Completion | undefined;
  /** After a failed step: end the conversation (stop) or continue. Default: stop. */
  readonly onFailure?: "stop" | "continue" | Variable | undefined;
  /** A reply that contains one of these marks its turn as errored: substrings, or patterns such as /sorry/i. */
  readonly errorTexts?: ErrorTexts | undefined;
} | {
  /** Waits for an unsolicited output (one that answers no input); outputs since the end of the last turn are included. any: any output. */
  readonly wait: "any" | Variable | {
    readonly text?: TextCheck | undefined;
    readonly jsonpath?: PathChecks | undefined;
    readonly quickReplies?: OfferedTitles | undefined;
    /** Sender of the reply: bot, agent, … */
    readonly source?: string | undefined;
    /** Label in reports. Default: wait. */
    readonly as?: string | undefined;
    /** Maximum time to wait. */
    readonly timeout?: PositiveDuration | undefined;
    /** After a failed step: end the conversation (stop) or continue. Default: stop. */
    readonly onFailure?: "stop" | "continue" | Variable | undefined;
  };
} | {
  /** POST to /inject for this session: an input that the user did not type; the flow runs. */
  readonly inject: string | Inject;
} | {
  /** POST to /notify for this session: an output without the flow. */
  readonly notify: string | Inject;
} | {
  /** Calls a function of a TypeScript or JavaScript file, which returns variables: ./hooks.ts#login. */
  readonly call: string | StepHook;
  /** Label of the step in reports. Default: the function, truncated to 32 characters. */
  readonly as?: string | undefined;
  /** A function that takes longer fails the step. */
  readonly timeout?: PositiveDuration | undefined;
  /** After a failed step: end the conversation (stop) or continue. Default: stop. */
  readonly onFailure?: "stop" | "continue" | Variable | undefined;
} | {
  /** Waits for this time: 2s, 2s..5s, lognormal 3s 0.5, … */
  readonly pause: WaitingTime;
} | {
  /** Repeats its steps a number of times, or while a check passes for the last replies. */
  readonly repeat: {
    /** Number of rounds. */
    readonly times: number | Variable;
    readonly steps: Steps;
  } | {
    /** Check of the last replies before each round; the loop ends when it does not pass. */
    readonly while: ReplyCheck;
    /** Maximum number of rounds. Default: 100. */
    readonly atMost?: number | Variable | undefined;
    readonly steps: Steps;
  };
} | {
  /** Continues with the steps of the first branch whose check passes for the last replies. */
  readonly branch: readonly ({
    /** This branch is taken if its check passes for the last replies. */
    readonly when: ReplyCheck;
    readonly steps: Steps;
  } | {
    /** Steps if no check passes; must be last. */
    readonly otherwise: Steps;
  })[];
} | {
  /** Runs the steps of a list in stepLists. */
  readonly use: string;
} | {
  /** Restarts the flow with an empty input; the bot may stay silent unless `expect` requires a reply. */
  readonly reset: true | Variable | {
    /** Label of the step in reports; steps with the same label are measured together. Default: its text, truncated to 32 characters. */
    readonly as?: string | undefined;
    readonly expect?: Expectation | undefined;
    /** Think time before a step, from the end of the previous turn: 2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5, exponential 3s, reading, typing 40wpm. */
    readonly think?: ThinkTime | undefined;
    /** A turn that takes longer has timed out. */
    readonly timeout?: PositiveDuration | undefined;
    readonly completion?: Completion | undefined;
    /** After a failed step: end the conversation (stop) or continue. Default: stop. */
    readonly onFailure?: "stop" | "continue" | Variable | undefined;
  };
} | {
  /** Closes the connection, waits, and opens another one. */
  readonly reconnect: WaitingTime | {
    /** Time without a connection. */
    readonly away?: WaitingTime | undefined;
    /** Keep the session (keep) or start a new one (new). Default: keep. */
    readonly session?: "keep" | "new" | Variable | undefined;
    /** After a failed step: end the conversation (stop) or continue. Default: stop. */
    readonly onFailure?: "stop" | "continue" | Variable | undefined;
  };
} | {
  /** Closes the connection; the conversation continues without a connection. */
  readonly disconnect: true | Variable;
};

/** Checks of the replies of the turn. */
export type Expectation = {
  /** Exact number of replies; 0: the bot stays silent. */
  readonly replies?: number | Variable | undefined;
  readonly text?: TextCheck | undefined;
  readonly jsonpath?: PathChecks | undefined;
  readonly quickReplies?: OfferedTitles | undefined;
  /** Sender of the reply: bot, agent, … */
  readonly source?: string | undefined;
  /** A function that is called after all other checks have passed. It fails the turn by returning false, or a string that says what is wrong. */
  readonly call?: string | CheckHook | undefined;
  /** Objective: the first reply within this time; counts toward goodput. */
  readonly firstOutput?: Duration | undefined;
  /** Objective: the whole turn within this time; counts toward goodput. */
  readonly turn?: Duration | undefined;
};

/** Values of the replies to store as variables of the conversation, for {{name}} in later steps. */
export type Captures = { readonly [name: string]: {
  /** JSONPath over { text, data, source } of a reply; the first value is used. */
  readonly jsonpath: string;
  /** Value if nothing is found; otherwise the check fails. */
  readonly otherwise?: string | undefined;
} | {
  /** RE2 pattern, searched in the texts of the replies. */
  readonly regex: string;
  /** Group of the pattern: a number (0: the whole match) or a name. Default: the first group, if any. */
  readonly group?: number | string | undefined;
  /** Value if nothing is found; otherwise the check fails. */
  readonly otherwise?: string | undefined;
} };

export type WaitingTime = string;

/** Checks that end the conversation early, when an output passes one of them: for instance before a human agent is called. */
export type EndConditions = EndConditions2 | readonly EndConditions2[];

/** Injected faults, each with its probability. */
export type Faults = {
  /** Probability that the connection is cut at an input, before the first output. Default: 0. */
  readonly drop?: number | Variable | undefined;
  /** Probability that an input gets no output and no final ping. Default: 0. */
  readonly mute?: number | Variable | undefined;
  /** Probability that an input is answered with an output of type error. Default: 0. */
  readonly errorOutput?: number | Variable | undefined;
  /** Probability that an input is answered with an exception event and nothing else. Default: 0. */
  readonly exception?: number | Variable | undefined;
  /** Probability that an input is answered with an ordinary output whose text reports an error. Default: 0. */
  readonly errorText?: number | Variable | undefined;
  /** Probability that an input is answered with an output of another session. Default: 0. */
  readonly crosstalk?: number | Variable | undefined;
  /** Probability that the server closes the WebSocket at an input, with code 1011 (internal error). Default: 0. */
  readonly close1011?: number | Variable | undefined;
  /** Probability that an inject or notify request is refused with pushStatus. Default: 0. */
  readonly pushRefuse?: number | Variable | undefined;
  /** HTTP status of refused inject and notify requests: 400, 403, 429, 500, 502 or 503. Default: 500. */
  readonly pushStatus?: 400 | Variable | 403 | 429 | 500 | 502 | 503 | undefined;
  /** Probability that an inject or notify request is accepted but delivers nothing. Default: 0. */
  readonly pushLost?: number | Variable | undefined;
  /** HTTP status to refuse new connections with: 401, 403, 404, 429, 502 or 503. */
  readonly refuse?: 401 | Variable | 403 | 404 | 429 | 502 | 503 | undefined;
  /** Probability that a new connection is refused. Default: 1. */
  readonly refuseShare?: number | Variable | undefined;
  /** Refuse only while more connections than this are open, as a gateway with a limit does. Default: 0. */
  readonly refuseAbove?: number | Variable | undefined;
  /** Retry-After header of refusals with 429 or 503, rounded up to seconds. Default: 5s. */
  readonly retryAfter?: string | undefined;
  /** Probability that a connection never becomes ready. Default: 0. */
  readonly neverReady?: number | Variable | undefined;
  /** Delay of the answer to the upgrade of a new connection (with polling, to its first request). */
  readonly slowAccept?: string | undefined;
  /** Probability that a connection hangs: it stays open, but reads and writes nothing, so heartbeats stop, too. Default: 0. */
  readonly heartbeatStop?: number | Variable | undefined;
  /** Time from endpoint-ready until such a connection hangs. Default: 0s. */
  readonly heartbeatStopAfter?: string | undefined;
  /** Time after the start at which the server restarts once: it closes every connection and refuses new ones for restartDowntime. */
  readonly restart?: string | undefined;
  /** Time for which new connections are refused during the restart. Default: 2s. */
  readonly restartDowntime?: string | undefined;
};

/** User ids and sessions of virtual users. */
export type Identity = {
  /** User id: one per virtual user (perVu), one per conversation (perConversation), or a template. */
  readonly userId?: string | undefined;
  /** One session and connection per conversation (new), or both kept as long as the user's conversations complete (keep). Default: new. */
  readonly session?: "new" | "keep" | Variable | undefined;
  /** Channel of inputs in analytics, in place of the target's. Templates are allowed. */
  readonly channel?: string | undefined;
};

export type Threshold = {
  /** The threshold, as in the short form. */
  readonly expression: string;
  /** Minimum number of turns to evaluate a quantile. Default: p95 needs 20, p99 100. */
  readonly minSamples?: number | Variable | undefined;
  /** Stop the run as soon as this cannot be met: immediately (true), or only after this time ({ after: 30s }). */
  readonly abort?: true | Variable | {
    /** Time from the start of measuring before which the run is not stopped. */
    readonly after: Duration;
  } | undefined;
};

export type Choices = {
  /** JSONPath of the choices, or of lists of choices. */
  readonly items: string;
  /** JSONPath of the title within a choice. Default: its field title, label or text. */
  readonly title?: string | undefined;
  /** JSONPath of the payload within a choice. Default: its field payload or value, else the title. */
  readonly payload?: string | undefined;
};

export type Outputs = {
  /** Name of the event. */
  readonly event: string;
  /** Match only events whose payload has these values (JSONPath: value). */
  readonly where?: { readonly [name: string]: unknown } | undefined;
  /** JSONPath of the text. Default: the payload if it is a string, else its field text. */
  readonly text?: string | undefined;
  /** JSONPath of the data. Default: the payload, if it is not a string. */
  readonly data?: string | undefined;
  /** Quick replies or buttons that can be pressed: a JSONPath in the data, or { items, title, payload }. */
  readonly choices?: string | Choices | undefined;
  /** JSONPath of an id. Outputs with the same id are chunks of one reply. */
  readonly id?: string | undefined;
  /** JSONPath of a value that is true in the last chunk of a reply. */
  readonly done?: string | undefined;
};

export type Errors = {
  /** Name of the event. */
  readonly event: string;
  /** Match only events whose payload has these values (JSONPath: value). */
  readonly where?: { readonly [name: string]: unknown } | undefined;
  /** JSONPath of the error message. Default: the payload, or its field message or error. */
  readonly message?: string | undefined;
  /** JSONPath of the error code. */
  readonly code?: string | undefined;
};

export type Inject = {
  /** Text to push. */
  readonly text?: string | undefined;
  /** Data to push. */
  readonly data?: { readonly [name: string]: unknown } | undefined;
  /** Output that answers it: the one with its marker (marker), the first one (first), or one that passes a check. Default: first for inject, marker for notify. */
  readonly answer?: "marker" | "first" | Variable | ReplyCheck | undefined;
  /** Wait for the answer before continuing; false: it is timed when it arrives. Default: true. */
  readonly await?: boolean | Variable | undefined;
  /** HTTP statuses that are not failures. Default: 200 to 299. */
  readonly statuses?: readonly (number | Variable)[] | undefined;
  /** A turn that takes longer has timed out. */
  readonly timeout?: PositiveDuration | undefined;
  /** Think time before a step, from the end of the previous turn: 2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5, exponential 3s, reading, typing 40wpm. */
  readonly think?: ThinkTime | undefined;
  /** Its label in reports; by default its text, truncated to 32 characters. */
  readonly as?: string | undefined;
  /** After a failed step: end the conversation (stop) or continue. Default: stop. */
  readonly onFailure?: "stop" | "continue" | Variable | undefined;
};

export type EndConditions2 = {
  readonly text?: TextCheck | undefined;
  readonly jsonpath?: PathChecks | undefined;
  readonly quickReplies?: OfferedTitles | undefined;
  /** Sender of the reply: bot, agent, … */
  readonly source?: string | undefined;
  /** Outcome of the conversation. Default: completed. */
  readonly as?: "completed" | "failed" | Variable | undefined;
};
