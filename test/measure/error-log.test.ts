import { expect, it } from 'vitest';
import { ErrorLog } from '../../src/measure/error-log.ts';
import { mergeErrors } from '../../src/measure/merge-errors.ts';

const BIG = 'x'.repeat(10_000);

it('keeps the first of ten thousand different failures of a class, and counts all', () => {
  const log = new ErrorLog();
  for (let number = 0; number < 10_000; number++) log.note('eu', 'errored', number, `step 1: failure ${number} ${BIG}`);
  const [entry, ...others] = log.list();
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ target: 'eu', class: 'errored', count: 10_000, firstMs: 0, lastMs: 9999 });
  expect(entry!.example).toMatch(/^step 1: failure 0 x+…$/);
  expect(entry!.example).toHaveLength(400);
});

it('keeps few classes, should there ever be ten thousand, and loses no count', () => {
  const log = new ErrorLog();
  for (let number = 0; number < 20_000; number++) log.note('eu', `class ${number % 10_000}`, number, BIG);
  const entries = log.list();
  expect(entries.length).toBeLessThanOrEqual(201);
  expect(entries.at(-1)).toMatchObject({ class: 'further', lastMs: 19_999 });
  expect(entries.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
  // What a load thread hands over of it every two seconds.
  expect(JSON.stringify(entries).length).toBeLessThan(120_000);
});

it('of shards together stays as small', () => {
  const logs = Array.from({ length: 4 }, () => new ErrorLog());
  for (let number = 0; number < 10_000; number++) logs[number % 4]!.note('eu', 'timed-out', number, `${number} ${BIG}`);
  expect(mergeErrors(logs.map((log) => log.list()))).toMatchObject([{ count: 10_000, firstMs: 0, lastMs: 9999 }]);
});

it('lists what was counted then, whatever is counted later', () => {
  const log = new ErrorLog();
  log.note('eu', 'cut', 1, 'gone');
  const before = log.list();
  log.note('eu', 'cut', 2, 'gone');
  expect(before).toMatchObject([{ count: 1 }]);
});

it('keeps of failed checks the first of each step, of so many steps at most', () => {
  const log = new ErrorLog();
  const note = (conversation: string, step: string, example: string, outcome = 'mismatched') =>
    log.note('eu', outcome, 1, `${step}: ${example}`, { conversation, step, example });
  note('book', 'hello', 'expected 1 reply, got 2');
  note('book', 'hello', 'expected 1 reply, got 3');
  note('cancel', 'hello', 'expected "x", got "y"');
  note('book', 'bye', 'no reply', 'timed-out');
  const [mismatched, timedOut] = log.list();
  expect(mismatched!.steps).toEqual([
    { conversation: 'book', step: 'hello', example: 'expected 1 reply, got 2' },
    { conversation: 'cancel', step: 'hello', example: 'expected "x", got "y"' },
  ]);
  expect(timedOut!.steps).toBeUndefined();
  for (let number = 0; number < 1000; number++) note('book', `step ${number}`, BIG);
  expect(log.list()[0]!.steps).toHaveLength(200);
});
