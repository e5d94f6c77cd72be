import type { PushEnd } from '../../measure/series.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { elapsedUs } from '../../platform/time/elapsed.ts';
import type { PushInstruction } from '../../scenario/instruction.ts';

/** An inject or notify request that is not yet done with. */
export interface OpenPush {
  /** Numbers the requests of a conversation, from 1. */
  readonly id: number;
  readonly instruction: PushInstruction;
  /** What its output carries, where the instruction goes by that. */
  readonly marker: string;
  /** Undefined while the request waits for its turn at the rate limit. */
  readonly sent: Bounds | undefined;
  /** The output has come and is timed. */
  readonly heard: boolean;
  /** The response was a good one. */
  readonly accepted: boolean;
  /** The final ping of the flow that it ran has come. */
  readonly pinged: boolean;
}

/** A request whose output did not come. */
export interface EndPush {
  readonly kind: 'end-push';
  readonly reason: PushEnd;
  readonly waitedUs: number;
}

/** µs at which its output is given up; undefined before the request is sent, and once the output has come. */
export function pushDueUs({ sent, heard, instruction }: OpenPush): number | undefined {
  return sent && !heard ? sent.hiUs + instruction.timeoutMs * 1000 : undefined;
}

export function isDone({ heard, accepted }: OpenPush): boolean {
  return heard && accepted;
}

export function isGoodStatus({ statuses }: PushInstruction, status: number): boolean {
  return statuses ? statuses.includes(status) : status >= 200 && status < 300;
}

/** A refused request yields no output, whether or not the step expected the refusal. */
export function expectsOutput(status: number): boolean {
  return status < 300;
}

/** Tells that the output of a request never came; nothing where it did, or where the request was never sent. */
export function endOfPush({ sent, heard }: OpenPush, reason: PushEnd, nowUs: number): readonly EndPush[] {
  return sent && !heard ? [{ kind: 'end-push', reason, waitedUs: elapsedUs(sent.loUs, nowUs) }] : [];
}
