import { KnownError } from '../../platform/known-error.ts';
import { type CsvLine, readCsvLines } from '../csv-lines.ts';
import { type Convo, type ConvoSection, isSender, makeSection } from './convo.ts';
import type { WordContext } from './convo-word.ts';
import { addUtterances, type Utterances } from './utterances.ts';

/** The first of these that the first line has is the delimiter. */
const DELIMITERS = [',', ';', '|', '\t'];

/** The rows of a CSV file, the header first. KnownError with the line if it is not CSV. */
export function readConvoCsv(text: string, file: string): readonly CsvLine[] {
  const plain = text.replace(/^\uFEFF/, '');
  const [first = ''] = plain.split(/\r\n|\r|\n/, 1);
  return readCsvLines(plain, file, DELIMITERS.find((candidate) => first.includes(candidate)) ?? ',');
}

/**
 * The convos of a table with a header. Two columns: a question and its answer in each row; three or more: the name of the
 * convo, the sender (me or bot), and the text.
 */
export function readConvoTable(
  table: readonly CsvLine[],
  source: { readonly file: string; readonly fallbackName: string },
  utterances: WordContext['utterances'],
): readonly Convo[] {
  const { file, fallbackName } = source;
  const [header, ...rows] = table;
  const width = header?.cells.length ?? 0;
  if (width < 2) {
    throw new KnownError(
      `${file} has no convos: they need two columns (question, answer) or three (name, sender, text)`,
      {
        hint: 'separate the columns with commas, semicolons, bars or tabs',
      },
    );
  }
  const sectionOf = (sender: string, content: string, line: number): ConvoSection | undefined =>
    isSender(sender) ? makeSection({ sender, channel: '', file, line }, [{ content, line }], utterances) : undefined;
  if (width === 2) {
    return rows.map(({ cells, line }) => ({
      name: `${fallbackName} ${line}`,
      file,
      sections: [sectionOf('me', cells[0] ?? '', line)!, sectionOf('bot', cells[1] ?? '', line)!],
      notConverted: [],
    }));
  }
  const byName = new Map<string, CsvLine[]>();
  for (const row of rows) {
    const [name = ''] = row.cells;
    byName.set(name, [...(byName.get(name) ?? []), row]);
  }
  return [...byName].map(([name, own]) => {
    const read = own.map(({ cells: [, sender = '', text = ''], line }) => ({
      line,
      sender,
      section: sectionOf(sender.trim(), text, line),
    }));
    return {
      name: name.trim() === '' ? fallbackName : name.trim(),
      file,
      sections: read.flatMap(({ section }) => section ?? []),
      notConverted: read
        .filter(({ section }) => !section)
        .map(({ line, sender }) => ({
          file,
          line,
          what: `the sender ${JSON.stringify(sender)}; it must be me or bot`,
        })),
    };
  });
}

/** Each column is an utterance list: its name, then the ways to say it. */
export function addUtterancesOfTable(lists: Utterances, [header, ...rows]: readonly CsvLine[]): void {
  for (const [column, name] of (header?.cells ?? []).entries()) {
    if (name.trim() === '') continue;
    addUtterances(
      lists,
      name.trim(),
      rows.map(({ cells }) => (cells[column] ?? '').trim()),
    );
  }
}
