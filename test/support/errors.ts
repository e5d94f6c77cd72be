import type { ErrorCause } from '../../src/measure/error-cause.ts';
import type { ErrorEntry, NotedError } from '../../src/measure/error-log.ts';

/** A turn without a reply, as a load thread notes it. */
export function notedError(overrides: Partial<NotedError> = {}): NotedError {
  return {
    target: 'eu',
    class: 'timed-out',
    atMs: 1,
    conversation: 'book a table',
    step: 'party size',
    check: 'completion auto within 30 s',
    difference: 'no-reply',
    sessionId: 's-1',
    counted: 1,
    message: 'no reply within 30 s',
    ...overrides,
  };
}

export function errorCause(overrides: Partial<ErrorCause> = {}): ErrorCause {
  const { target, class: errorClass, atMs, message, ...place } = notedError();
  return { ...place, count: 1, firstMs: atMs, lastMs: atMs, example: message, ...overrides };
}

/** By default without causes, as in reports of before 1.5.0. */
export function errorEntry(overrides: Partial<ErrorEntry> = {}): ErrorEntry {
  return {
    target: 'eu',
    class: 'timed-out',
    count: 1,
    example: 'no reply',
    firstMs: 0,
    lastMs: 1,
    causes: [],
    ...overrides,
  };
}
