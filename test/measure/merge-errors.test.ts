import { describe, expect, it } from 'vitest';
import { ErrorLog, type NotedError } from '../../src/measure/error-log.ts';
import { mergeErrors } from '../../src/measure/merge-errors.ts';
import { LIMITS } from '../../src/platform/limits.ts';
import { notedError } from '../support/errors.ts';

const NOTED = (
  [
    ['eu', 'timed-out', 10, 'first'],
    ['eu', 'refused', 20, 'second'],
    ['us', 'timed-out', 30, 'third'],
    ['eu', 'timed-out', 40, 'fourth'],
    ['eu', 'refused', 50, 'fifth'],
  ] as const
).map(([target, errorClass, atMs, message]) => notedError({ target, class: errorClass, atMs, message }));

/** More causes than are kept, several at each instant, in no order. */
const MANY = Array.from({ length: LIMITS.errorCauses * 8 }, (_, index) => {
  const step = (index * 37) % (LIMITS.errorCauses * 2);
  return notedError({ counted: step, step: `step ${step}`, atMs: Math.floor(index / 3), sessionId: `s-${index}` });
});

function logOf(errors: readonly NotedError[]): ErrorLog {
  const log = new ErrorLog();
  for (const error of errors) log.note(error);
  return log;
}

describe('the errors of several shards', () => {
  it.each([
    ['of few causes', NOTED],
    ['of more causes than are kept', MANY],
  ])('%s are those of a single log, in any distribution', (_name, noted) => {
    const whole = logOf(noted).list();
    for (const count of [1, 2, 3, 5]) {
      const parts = Array.from({ length: count }, (_, shard) =>
        logOf(noted.filter((_entry, index) => index % count === shard)).list(),
      );
      expect(mergeErrors(parts)).toEqual(whole);
      expect(mergeErrors(parts.toReversed())).toEqual(whole);
    }
  });

  it('are empty without any', () => {
    expect(mergeErrors([[], []])).toEqual([]);
  });
});
