import type { Comparison } from './comparison.js';
import type { RunObserver } from './observer.js';
import type { Report } from './report.js';
import type { ScenarioDefinition } from './scenario.js';

export type { Comparison } from './comparison.js';
export type {
  CheckFunction,
  FunctionContext,
  FunctionReply,
  FunctionSession,
  FunctionVariables,
  RunFunctionContext,
  SayFunction,
  SetupFunction,
  StepFunction,
  TeardownFunction,
} from './functions.js';
export type { RunIdentity, RunObserver, RunProgress } from './observer.js';
export type { Counter, Metrics, Rate, Report, Trend } from './report.js';
export type {
  Conversation,
  Expectation,
  Load,
  Mock,
  ReplyCheck,
  ScenarioDefinition,
  Step,
  Target,
  Threshold,
  TurnSettings,
} from './scenario.js';

/**
 * Declares a scenario with its types, for completion and checks in an editor. Returns it unchanged.
 *
 * @example
 * export default defineScenario({
 *   load: { closed: { vus: 20, duration: '1m' } },
 *   conversations: [{ steps: ['hello', { say: 'book a table', expect: { text: { matches: '/how many/i' } } }] }],
 *   thresholds: ['turn p(95) < 1s'],
 * });
 */
export declare function defineScenario(scenario: ScenarioDefinition): ScenarioDefinition;

/**
 * Runs a scenario, an object or the path of a file (YAML, JSON, TypeScript or JavaScript), like `palaver run`, and resolves
 * with its report, whatever the verdict is. Prints nothing, handles no signals, and writes nothing without `reportDir`.
 * Several runs can be made at once, also in a worker thread; they share the CPU and memory of the process.
 *
 * @throws KnownError where `palaver run` ends without a report: the scenario or an option is not valid, a target does not
 * answer, or the plan exceeds what is allowed.
 * @throws what a callback of the observer throws or rejects with, which ends the run.
 *
 * @example
 * const report = await run(scenario, { target: 'https://endpoint.example.com/TOKEN', vus: 20, duration: '1m' });
 * assert.equal(report.verdict.status, 'pass', report.verdict.reasons[0]?.text);
 */
export declare function run(scenario: ScenarioDefinition | string, options?: RunOptions): Promise<Report>;

/**
 * Compares runs statistically, like `palaver compare`; resolves also where the candidate is worse: see `verdict`. One run per
 * side, or at least three, which are pooled.
 *
 * @throws KnownError if a report cannot be read or is none, if one side has several runs but fewer than three, or if an option
 * is not valid.
 */
export declare function compare(baseline: Runs, candidate: Runs, options?: CompareOptions): Promise<Comparison>;

/**
 * Reads the report of a run: its folder, or its report.json.
 *
 * @throws KnownError if it cannot be read.
 */
export declare function readReport(path: string): Promise<Report>;

/** A run: its report, or the path of its folder or its report.json; or several of them. */
export type Runs = Report | string | readonly (Report | string)[];

/** An error that the caller can correct: `message` says what is wrong. All others are bugs. */
export declare class KnownError extends Error {
  readonly name: 'KnownError';
  /** What to do about it, if that is known: `did you mean reportDir?` */
  readonly hint: string | undefined;
  /** Why palaver ended: `invalid` (scenario, option or file), `unreachable` (target), `budget`, `signal` (aborted), … */
  readonly exit: 'unexpected' | 'invalid' | 'signal' | 'incomplete' | 'budget' | 'unreachable';
  /** The exit code of the command line: 104 for `invalid`, 114 for `unreachable`, … */
  readonly exitCode: number;
}

/** A duration, not negative: `30s`, `1500ms`, `2m`, `1m30s`. A number is in seconds. */
export type Duration = string | number;

/**
 * Options of `run`, named and with the same defaults as those of `palaver run`. `run` rejects with a KnownError (104) if one
 * is unknown or not valid. What is undefined is not set. Paths are relative to the working directory.
 */
