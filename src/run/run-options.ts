/** Options of the target and its connection. Keys are the names of the flags; options not given are absent. */
export interface TargetOptions {
  /** `[NAME=]URL` each. */
  readonly target?: readonly string[];
  /** `[NAME=]FILE` each. */
  readonly 'token-file'?: readonly string[];
  readonly mock?: boolean;
  readonly 'test-mode'?: boolean;
  readonly channel?: string;
  readonly socketio?: 'auto' | '4' | '2';
  readonly ready?: string;
  readonly handshake?: 'query' | 'inner';
  /** `NAME: VALUE` each. */
  readonly header?: readonly string[];
  /** ms */
  readonly 'connect-timeout'?: number;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: boolean;
  readonly proxy?: string;
  /** `HOST[:PORT]=ADDRESS` each. */
  readonly resolve?: readonly string[];
  /** `ADDRESS[,ADDRESS…]` each. */
  readonly 'local-address'?: readonly string[];
  /** `KEY=VALUE` each. */
  readonly env?: readonly string[];
  /** A file of `KEY=VALUE` lines. */
  readonly vars?: string;
  readonly 'allow-outside'?: boolean;
}

/** Options of a run. Durations in ms. */
export interface RunOptions extends TargetOptions {
  readonly say?: readonly string[];
  readonly vus?: number;
  readonly duration?: number;
  /** `TIME:VUS` or `TIME:RATE` each. */
  readonly stage?: readonly string[];
  /** Conversations per second. */
  readonly rate?: number;
  readonly 'max-vus'?: number;
  readonly conversations?: number;
  readonly 'graceful-stop'?: number;
  readonly 'connect-concurrency'?: number;
  /** `together`, `abba` or `abba:TIME`. */
  readonly 'target-order'?: string;
  /** Load threads. */
  readonly workers?: number;
  readonly seed?: number;
  readonly 'no-thresholds'?: boolean;
  readonly 'keep-texts'?: boolean;
  /** Rules that end the run early, or `off`. */
  readonly 'stop-on'?: readonly string[];
  /** The profile of the scenario that replaces its load, thresholds and mock. */
  readonly profile?: string;
  /** Confirms a plan that the budget guard would refuse. */
  readonly yes?: boolean;
  readonly name?: string;
  /** Prefix of all user and session ids. */
  readonly 'run-id'?: string;
  readonly tag?: readonly string[];
}
