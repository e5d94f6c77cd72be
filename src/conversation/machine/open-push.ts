import type { PushEnd } from '../../measure/series.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { elapsedUs } from '../../platform/time/elapsed.ts';
import type { PushInstruction } from '../../scenario/instruction.ts';

/** An inject or notify request that has not ended. */
export interface OpenPush {
  /** Number of the request in the conversation, from 1. */
  readonly id: number;
  readonly instruction: PushInstruction;
  /** Identifies its output, if the instruction uses a marker. */
  readonly marker: string;
  /** Undefined while the request waits for the rate limit. */
  readonly sent: Bounds | undefined;
  /** The output has been received and timed. */
  readonly outputReceived: boolean;
  /** The response had an accepted status. */
  readonly accepted: boolean;
  /** The final ping of its flow has been received. */
  readonly pinged: boolean;
}

/** A request that ended without its output. */
export interface EndPush {
  readonly kind: 'end-push';
  readonly reason: PushEnd;
  readonly waitedUs: number;
}

/** When it times out, µs; undefined before the request is sent and after its output. */
export function pushDueUs({ sent, outputReceived, instruction }: OpenPush): number | undefined {
  return sent && !outputReceived ? sent.hiUs + instruction.timeoutMs * 1000 : undefined;
}

export function isDone({ outputReceived, accepted }: OpenPush): boolean {
  return outputReceived && accepted;
}

export function isGoodStatus({ statuses }: PushInstruction, status: number): boolean {
  return statuses ? statuses.includes(status) : status >= 200 && status < 300;
}

/** A refused request has no output, even if the step expected the refusal. */
export function expectsOutput(status: number): boolean {
  return status < 300;
}

/** The command for a request that ends without output; none if it has one, or was never sent. */
export function pushEndCommands(
  { sent, outputReceived }: OpenPush,
  reason: PushEnd,
  nowUs: number,
): readonly EndPush[] {
  return sent && !outputReceived ? [{ kind: 'end-push', reason, waitedUs: elapsedUs(sent.loUs, nowUs) }] : [];
}
