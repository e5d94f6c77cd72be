import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KnownError } from '../../../src/platform/known-error.ts';
import { type FeedInput, readFeed } from '../../../src/scenario/data/feed.ts';
import { filesIn } from '../../../src/scenario/data/named-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'palaver-feed-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function feed(file: string, content: string, more: Partial<FeedInput> = {}) {
  writeFileSync(join(folder, file), content);
  return readFeed({ file, ...more }, filesIn(folder));
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(KnownError);
    return `${(error as KnownError).message}; ${(error as KnownError).hint}`;
  }
  throw new Error('it was not refused');
}

describe('a CSV feed', () => {
  it('skips lines without any value', () => {
    expect(feed('blank.csv', 'a,b\nx,1\n,\n\ny,\n').rows).toEqual([
      { a: 'x', b: '1' },
      { a: 'y', b: '' },
    ]);
    expect(refusal(() => feed('blank.csv', 'a,b\n,\n'))).toMatch(/no rows/);
  });

  it('may begin with a line that sets the delimiter for spreadsheets', () => {
    expect(feed('sep.csv', '\uFEFFsep=;\r\na;b\r\n1,5;2\r\n').rows).toEqual([{ a: '1,5', b: '2' }]);
    expect(feed('sep.csv', 'sep=;\na|b\n1|2\n', { delimiter: '|' }).rows).toEqual([{ a: '1', b: '2' }]);
    expect(refusal(() => feed('sep.csv', 'sep=;\na;b\n1\n'))).toMatch(/line 3 has 1 cell/);
  });

  it('has at most 10,000 columns, none of them named __proto__', () => {
    const names = Array.from({ length: 10_001 }, (_, index) => `c${index}`);
    expect(refusal(() => feed('wide.csv', `${names.join(',')}\n`))).toMatch(/has 10001 columns; the maximum is 10000/);
    expect(refusal(() => feed('proto.csv', '__proto__,b\nx,y\n'))).toMatch(/a column named __proto__/);
    expect(refusal(() => feed('proto.json', '[{"__proto__":1}]'))).toMatch(/a column named __proto__/);
  });

  it('has a row per line, with columns named by the first', () => {
    const csv = '\uFEFFname, guests \r\nAda,4\r\n\r\n"Grace ""Amazing"" H",",\n2"\r\n';
    expect(feed('guests.csv', csv)).toEqual({
      file: 'guests.csv',
      order: 'sequential',
      whenEmpty: 'recycle',
      columns: ['name', 'guests'],
      rows: [
        { name: 'Ada', guests: '4' },
        { name: 'Grace "Amazing" H', guests: ',\n2' },
      ],
    });
  });

  it.each([
    [';', 'a;b\n1;2\n'],
    ['\t', 'a\tb\n1\t2\n'],
  ])('may have the delimiter %j', (delimiter, csv) => {
    expect(feed('other.CSV', csv, { delimiter }).rows).toEqual([{ a: '1', b: '2' }]);
  });

  it.each([
    ['', {}, /the feed bad\.csv is empty; add a line of column names/],
    ['\n\n', {}, /is empty/],
    ['a,b\n', {}, /has column names but no rows/],
    ['a,a\n1,2\n', {}, /two columns named "a"/],
    ['a,,c\n1,2,3\n', {}, /has no name for column 2/],
    ['a,b\n1,2\n1,2,3\n', {}, /line 3 has 3 cells, the first line 2; .*a cell with "," in it needs quotes/],
    ['a,b\n1\n', {}, /line 2 has 1 cell, the first line 2/],
    ['a,b\n1,2\n1,"2\n3,4\n', {}, /line 4 is the last and still within a quote/],
    ['a,b\n1,2"2\n', {}, /line 2 has a misplaced quote/],
    ['a,b\n1,"2"2\n', {}, /line 2 has a misplaced quote/],
    ['a\n1\n', { delimiter: '::' }, /cannot have the delimiter "::"/],
    ['a\n1\n', { delimiter: '"' }, /cannot have the delimiter/],
    ['a\n1\n', { delimiter: '' }, /cannot have the delimiter/],
  ])('rejects %j', (csv, more, words) => {
    expect(refusal(() => feed('bad.csv', csv, more))).toMatch(words);
  });
});

describe('a JSON feed', () => {
  const rows = [
    { name: 'Ada', guests: 4, tags: ['a'] },
    { name: 'Grace', guests: null, more: 1, tags: [] },
  ];

  it('keeps the types of an array of objects; its columns are the keys that all rows have', () => {
    expect(feed('guests.json', `\uFEFF${JSON.stringify(rows)}`)).toMatchObject({
      columns: ['name', 'guests', 'tags'],
      rows,
    });
  });

  it.each(['guests.jsonl', 'guests.ndjson'])('may have an object per line: %s', (file) => {
    const lines = `${rows.map((row) => JSON.stringify(row)).join('\r\n\n')}\n`;
    expect(feed(file, lines)).toMatchObject({ columns: ['name', 'guests', 'tags'], rows });
  });

  it.each([
    ['bad.json', '[{"a":1},', /the feed bad\.json is not valid JSON/],
    ['bad.json', '', /the feed bad\.json is not valid JSON/],
    ['bad.json', '{"a":1}', /is not an array/],
    ['bad.json', '[]', /has no rows/],
    ['bad.json', '[{"a":1},[2]]', /element 2 of the feed bad\.json is not an object/],
    ['bad.json', '[{"a":1},{"b":1}]', /have no key in common/],
    ['bad.jsonl', '{"a":1}\n{"a":\n', /line 2 of the feed bad\.jsonl is not valid JSON/],
    ['bad.jsonl', '{"a":1}\n\n7\n', /line 3 of the feed bad\.jsonl is not an object/],
    ['bad.jsonl', '\n', /has no rows/],
  ])('rejects %s with %j', (file, content, words) => {
    expect(refusal(() => feed(file, content))).toMatch(words);
  });

  it('has no delimiter', () => {
    expect(refusal(() => feed('guests.json', '[{"a":1}]', { delimiter: ';' }))).toMatch(/only CSV files have/);
  });
});

describe('a feed', () => {
  it('stops by default if unique, and recycles otherwise', () => {
    const whenEmpty = (more: Partial<FeedInput>) => feed('one.csv', 'a\n1\n', more).whenEmpty;
    expect(whenEmpty({ order: 'unique' })).toBe('stop');
    expect(whenEmpty({ order: 'unique', whenEmpty: 'recycle' })).toBe('recycle');
    expect(whenEmpty({ order: 'shuffled' })).toBe('recycle');
    expect(whenEmpty({ whenEmpty: 'stop' })).toBe('stop');
  });

  it('must exist and have a known file type', () => {
    expect(refusal(() => readFeed({ file: 'gone.csv' }, filesIn(folder)))).toMatch(
      /cannot read the feed .*gone\.csv: no such file/,
    );
    expect(refusal(() => readFeed({ file: 'rows.xlsx' }, filesIn(folder)))).toMatch(
      /ends in \.csv, \.json, \.jsonl or \.ndjson/,
    );
  });

  it('may be in another folder than the scenario', () => {
    feed('here.csv', 'a\n1\n');
    expect(readFeed({ file: join(folder, 'here.csv') }, filesIn('/nowhere', true)).rows).toEqual([{ a: '1' }]);
  });
});
