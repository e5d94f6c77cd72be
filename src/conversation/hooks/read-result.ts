import type { HookResult } from '../../hooks/hook-result.ts';
import { isPlainObject } from '../../hooks/plain-copy.ts';
import { kindOf, returnedVariables } from '../../hooks/returned-variables.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';

/** How a call ended. */
export type CallEnd = HookResult | { readonly kind: 'timed-out'; readonly timeoutMs: number };

/** Why a call is of no use. */
export interface CallProblem {
  readonly difference: 'threw' | 'timed-out' | 'wrong-value' | 'check-failed';
  /** Follows the name of the hook. */
  readonly problem: string;
}

/** What a hook of this kind returned, or what is wrong. */
export type Read<Value> = { readonly value: Value } | CallProblem;

/** What a user says. */
export interface Spoken {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | undefined;
}

/** The variables that a step returned. */
export function readVariables(end: CallEnd): Read<Readonly<Record<string, unknown>>> {
  return readReturned(end, (returned) => {
    const read = returnedVariables(returned);
    return 'problem' in read ? wrong(read.problem) : read;
  });
}

/** What the user says: a string, or `{ text, data }` with at least one of them. */
export function readSpoken(end: CallEnd): Read<Spoken> {
  return readReturned(end, (returned) => {
    const spoken = typeof returned === 'string' ? { text: returned } : isPlainObject(returned) ? returned : {};
    const { text = '', data } = spoken as Partial<Spoken>;
    const advice = 'return a string, or { text, data }';
    if (typeof text !== 'string') return wrong(`returned ${kindOf(text)} as text; ${advice}`);
    if (data !== undefined) {
      const read = returnedVariables(data);
      if (data === null || 'problem' in read) return wrong(`returned data that cannot be sent; ${advice}`);
    }
    if (text !== '' || data !== undefined) return { value: { text, data } };
    return wrong(`returned ${returned === '' ? 'an empty string' : kindOf(returned)}; ${advice}`);
  });
}

/** A check passes with true or nothing. */
export function readVerdict(end: CallEnd): Read<true> {
  return readReturned(end, (returned) => {
    if (returned === true || returned === undefined) return { value: true };
    if (returned === false) return { difference: 'check-failed', problem: 'returned false' };
    if (typeof returned === 'string') return { difference: 'check-failed', problem: returned };
    return wrong(`returned ${kindOf(returned)}; return true, or false or a string that says what is wrong`);
  });
}

function readReturned<Value>(end: CallEnd, read: (returned: unknown) => Read<Value>): Read<Value> {
  switch (end.kind) {
    case 'returned':
      return read(end.value);
    case 'threw':
      return { difference: 'threw', problem: end.message };
    case 'timed-out':
      return { difference: 'timed-out', problem: `did not return within ${formatDurationMs(end.timeoutMs)}` };
  }
}

function wrong(problem: string): CallProblem {
  return { difference: 'wrong-value', problem };
}