export interface RunOptions {
  /** Endpoint URL with the token as its last segment; several by name. Default: PALAVER_TARGET, else the targets of the scenario. */
  readonly target?: string | Readonly<Record<string, string>> | undefined;
  /** File with the token, for a URL without one; several by the names of targets. */
  readonly tokenFile?: string | Readonly<Record<string, string>> | undefined;
  /** Use the built-in mock endpoint, in a process of its own. Default false. */
  readonly mock?: boolean | undefined;
  /** Protocol of the bot. Default that of each target, else cognigy. */
  readonly protocol?: 'cognigy' | 'rasa' | 'custom' | undefined;
  /** Mark inputs as test inputs (not billed; Cognigy allows 600 per hour). Default that of each target, else false. */
  readonly testMode?: boolean | undefined;
  /** Channel of inputs in analytics. Default that of each target, else palaver. */
  readonly channel?: string | undefined;
  /** Major version of the Socket.IO client. Default auto: as the target check finds. */
  readonly socketio?: 'auto' | 4 | 2 | undefined;
  /**
   * When a session is ready: at the ready signal of the server (wait), 200 ms after connecting (assume), or this duration after
   * it. Default auto: as the target check observes it.
   */
  readonly ready?: 'auto' | 'wait' | 'assume' | (string & {}) | undefined;
  /** Where session and user ids are sent: in the URL query (default), or in a message after connecting (inner). */
  readonly handshake?: 'query' | 'inner' | undefined;
  /** Headers of the HTTP requests that open a connection. Templates are allowed in their values. */
  readonly header?: Readonly<Record<string, string>> | undefined;
  /** Query parameters of the HTTP requests that open a connection. Templates are allowed in their values. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Maximum time from DNS lookup to ready, more than 0. Default 20s. */
  readonly connectTimeout?: Duration | undefined;
  /** File of CA certificates (PEM) to trust in addition. */
  readonly ca?: string | undefined;
  /** File of the client certificate (PEM); needs `key`. */
  readonly cert?: string | undefined;
  /** File of the private key (PEM) of the client certificate. */
  readonly key?: string | undefined;
  /** Skip TLS certificate verification. Default false. */
  readonly insecure?: boolean | undefined;
  /** Resume TLS sessions. Default false: a full TLS handshake for each connection, as for a new user. */
  readonly tlsResume?: boolean | undefined;
  /** URL of the proxy. Default: from HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly proxy?: string | undefined;
  /** IP addresses of hosts, by `host` or `host:port`, in place of DNS. */
  readonly resolve?: Readonly<Record<string, string>> | undefined;
  /** Local addresses to connect from, used in rotation, separated by commas. */
  readonly localAddress?: string | readonly string[] | undefined;
  /** Variables of the scenario (`${NAME}`), in addition to the environment. */
  readonly env?: Readonly<Record<string, string | number>> | undefined;
  /** File of variables of the scenario, one KEY=VALUE per line. */
  readonly vars?: string | undefined;
  /** Allow the scenario to read files outside its folder. Default false. */
  readonly allowOutside?: boolean | undefined;

