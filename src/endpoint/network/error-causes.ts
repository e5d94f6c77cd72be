import { field, textOf } from '../wire-value.ts';

const MAX_DEPTH = 6;

/**
 * An error and everything inside it, outermost last. Both clients wrap what the WebSocket library reports:
 * `TransportError("websocket error")` → `description`, an error event → `error`; Node wraps the attempts at several
 * addresses into an AggregateError without a message; the rest uses `cause`.
 */
export function causesOf(error: unknown, depth = 0): unknown[] {
  if (error === undefined || error === null || depth > MAX_DEPTH) return [];
  const attempts = field(error, 'errors');
  const inner = [field(error, 'description'), field(error, 'error'), field(error, 'cause')];
  const all = Array.isArray(attempts) ? [...inner, ...attempts] : inner;
  return [...all.flatMap((cause) => causesOf(cause, depth + 1)), error];
}

/** Node's error code (`ECONNREFUSED`), or ''. */
export function codeOf(error: unknown): string {
  return textOf(field(error, 'code')) ?? '';
}

/** The message of anything that was thrown or reported, or ''. */
export function sentenceOf(error: unknown): string {
  return textOf(error) ?? textOf(field(error, 'message')) ?? '';
}
