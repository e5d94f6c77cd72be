import { describe, expect, it } from 'vitest';
import { ErrorLog } from '../../src/measure/error-log.ts';
import { mergeErrors } from '../../src/measure/merge-errors.ts';
import { LIMITS } from '../../src/platform/limits.ts';
import { notedError } from '../support/errors.ts';

const BIG = 'x'.repeat(10_000);

it('keeps the first of ten thousand different failures of a class, and counts all', () => {
  const log = new ErrorLog();
  for (let number = 0; number < 10_000; number++)
    log.note(notedError({ class: 'errored', atMs: number, step: 'step 1', message: `failure ${number} ${BIG}` }));
  const [entry, ...others] = log.list();
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ target: 'eu', class: 'errored', count: 10_000, firstMs: 0, lastMs: 9999 });
  expect(entry!.example).toMatch(/^step 1: failure 0 x+…$/);
  expect(entry!.example).toHaveLength(400);
});

it('keeps few classes even of ten thousand, and loses no count', () => {
  const log = new ErrorLog();
  for (let number = 0; number < 20_000; number++)
    log.note(notedError({ class: `class ${number % 10_000}`, atMs: number, message: BIG }));
  const entries = log.list();
  expect(entries.length).toBeLessThanOrEqual(201);
  expect(entries.at(-1)).toMatchObject({ class: 'further', lastMs: 19_999 });
  expect(entries.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
  // What a load thread hands over of it every two seconds.
  expect(JSON.stringify(entries).length).toBeLessThan(250_000);
});

it('merged from shards is as small', () => {
  const logs = Array.from({ length: 4 }, () => new ErrorLog());
  for (let number = 0; number < 10_000; number++)
    logs[number % 4]!.note(notedError({ atMs: number, message: `${number} ${BIG}` }));
  expect(mergeErrors(logs.map((log) => log.list()))).toMatchObject([{ count: 10_000, firstMs: 0, lastMs: 9999 }]);
});

it('returns the counts of that moment, whatever is counted later', () => {
  const log = new ErrorLog();
  log.note(notedError());
  const before = log.list();
  log.note(notedError());
  expect(before).toMatchObject([{ count: 1, causes: [{ count: 1 }] }]);
});

describe('the causes of an error class', () => {
  const mismatch = { class: 'mismatched', check: 'a reply that contains "{{pin}}"', difference: 'text-differs' };

  it('differ by conversation, step, check and difference, not by text', () => {
    const log = new ErrorLog();
    log.note(
      notedError({ ...mismatch, atMs: 5, sessionId: 's-5', traceId: 't-5', message: 'expected "1111", got "no"' }),
    );
    log.note(notedError({ ...mismatch, atMs: 9, sessionId: 's-9', message: 'expected "2222", got "never"' }));
    log.note(notedError({ ...mismatch, difference: 'no-text' }));
    log.note(notedError({ ...mismatch, check: '1 reply' }));
    log.note(notedError({ ...mismatch, step: 'bye', counted: 2 }));
    log.note(notedError({ ...mismatch, conversation: 'cancel', counted: 3 }));
    const [{ count, causes }] = log.list() as [ReturnType<ErrorLog['list']>[number]];
    expect(count).toBe(6);
    expect(causes.map((cause) => cause.count).sort()).toEqual([1, 1, 1, 1, 2]);
    expect(causes.find((cause) => cause.count === 2)).toEqual({
      conversation: 'book a table',
      step: 'party size',
      check: 'a reply that contains "{{pin}}"',
      difference: 'text-differs',
      count: 2,
      firstMs: 5,
      lastMs: 9,
      sessionId: 's-5',
      traceId: 't-5',
      example: 'expected "1111", got "no"',
      counted: 1,
    });
  });

  it('are the first in the order of the scenario, and their counts are exact', () => {
    const steps = LIMITS.errorCauses * 2;
    for (const order of [
      (step: number) => step,
      (step: number) => steps - 1 - step,
      (step: number) => (step * 77) % steps,
    ]) {
      const log = new ErrorLog();
      for (let round = 0; round < 3; round++)
        for (let index = 0; index < steps; index++)
          log.note(notedError({ counted: order(index), step: `step ${order(index)}` }));
      const [{ count, causes }] = log.list() as [ReturnType<ErrorLog['list']>[number]];
      expect(count).toBe(3 * steps);
      expect(causes.map(({ counted }) => counted)).toEqual(Array.from({ length: LIMITS.errorCauses }, (_, at) => at));
      expect(new Set(causes.map((cause) => cause.count))).toEqual(new Set([3]));
    }
  });
});
