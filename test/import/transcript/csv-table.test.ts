import { describe, expect, it } from 'vitest';
import { readCsvTable } from '../../../src/import/transcript/csv-table.ts';
import { refusal } from '../../support/refusal.ts';

const read = (text: string, delimiter?: string) => {
  const { columns, rows } = readCsvTable(text, 'talks.csv', delimiter);
  return { columns, rows: rows.map((row) => [row.line, ...columns.map((name) => row.get(name))]) };
};

describe('readCsvTable', () => {
  it.each([
    ['a comma', ','],
    ['a semicolon', ';'],
    ['a tab', '\t'],
    ['a pipe', '|'],
  ])('finds %s in the first line', (_name, d) => {
    const text = [`id${d}who${d}text`, `1${d}user${d}"a, b; c | d"`, `1${d}bot${d}"two\r\nlines"`, `2${d}user${d}hi`];
    expect(read(text.join('\r\n'))).toEqual({
      columns: ['id', 'who', 'text'],
      rows: [
        [2, '1', 'user', 'a, b; c | d'],
        [3, '1', 'bot', 'two\r\nlines'],
        [5, '2', 'user', 'hi'],
      ],
    });
  });

  it.each<[string, string, string | undefined, readonly string[]]>([
    [
      'more of another character in the names',
      'time, in ms;who;text\n1;a;b',
      undefined,
      ['time, in ms', 'who', 'text'],
    ],
    ['quoted names', '"a;b","c"\n1,2', undefined, ['a;b', 'c']],
    ['a line sep=', 'sep=^\nwho^text, said\na^b', undefined, ['who', 'text, said']],
    ['a given character', 'who~text;x\na~b', '~', ['who', 'text;x']],
    ['a tab by its name', 'who;x\ttext\na\tb', 'tab', ['who;x', 'text']],
    ['a tab as options write it', 'who;x\ttext\na\tb', '\\t', ['who;x', 'text']],
    ['a single column', 'text\nhello', undefined, ['text']],
  ])('separates by %s', (_name, text, delimiter, columns) => {
    expect(read(text, delimiter).columns).toEqual(columns);
  });

  it.each<[string, string, unknown]>([
    ['blank lines and lines of delimiters', 'a;b\n\n;\n1;2\n ; \n', [[4, '1', '2']]],
    ['a delimiter at the end of each line', 'a;b;\n1;2;\n', [[2, '1', '2']]],
    ['a delimiter at the end of the rows only', 'a;b\n1;2;\n', [[2, '1', '2']]],
    [
      'a line break in a row above',
      'a;b\n"x\ny";2\n3;4\n',
      [
        [2, 'x\ny', '2'],
        [4, '3', '4'],
      ],
    ],
    ['a quote within a cell', 'a;b\n1;the "best" one\n', [[2, '1', 'the "best" one']]],
  ])('reads %s', (_name, text, rows) => {
    expect(read(text).rows).toEqual(rows);
  });

  it('keeps a column that has values but no name', () => {
    expect(read('a,,\n1,2,\n')).toEqual({ columns: ['a', 'column 2'], rows: [[2, '1', '2']] });
  });

  it.each<[string, string, string | undefined, RegExp, RegExp]>([
    ['too few cells', 'sep=;\na;b\n1;2\n3\n', undefined, /line 4 has 1 cell, the first line 2$/, /separated by ";"/],
    ['too many cells', 'a,b\n1,2,3\n', undefined, /line 2 has 3 cells, the first line 2$/, /needs quotes/],
    [
      'an open quote',
      'a,b\n1,"2\n3,4\n',
      undefined,
      /the row on line 2 opens a quote that is never closed$/,
      /written ""/,
    ],
    ['a delimiter of two characters', 'a,b\n', '||', /--delimiter must be one character \(got "\|\|"\)/, /tab/],
    ['an empty file', '\n', undefined, /talks\.csv is empty/, /a line per message/],
  ])('refuses %s', (_name, text, delimiter, message, hint) => {
    const error = refusal(() => read(text, delimiter));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });
});
