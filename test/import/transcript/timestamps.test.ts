import { describe, expect, it } from 'vitest';
import { readTimestamps } from '../../../src/import/transcript/timestamps.ts';
import type { DateOrder } from '../../../src/import/transcript-options.ts';

const iso = (texts: readonly string[], order?: DateOrder) => {
  const read = readTimestamps(texts, order);
  return 'problem' in read ? read : read.timesMs.map((ms) => new Date(ms).toISOString());
};

describe('readTimestamps', () => {
  it.each<[string, string]>([
    ['2024-03-01T10:20:30.456Z', '2024-03-01T10:20:30.456Z'],
    ['2024-03-01T10:20:30+01:00', '2024-03-01T09:20:30.000Z'],
    ['2024-03-01T10:20:30-0530', '2024-03-01T15:50:30.000Z'],
    ['2024-03-01 10:20:30.123456 UTC', '2024-03-01T10:20:30.123Z'],
    ['2024-03-01 10:20:30,5', '2024-03-01T10:20:30.500Z'],
    ['2024/03/01 10:20', '2024-03-01T10:20:00.000Z'],
    ['2018-2-25T12:32:32.000Z', '2018-02-25T12:32:32.000Z'],
    ['01.03.2024 10:20:30', '2024-03-01T10:20:30.000Z'],
    ['1.3.24, 9:05', '2024-03-01T09:05:00.000Z'],
    ['31/03/2024 10:20', '2024-03-31T10:20:00.000Z'],
    ['3/31/2024 1:20:30 PM', '2024-03-31T13:20:30.000Z'],
    ['3/31/2024, 12:05 am', '2024-03-31T00:05:00.000Z'],
    ['31-03-2024 10:20:30', '2024-03-31T10:20:30.000Z'],
    ['1709288430', '2024-03-01T10:20:30.000Z'],
    ['1709288430.25', '2024-03-01T10:20:30.250Z'],
    ['1709288430456', '2024-03-01T10:20:30.456Z'],
    ['1709288430456789', '2024-03-01T10:20:30.456Z'],
    ['1709288430456789123', '2024-03-01T10:20:30.456Z'],
  ])('reads %s', (text, time) => {
    expect(iso([text])).toEqual([time]);
  });

  it('takes the order of day and month from any time that shows it', () => {
    expect(iso(['03/04/2024 10:00', '13/04/2024 10:00'])).toEqual([
      '2024-04-03T10:00:00.000Z',
      '2024-04-13T10:00:00.000Z',
    ]);
    expect(iso(['03/04/2024 10:00', '04/13/2024 10:00'])).toEqual([
      '2024-03-04T10:00:00.000Z',
      '2024-04-13T10:00:00.000Z',
    ]);
  });

  it.each<[DateOrder, string]>([
    ['day-first', '2024-04-03T10:00:00.000Z'],
    ['month-first', '2024-03-04T10:00:00.000Z'],
  ])('takes it from the option: %s', (order, time) => {
    expect(iso(['03/04/2024 10:00'], order)).toEqual([time]);
  });

  it.each<[string, readonly string[], DateOrder | undefined, string, number]>([
    ['neither day nor month above 12', ['2024-03-01 10:00', '03/04/2024 10:00'], undefined, 'does not show whether', 1],
    [
      'a month above 12, against the option',
      ['03/04/2024 10:00', '13/04/2024 10:00'],
      'month-first',
      'is not a valid date',
      1,
    ],
    ['both orders in one file', ['13/04/2024 10:00', '04/13/2024 10:00'], undefined, 'is not a valid date', 1],
    ['a day that does not exist', ['31.04.2024 10:00'], undefined, 'is not a valid date', 0],
    ['an hour that does not exist', ['2024-03-01 24:00'], undefined, 'is not a valid date', 0],
    ['a time of day', ['2024-03-01 10:00', '10:00'], undefined, 'is not a recognised date', 1],
    ['a date', ['2024-03-01'], undefined, 'is not a recognised date', 0],
    ['seconds since the start', ['12'], undefined, 'is not a recognised date', 0],
    ['a word', ['yesterday'], undefined, 'is not a recognised date', 0],
    ['a zone in some times only', ['2024-03-01 10:00', '2024-03-01 10:00Z'], undefined, 'has a time zone', 1],
  ])('refuses %s', (_name, texts, order, problem, index) => {
    expect(iso(texts, order)).toEqual({ problem: expect.stringContaining(problem), index });
  });
});
