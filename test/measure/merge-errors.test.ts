import { describe, expect, it } from 'vitest';
import { ErrorLog } from '../../src/measure/error-log.ts';
import { mergeErrors } from '../../src/measure/merge-errors.ts';

const NOTED = [
  ['eu', 'timed-out', 10, 'first'],
  ['eu', 'refused', 20, 'second'],
  ['us', 'timed-out', 30, 'third'],
  ['eu', 'timed-out', 40, 'fourth'],
  ['eu', 'refused', 50, 'fifth'],
] as const;

function logOf(entries: readonly (typeof NOTED)[number][]): ErrorLog {
  const log = new ErrorLog();
  for (const [target, errorClass, atMs, example] of entries) log.note(target, errorClass, atMs, example);
  return log;
}

describe('the errors of several shards', () => {
  it('are those that one log would hold, however they are shared out', () => {
    const whole = logOf(NOTED).list();
    expect(whole).toHaveLength(3);
    for (const count of [1, 2, 3, 5]) {
      const parts = Array.from({ length: count }, (_, shard) =>
        logOf(NOTED.filter((_entry, index) => index % count === shard)).list(),
      );
      expect(mergeErrors(parts)).toEqual(whole);
      expect(mergeErrors(parts.toReversed())).toEqual(whole);
    }
  });

  it('are none without any', () => {
    expect(mergeErrors([[], []])).toEqual([]);
  });
});

it('keeps of each step the example of the first shard that has one', () => {
  const step = (name: string, example: string) => ({ conversation: 'talk', step: name, example });
  const logs = [new ErrorLog(), new ErrorLog()];
  logs[0]!.note('eu', 'mismatched', 20, 'later', step('hello', 'later'));
  logs[0]!.note('eu', 'mismatched', 21, 'bye', step('bye', 'bye'));
  logs[1]!.note('eu', 'mismatched', 10, 'first', step('hello', 'first'));
  expect(mergeErrors(logs.map((log) => log.list()))).toMatchObject([
    { count: 3, example: 'first', steps: [step('hello', 'first'), step('bye', 'bye')] },
  ]);
});
