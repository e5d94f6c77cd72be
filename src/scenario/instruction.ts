import type { HookReference } from '../hooks/hook-reference.ts';
import type { Distribution } from '../platform/distribution.ts';
import type { ReplyCheck } from './reply-check.ts';
import type { ThinkTime } from './think-time.ts';

/** After a failed step: end the conversation, or continue it. */
export type OnFailure = 'stop' | 'continue';

/**
 * Steps as a conversation executes them: nested steps are flattened, and jumps connect them. `to` is the index of the next
 * instruction; the index after the last one ends the conversation.
 *
 *     repeat: { times: 3, steps: [a] }                 0 repeat (slot 0, times 3, to 3)   1 a   2 jump 0   3 …
 *     branch: [{ when, steps: [a] }, { otherwise: [b] }]   0 branch (arm → 1, otherwise → 3)   1 a   2 jump 4   3 b   4 …
 */
export type Instruction =
  /** A say, press or reset step: index into the conversation's `steps`. */
  | { readonly kind: 'turn'; readonly step: number }
  | WaitInstruction
  | PushInstruction
  | CallInstruction
  | { readonly kind: 'pause'; readonly time: Distribution }
  | BranchInstruction
  | RepeatInstruction
  | { readonly kind: 'jump'; readonly to: number }
  | ReconnectInstruction
  | { readonly kind: 'disconnect' };

/** Jumps to the first arm whose check passes for the last replies. */
export interface BranchInstruction {
  readonly kind: 'branch';
  readonly arms: readonly BranchArm[];
  readonly otherwise: number;
}

export interface BranchArm {
  readonly when: ReplyCheck;
  readonly to: number;
}

/** Runs its body, which follows, `times` times or until `while` fails for the last replies; then jumps to `to`. */
export interface RepeatInstruction {
  readonly kind: 'repeat';
  /** Index of its loop counter in the conversation; nested loops have different ones. */
  readonly slot: number;
  /** With `while`: maximum number of rounds. */
  readonly times: number;
  readonly while: ReplyCheck | undefined;
  readonly to: number;
}

/** Waits for an unsolicited output; outputs since the end of the last turn are included. */
export interface WaitInstruction {
  readonly kind: 'wait';
  readonly label: string;
  /** Empty: any output. */
  readonly check: ReplyCheck;
  readonly timeoutMs: number;
  readonly onFailure: OnFailure;
}

/** POST to `/inject/{token}` (a user input: the flow runs) or `/notify/{token}` (an output) for the session of the conversation. */
export interface PushInstruction {
  readonly kind: 'push';
  readonly route: 'inject' | 'notify';
  readonly label: string;
  /** Templates allowed in both. */
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | undefined;
  /** Which output answers it: the one with its marker, the first one, or one that passes a check. */
  readonly answer: 'marker' | 'first' | ReplyCheck;
  /** False: the conversation continues immediately, and the output is timed when it arrives. */
  readonly await: boolean;
  readonly think: ThinkTime;
  readonly timeoutMs: number;
  /** HTTP statuses that are not failures; undefined: 200 to 299. */
  readonly statuses: readonly number[] | undefined;
  readonly onFailure: OnFailure;
}

/** Calls a function of the user, which returns variables. */
export interface CallInstruction {
  readonly kind: 'call';
  readonly label: string;
  readonly hook: HookReference;
  readonly timeoutMs: number;
  readonly onFailure: OnFailure;
}

/** Closes the connection, waits, and opens another one. */
export interface ReconnectInstruction {
  readonly kind: 'reconnect';
  readonly away: Distribution;
  /** Keep the session id, or use a new one. */
  readonly session: 'keep' | 'new';
  readonly onFailure: OnFailure;
}
