// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../src/import/import-files.ts';
import { describeNotConverted, type ExpectMode, type Imported } from '../../src/import/imported.ts';
import type { TranscriptOptions } from '../../src/import/transcript-options.ts';
import { writeScenario } from '../../src/import/write-scenario.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { expectGolden } from '../support/golden.ts';
import { refusal } from '../support/refusal.ts';

const FOLDER = 'test/golden/import';
const imported = (names: readonly string[], expect?: ExpectMode, options: Partial<TranscriptOptions> = {}) =>
  importFiles(
    names.map((name) => `${FOLDER}/${name}`),
    '.',
    { expect, ...options },
  );
const written = (result: Imported) => writeScenario(result, { name: 'imported', schema: './palaver.schema.json' });
const loaded = (text: string) => loadScenario(text, 'imported.yml', { env: {}, needTargets: false });
const notConverted = ({ conversations, stepLists, notConverted: rest }: Imported) =>
  [
    ...rest,
    ...[...conversations, ...stepLists].flatMap((talk) => [
      ...talk.steps.flatMap((s) => s.notConverted),
      ...talk.notConverted,
    ]),
  ]
    .map(describeNotConverted)
    .map((text) => text.replace(`${FOLDER}/`, ''));

describe('an import yields a valid scenario', () => {
  it.each<[string, string[], ExpectMode | undefined, Partial<TranscriptOptions>]>([
    ['convo', ['booking.convo.txt', 'goodbye.pconvo.txt', 'nights.utterances.txt'], undefined, {}],
    ['odd-convo', ['odd.convo.txt'], 'contains', {}],
    ['equals', ['booking.convo.txt', 'goodbye.pconvo.txt'], 'equals', {}],
    ['nothing-expected', ['booking.convo.txt', 'odd.convo.txt', 'chats.jsonl'], 'none', {}],
    ['csv', ['chats.csv'], 'contains', {}],
    ['jsonl', ['chats.jsonl'], 'equals', {}],
    ['data-sets', ['prompts.jsonl', 'sharegpt.json'], 'contains', {}],
    ['recorded', ['recorded.csv'], 'contains', { timing: true, columns: { time: 'Zeit' } }],
  ])('%s', (name, files, expected, options) => {
    const text = written(imported(files, expected, options));
    expectGolden(`import/${name}.yml`, text.replaceAll(`${FOLDER}/`, ''));
    expect(loaded(text).conversations.length).toBeGreaterThan(0);
  });

  it('uses the names of its source', () => {
    const talk = { name: '${HOME} {{a}}', steps: [{ step: { use: '$${HOME}' }, notConverted: [] }], notConverted: [] };
    const list = { name: '${HOME}', steps: [{ step: 'hi', notConverted: [] }], notConverted: [] };
    const text = written({ conversations: [talk], stepLists: [list], notes: [], notConverted: [] });
    expect(loaded(text).conversations.map(({ name }) => name)).toEqual(['${HOME} { {a}}']);
  });

  it('keeps the characters of its source', () => {
    const [talk] = loaded(written(imported(['odd.convo.txt', 'chats.jsonl'], 'none'))).conversations;
    expect(talk!.steps[0]!.utterance).toEqual({
      kind: 'text',
      choices: ['my name is $name and I owe ${price} or \\{{that}}'],
    });
  });
});

describe('content without an equivalent', () => {
  it('is listed with file and line, never dropped', () => {
    expect(notConverted(imported(['odd.convo.txt']))).toEqual([
      'odd.convo.txt:4  the channel "#private"',
      'odd.convo.txt:5  $name has no value; it stays in the text as it is',
      'odd.convo.txt:22  an optional reply: "maybe six"',
      'odd.convo.txt:31  a message in JSON',
      'odd.convo.txt:40  CLEAR_SCRIPTING_MEMORY name in #end',
    ]);
  });

  it('includes references of a convo to files that are missing', () => {
    expect(notConverted(imported(['booking.convo.txt']))).toContainEqual(
      expect.stringContaining('INCLUDE goodbye: no partial'),
    );
  });

  it('includes what a bot says before its user, in a transcript', () => {
    expect(notConverted(imported(['chats.csv']))).toEqual([
      'chats.csv:2  a message of the bot before the first of the user: "Welcome to our hotel"',
      'chats.csv:9  a message of the user without text (such as a button press or an attachment)',
    ]);
  });

  it('includes columns that are not read, in a transcript', () => {
    expect(notConverted(imported(['timed.csv']))).toEqual([
      'timed.csv  the column id; the file is read as one conversation',
      'timed.csv:2  the time "10:00" is not a recognised date and time; the messages stay in the order of the file',
    ]);
  });
});

describe('invalid files are rejected by name', () => {
  it.each<[string, string[], Partial<TranscriptOptions>, RegExp]>([
    ['a file of another kind', ['../README.md'], {}, /README\.md has an unknown file type$/],
    ['a file that is not there', ['nowhere.convo.txt'], {}, /cannot read the convo .*nowhere/],
    ['files without a conversation', ['nights.utterances.txt'], {}, /no conversation found in/],
    ['a column that is not there', ['chats.csv'], { columns: { text: 'words' } }, /--columns: .*has no column "words"/],
    ['a user that never speaks', ['chats.csv'], { userValues: ['Ada'] }, /--user-value: .* has no speaker "Ada"/],
    [
      'a file without a column of texts',
      ['no-texts.jsonl'],
      {},
      /cannot determine which column of .* contains the text/,
    ],
  ])('%s', (_name, files, options, message) => {
    expect(refusal(() => imported(files, 'contains', options)).message).toMatch(message);
  });
});