  /** Number of virtual users, at least 1. Default 1; without `duration` or `conversations` each runs one conversation. */
  readonly vus?: number | undefined;
  /** Start conversations for this time; those that run then have `gracefulStop` to finish. */
  readonly duration?: Duration | undefined;
  /** Linear ramps, in order: `30s:50` to 50 virtual users, `30s:10/s` to a rate, each over 30 s. */
  readonly stage?: string | readonly string[] | undefined;
  /** Arrival rate of conversations (open model): `5/s`, `300/min`; a number is per second. */
  readonly rate?: string | number | undefined;
  /** Open model: maximum number of virtual users at once, at least 1; arrivals above it are dropped. */
  readonly maxVus?: number | undefined;
  /** Total number of conversations, at least 1; with a duration, the run ends at whichever comes first. */
  readonly conversations?: number | undefined;
  /**
   * Time for running conversations to finish after the load ends, or is stopped; then they are interrupted. `0s`: at once.
   * Default: the longest timeout + 5s.
   */
  readonly gracefulStop?: Duration | undefined;
  /** Several targets: load all of them `together` (default), or alternate in ABBA order: `abba`, `abba:60s` per slot. */
  readonly targetOrder?: string | undefined;
  /** Maximum number of connections being opened at once, per target, at least 1. Default 50. */
  readonly connectConcurrency?: number | undefined;
  /**
   * Number of load threads, at least 1. Default: enough that each uses at most half a core, by the measured cost of a turn; at
   * most cores − 1 (with `mock` cores − 2).
   */
  readonly workers?: number | undefined;
  /** Label of the results: where this load generator runs. At most 63 letters, digits, ".", "_" and "-". */
  readonly place?: string | undefined;
  /** A whole number, at least 0: the same seed gives the same conversations and think times. Default: random. */
  readonly seed?: number | undefined;
  /**
   * Rules that end the run (`verdict.exitCode` 99) when they hold: `connects_failed > 50% for 10s`. Default: no successful
   * connection for 30s; `off` disables it.
   */
  readonly stopOn?: string | readonly string[] | undefined;
  /** Ignore the thresholds of the scenario; the default conversation_completion > 50% stays. Default false. */
  readonly noThresholds?: boolean | undefined;
  /** Name of a profile of the scenario, which replaces its load, thresholds and mock. */
  readonly profile?: string | undefined;
  /** Run even if the plan exceeds the platform limits or the memory estimate. Default false. */
  readonly yes?: boolean | undefined;

  /** Keep texts and values in plain text in the report instead of hashing them. Default false. */
  readonly keepTexts?: boolean | undefined;
  /** Measure each step (default), only conversations, or only targets (none). */
  readonly series?: 'steps' | 'conversations' | 'none' | undefined;
  /** Number of conversations of each target to trace (`traces` of the report), at most 100. Default: none. */
  readonly trace?: number | undefined;
  /** Name of the run. Default: name of the scenario. */
  readonly name?: string | undefined;
  /** Prefix of all user and session ids. Default: generated. */
  readonly runId?: string | undefined;
  /** Tags of the report (`run.tags`). */
  readonly tag?: Readonly<Record<string, string | number>> | undefined;
  /** Create the folder of the run there, with report.json and report.html. Default: nothing is written. */
  readonly reportDir?: string | undefined;
  /** With `reportDir`: do not write report.html. Default false. */
  readonly noHtml?: boolean | undefined;

  /**
   * Stops the run: no more conversations start, running ones have `gracefulStop` to finish (`0s`: end at once), and `run`
   * resolves with a partial report (`run.partial`, `verdict.exitCode` 105). Before the load, `run` rejects with a KnownError.
   */
  readonly signal?: AbortSignal | undefined;
  /** Callbacks during the run. */
  readonly observer?: RunObserver | undefined;
}

/** Options of `compare`, named and with the same defaults as those of `palaver compare`. */
export interface CompareOptions {
  /** Equivalence margin: relative (`5%`), absolute (`20ms`), or the larger of both (`5%,20ms`). Default `10%,10ms`. */
  readonly margin?: string | undefined;
  /** Equivalence margin for shares, such as conversation_completion, in percentage points. Default `1%`. */
  readonly shareMargin?: string | undefined;
  /** Gate on these metrics, such as `turn p95`. Default: p50 and p95 of first_output and turn, and conversation_completion. */
  readonly gate?: string | readonly string[] | undefined;
  /** `inconclusive`: the verdict also fails (`exitCode` 112) when a gating metric is inconclusive. */
  readonly failOn?: 'inconclusive' | undefined;
}
