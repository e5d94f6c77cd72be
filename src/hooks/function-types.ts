/** What `setup` and `teardown` get. */
export interface RunFunctionContext {
  /** Empty for `setup`; for `teardown`, what `setup` returned. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** Prefix of every user and session id of the run. */
  readonly runId: string;
  /** A random number in [0, 1), determined by the seed of the run. */
  readonly random: () => number;
  /** Prints a line among the notices of the run. */
  readonly log: (...values: readonly unknown[]) => void;
}

/** What a function that a conversation calls gets. */
export interface FunctionContext extends RunFunctionContext {
  /** Variables so far: what `setup` returned, captures, and what earlier steps with `call` returned. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** Replies of the last turn (in a check: of this turn), and outputs since then. */
  readonly replies: readonly FunctionReply[];
  readonly session: FunctionSession;
  /** Row of the feed; empty without a feed. */
  readonly row: Readonly<Record<string, unknown>>;
  /** A random number in [0, 1), determined by seed, conversation and step, independent of the number of load threads. */
  readonly random: () => number;
}

export interface FunctionReply {
  readonly text: string;
  /** Data of the reply; if it came in several outputs, the last data. Undefined without data. */
  readonly data: unknown;
  /** Titles of the quick replies and buttons. */
  readonly choices: readonly string[];
  /** `bot`, `agent`, …, if known. */
  readonly source: string | undefined;
}

export interface FunctionSession {
  readonly userId: string;
  readonly sessionId: string;
  /** Name of the target. */
  readonly target: string;
  /** Number of the virtual user, from 0. */
  readonly vu: number;
  /** Number of the conversation in the run, from 0. */
  readonly conversation: number;
}

type Awaitable<Value> = Value | Promise<Value>;
type Returned<Value> = Awaitable<Value | undefined> | Awaitable<void>;

/** Variables by name: any values that JSON can represent. */
export type FunctionVariables = Readonly<Record<string, unknown>>;

/** A step `call`: returns variables, or nothing. An exception fails the step. */
export type StepFunction = (context: FunctionContext) => Returned<FunctionVariables>;

/** `expect: { call }`: passes with true or nothing, fails with false or a string that says what is wrong. */
export type CheckFunction = (context: FunctionContext) => Returned<boolean | string>;

/** `say: { call }`: returns what the user says. */
export type SayFunction = (
  context: FunctionContext,
) => Awaitable<string | { readonly text?: string; readonly data?: Readonly<Record<string, unknown>> }>;

/** `setup`: runs once before the load; returns variables for all conversations, which must be plain data. */
export type SetupFunction = (context: RunFunctionContext) => Returned<FunctionVariables>;

/** `teardown`: runs once at the end of the run, also after a failure. */
export type TeardownFunction = (context: RunFunctionContext) => Awaitable<void>;
