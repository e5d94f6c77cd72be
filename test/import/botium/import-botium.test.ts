// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/import/import-files.ts';
import { describeNotConverted, type ExpectMode, type Imported } from '../../../src/import/imported.ts';
import { writeScenario } from '../../../src/import/write-scenario.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { expectGolden } from '../../support/golden.ts';
import { refusal } from '../../support/refusal.ts';

type Files = Readonly<Record<string, string>>;

const base = mkdtempSync(join(tmpdir(), 'palaver-botium-'));
afterAll(() => rmSync(base, { recursive: true }));

/** Writes the files into a folder of their own. */
function written(files: Files): { readonly folder: string; readonly paths: readonly string[] } {
  const folder = mkdtempSync(join(base, 'suite-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, paths: Object.keys(files).map((name) => join(folder, name)) };
}

/** Writes the files, and imports them in this order. */
function imported(files: Files, expected?: ExpectMode): Imported & { readonly folder: string } {
  const { folder, paths } = written(files);
  const result = importFiles(paths, folder, { expect: expected });
  const text = writeScenario(result, { name: 'imported', schema: undefined });
  expect(() => loadScenario(text, 'imported.yml', { env: { CITY: 'Linz' }, needTargets: false }), text).not.toThrow();
  return { ...result, folder };
}

const stepsOf = (result: Imported) => result.conversations.map(({ steps }) => steps.map(({ step }) => step));
const leftOut = ({ conversations, stepLists, notConverted, folder }: Imported & { folder: string }) =>
  [
    ...notConverted,
    ...[...conversations, ...stepLists].flatMap((talk) => [
      ...talk.steps.flatMap((step) => step.notConverted),
      ...talk.notConverted,
    ]),
  ].map((each) => describeNotConverted(each).replace(`${folder}/`, ''));

/** The steps of a suite whose first conversation this is. */
const steps = (convo: string, more: Files = {}) => stepsOf(imported({ 'a.convo.txt': convo, ...more }))[0];
const gaps = (convo: string, more: Files = {}) => leftOut(imported({ 'a.convo.txt': convo, ...more }));
const like = (text: string) => ({ text: { like: text } });

describe('a convo in the text form', () => {
  it.each<[string, string, unknown]>([
    [
      'only # and a sender open a section',
      '#me\n#4711\n##CLOSED##\n# me\n #bot\n#bot:\n#Me',
      ['#4711\n##CLOSED##\n# me\n #bot\n#bot:\n#Me'],
    ],
    ['blank lines around a text do not count', '#me\n\n\nhi\n\nyou\n\n\n#bot\n\n', ['hi\n\nyou']],
    ['what a user says may end in a space', '#me\nhi \n\n', ['hi ']],
    ['lines may end in any way', 'n\r\n#me\r\nhi\r#bot\rhello', [{ say: 'hi', expect: like('hello') }]],
    ['an empty #bot needs no check', '#me\nhi\n#bot\n', ['hi']],
    [
      'each #bot is a reply of its own',
      '#me\nhi\n#bot\na\n#bot\n\n#bot\nb',
      [{ say: 'hi', expect: { text: { inOrder: [{ like: 'a' }, { like: '*' }, { like: 'b' }] } } }],
    ],
    [
      'each #bot before the user is a wait of its own',
      '#bot\na\n#bot\nb\n#me\nhi',
      [{ wait: like('a') }, { wait: like('b') }, 'hi'],
    ],
    [
      'an unwanted text is in no reply',
      '#me\nhi\n#bot\n!a',
      [{ say: 'hi', expect: { text: { all: { not: { like: 'a' } } } } }],
    ],
    [
      'a wanted and an unwanted text',
      '#me\nhi\n#bot\na\n#bot\n!b',
      [{ say: 'hi', expect: { text: { inOrder: [{ like: 'a' }, { like: '*' }], not: { like: 'b' } } } }],
    ],
    [
      'a text and its asserters are one reply',
      '#me\nhi\n#bot\na\nTEXT_CONTAINS_ANY_IC b\nTEXT c\nBUTTONS d',
      [
        {
          say: 'hi',
          expect: {
            text: { allOf: [{ like: 'a' }, { like: 'b' }, { equals: 'c', normalize: true }] },
            quickReplies: [{ like: 'd' }],
          },
        },
      ],
    ],
    [
      'characters that are special in a check',
      '#me\nhi\n#bot\n5* \\ {{x}} ${y}',
      [{ say: 'hi', expect: like('5* \\\\ \\{{x}} $${y}') }],
    ],
    [
      'PAUSE is after its section',
      '#me\nhi\nPAUSE 500\n#bot\na\nPAUSE 100\n#me\nbye',
      [{ say: 'hi', expect: like('a') }, { pause: '500ms' }, { pause: '100ms' }, 'bye'],
    ],
    [
      'WAITFORBOT lengthens the wait of Botium',
      '#me\nhi\n#bot\nWAITFORBOT 5000\na',
      [{ say: 'hi', expect: like('a'), timeout: '15000ms' }],
    ],
    ['a wait for a greeting', '#begin\nWAITFORBOT\n#me\nhi', [{ wait: 'any' }, 'hi']],
    ['a button says its payload', '#me\nBUTTON pay-1|Pay', [{ say: 'pay-1', as: 'Pay' }]],
    [
      'a form is data',
      '#me\nFORM a.b|1\nFORM a.c|2|3\nFORM d\nhi',
      [{ say: { text: 'hi', data: { request: { value: { a: { b: '1', c: ['2', '3'] }, d: true } } } } }],
    ],
    ['replies that are left over need no step', '#begin\nSKIP_BOT_UNCONSUMED\n#me\nhi', ['hi']],
  ])('%s', (_name, convo, expected) => {
    expect(steps(convo)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['an optional reply', '#me\nhi\n#bot\n?a\nBUTTONS b', ['a.convo.txt:3  an optional reply: "a", BUTTONS b']],
    ['an optional asserter', '#me\nhi\n#bot\n?BUTTONS b', ['a.convo.txt:3  an optional reply: ?BUTTONS b']],
    [
      'a conditional reply',
      '#me\nhi\n#bot\nCONDITIONAL_STEP_BUSINESS_HOURS\na',
      ['a.convo.txt:3  a conditional reply: "a", CONDITIONAL_STEP_BUSINESS_HOURS'],
    ],
    [
      'an asserter that a project registers',
      '#me\nhi\n#bot\na\n!MY_LINK x|y',
      ['a.convo.txt:5  !MY_LINK x|y: no such asserter or utterance list is known'],
    ],
    [
      'an utterance list that is not imported',
      '#me\nUTT_A\n#bot\nb\n#me\nhi',
      [
        'a.convo.txt:1  UTT_A: no such user input or utterance list is known',
        'a.convo.txt:3  the reply to a step that was not imported',
      ],
    ],
    [
      'hooks',
      '#me\nhi\nUPDATE_CUSTOM a|b|c\n#end\nBOT_CONSUMED',
      ['a.convo.txt:3  UPDATE_CUSTOM a|b|c', 'a.convo.txt:5  BOT_CONSUMED in #end'],
    ],
    [
      'inputs',
      '#me\nMEDIA a.png\n#me\nBUTTON a|b|c\n#me\nhi',
      ['a.convo.txt:1  MEDIA a.png', 'a.convo.txt:3  BUTTON a|b|c'],
    ],
    [
      'JSON',
      '#me\n{"a":1}\n#me\nhi\n#bot\n{"text":"a"}',
      ['a.convo.txt:1  a message in JSON', 'a.convo.txt:6  a reply in JSON'],
    ],
    [
      'a misspelt section',
      '#me\nhi\n# bot',
      ['a.convo.txt:3  # bot is a text here, as in Botium: sections begin with #me or #bot'],
    ],
    [
      'two checks of one path',
      '#me\nhi\n#bot\nJSON_PATH $.data.a|1\n#bot\nJSON_PATH $.data.a|2',
      ['a.convo.txt:5  a second check of $.data.a in one turn: {"like":"2"}'],
    ],
    [
      'a pattern that RE2 does not have',
      '#me\nhi\n#bot\nTEXT_REGEXP_ANY (?=a)',
      ['a.convo.txt:3  a check without an equivalent pattern: (?=a)'],
    ],
  ])('lists %s', (_name, convo, expected) => {
    expect(gaps(convo)).toEqual(expected);
  });
});

describe('utterance lists', () => {
  const lists = { 'u.utterances.txt': 'UTT_HI\nhi %s\nhello\n\n', 'v.utterances.txt': 'UTT_HI\nhello\nhey' };

  it.each<[string, string, unknown]>([
    ['of the user are chosen at random', '#me\nUTT_HI', [{ say: { oneOf: ['hi %s', 'hello', 'hey'] } }]],
    ['take arguments', '#me\nUTT_HI you two', [{ say: { oneOf: ['hi you two', 'hello you two', 'hey you two'] } }]],
    [
      'of the bot are alternatives',
      '#me\nx\n#bot\nUTT_HI',
      [{ say: 'x', expect: { text: { anyOf: [{ like: 'hi %s' }, { like: 'hello' }, { like: 'hey' }] } } }],
    ],
    [
      'are arguments of asserters',
      '#me\nx\n#bot\n!TEXT_CONTAINS_ANY_IC UTT_HI|yo',
      [
        {
          say: 'x',
          expect: {
            text: { all: { not: { anyOf: [{ like: 'hi %s' }, { like: 'hello' }, { like: 'hey' }, { like: 'yo' }] } } },
          },
        },
      ],
    ],
    ['are named by whole words', '#me\nUTT_HIM', undefined],
  ])('%s', (_name, convo, expected) => {
    expect(steps(`${convo}${expected ? '' : '\n#me\nend'}`, lists)).toEqual(expected ?? ['end']);
  });

  it('may have variables', () => {
    const ages = { 'a.utterances.txt': 'UTT_AGE\nyou are $months months old\nyou are $years years old, $years!' };
    const age = { anyOf: [{ like: 'you are * months old' }, { like: 'you are * years old, *!' }] };
    expect(steps('#me\nhi\n#bot\nUTT_AGE', ages)).toEqual([{ say: 'hi', expect: { text: age } }]);
    expect(steps('#me\nhi\n#bot\nUTT_AGE\n#me\n$years', ages)).toEqual([
      {
        say: 'hi',
        expect: { text: age },
        capture: { years: { regex: expect.stringContaining('([^\\s<>]+)'), otherwise: '' } },
      },
      '{{years}}',
    ]);
  });
});

describe('partial convos', () => {
  const login = { 'l.pconvo.txt': 'LOGIN\n#begin\nPAUSE 1\n#me\nlog in\n#bot\nok' };
  const ask = { 'q.pconvo.txt': 'ASK\n#bot\nsure?\n#me\nyes' };

  it('stay step lists if they stand by themselves', () => {
    const suite = imported({ 'a.convo.txt': '#include LOGIN\n#me\nhi\nINCLUDE LOGIN', ...login });
    expect(stepsOf(suite)).toEqual([[{ use: 'LOGIN' }, 'hi', { use: 'LOGIN' }]]);
    expect(suite.stepLists.map(({ name, steps: own }) => [name, own.map(({ step }) => step)])).toEqual([
      ['LOGIN', [{ say: 'log in', expect: like('ok') }]],
    ]);
  });

  it.each<[string, string, Files, unknown]>([
    [
      'that begin with the bot',
      '#me\nhi\n#include ASK\n#bot\nfine',
      ask,
      [
        { say: 'hi', expect: like('sure?') },
        { say: 'yes', expect: like('fine') },
      ],
    ],
    [
      'that the bot goes on from',
      '#include LOGIN\n#bot\nwelcome',
      login,
      [{ say: 'log in', expect: { text: { inOrder: [{ like: 'ok' }, { like: 'welcome' }] } } }],
    ],
    [
      'with variables',
      '#me\nhi\n#bot\nno $number\n#include\nV\nLOGIN',
      { ...login, 'v.pconvo.txt': 'V\n#me\n$number' },
      [
        { say: 'hi', expect: like('no *'), capture: { number: { regex: '/no(?:\\s|<[^<>]*>)+([^\\s<>]+)/is' } } },
        '{{number}}',
        { use: 'LOGIN' },
      ],
    ],
    [
      'in partial convos',
      '#include OUTER\n#bot\nend',
      { ...ask, 'o.pconvo.txt': 'OUTER\n#me\nhi\n#include ASK' },
      [
        { say: 'hi', expect: like('sure?') },
        { say: 'yes', expect: like('end') },
      ],
    ],
  ])('are inserted %s', (_name, convo, files, expected) => {
    expect(steps(convo, files)).toEqual(expected);
  });

  it.each<[string, string, Files, string[]]>([
    [
      'that are missing',
      '#me\nhi\nINCLUDE X',
      {},
      ['a.convo.txt:1  INCLUDE X: no partial convo with this name is imported'],
    ],
    [
      'that include themselves',
      '#include A',
      { 'p.pconvo.txt': 'A\n#me\na\n#include B', 'q.pconvo.txt': 'B\n#me\nb\n#include A' },
      ['q.pconvo.txt:4  INCLUDE A: it includes itself'],
    ],
    ['that no convo includes', '#me\nhi', login, ['l.pconvo.txt  the partial convo LOGIN: no convo includes it']],
    [
      'with the name of another',
      '#include LOGIN',
      { ...login, 'm.pconvo.txt': 'LOGIN\n#me\nother' },
      ['m.pconvo.txt  the partial convo LOGIN: another one has this name'],
    ],
    [
      'whose lines are left out',
      '#include P',
      { 'p.pconvo.txt': 'P\n#me\na\n#bot\nINTENT x' },
      ['p.pconvo.txt:5  INTENT x'],
    ],
  ])('%s are listed', (_name, convo, files, expected) => {
    expect(gaps(convo, files)).toEqual(expected);
  });
});

describe('scripting memory', () => {
  it.each<[string, string, unknown]>([
    [
      'a value that is set',
      '#begin\nSET_SCRIPTING_MEMORY city|Linz\n#me\nin $city\n#bot\n$city it is',
      [{ say: 'in Linz', expect: like('Linz it is') }],
    ],
    [
      'a value that is set after its section',
      '#begin\nSET_SCRIPTING_MEMORY a1|x\n#me\n$a1\nSET_SCRIPTING_MEMORY a1|y\n#me\n$a1',
      ['x', 'y'],
    ],
    [
      'a value made of another',
      '#begin\nSET_SCRIPTING_MEMORY a1|x\nSET_SCRIPTING_MEMORY b1|${a1} $a1\n#me\n$b1',
      ['$${a1} x'],
    ],
    [
      'a value from a reply, used in a check',
      '#me\nhi\n#bot\nI am $name.\n#me\nbye\n#bot\nbye, $name',
      [
        {
          say: 'hi',
          expect: like('I am *.'),
          capture: { name: { regex: '/I(?:\\s|<[^<>]*>)+am(?:\\s|<[^<>]*>)+([^\\s<>]+)\\./is' } },
        },
        { say: 'bye', expect: like('bye, {{name}}') },
      ],
    ],
    ['a value from a reply that is not used', '#me\nhi\n#bot\nI am $name', [{ say: 'hi', expect: like('I am *') }]],
    [
      'a value from the data of a reply',
      '#me\nhi\n#bot\nASSIGN_SCRIPTING_MEMORY no|$.sourceData.data.no\n#me\n$no',
      [{ say: 'hi', capture: { no: { jsonpath: '$.data.no' } } }, '{{no}}'],
    ],
    [
      'a cleared value is captured anew',
      '#begin\nSET_SCRIPTING_MEMORY aa|x\n#me\n$aa\nCLEAR_SCRIPTING_MEMORY aa\n#bot\nis $aa',
      [{ say: 'x', expect: like('is *') }],
    ],
    [
      'functions',
      '#me\n$random(3) $random10 $uniqid $date_ISO $tomorrow(YYYY-MM-DD) $date_add(2, "weeks", YYYY-MM-DD) $env(CITY) $testcasename',
      [
        '{{$number 100 999}} {{$number 100000000 999999999}}{{$number 1 9}} {{$uuid}} {{$date}} {{$date +1d}} {{$date +2w}} ${CITY} a',
      ],
    ],
    ['prices are no variables', '#me\n$5 or $ 5\n#bot\n$5 it is', [{ say: '$5 or $ 5', expect: like('$5 it is') }]],
    [
      'arguments of asserters',
      '#begin\nSET_SCRIPTING_MEMORY day|Monday\n#me\nhi\n#bot\nJSON_PATH $.data.day|$day\nBUTTONS $day',
      [{ say: 'hi', expect: { jsonpath: { '$.data.day': { like: 'Monday' } }, quickReplies: [{ like: 'Monday' }] } }],
    ],
  ])('%s', (_name, convo, expected) => {
    expect(steps(convo)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    [
      'a variable without a value',
      '#me\nto $city',
      ['a.convo.txt:2  $city has no value; it stays in the text as it is'],
    ],
    ['a function of the user', '#me\n$year', ['a.convo.txt:2  $year has no value; it stays in the text as it is']],
    [
      'a function of the bot',
      '#me\nhi\n#bot\nin $year',
      ['a.convo.txt:4  the function $year: any text is accepted in its place'],
    ],
    [
      'a random value that is stored',
      '#begin\nSET_SCRIPTING_MEMORY id|$random(4)\n#me\n$id',
      ['a.convo.txt:2  SET_SCRIPTING_MEMORY id|$random(4): each use makes a new value'],
    ],
    [
      'a value of a message that palaver does not keep',
      '#me\nhi\n#bot\nASSIGN_SCRIPTING_MEMORY a|$.cards[0].text',
      ['a.convo.txt:4  ASSIGN_SCRIPTING_MEMORY a|$.cards[0].text'],
    ],
  ])('lists %s', (_name, convo, expected) => {
    expect(gaps(convo)).toEqual(expected);
  });

  it('holds a convo once for each combination of cases', () => {
    const suite = imported({
      'a.convo.txt': 'Order\n#me\n$amount of $what',
      'b.convo.txt': 'Other\n#me\nhi',
      'w.scriptingmemory.txt': '   |$what|$price\ntea|tea  |3\ncake|cake|4\n',
      'n.scriptingmemory.txt': '       |one|two\n$amount|1  |2',
    });
    expect(suite.conversations.map(({ name, steps: own }) => [name, own[0]?.step])).toEqual([
      ['Order.tea.one', '1 of tea'],
      ['Order.cake.one', '1 of cake'],
      ['Order.tea.two', '2 of tea'],
      ['Order.cake.two', '2 of cake'],
      ['Other', 'hi'],
    ]);
  });
});

describe('cases of scripting memory', () => {
  const hundred = (variable: string) =>
    `|$${variable}\n${Array.from({ length: 100 }, (_, n) => `${variable}${n}|${n}`).join('\n')}`;

  it('make at most 1,000 conversations of a convo', () => {
    const suite = imported({
      'a.convo.txt': '#me\n$one $two',
      'one.scriptingmemory.txt': hundred('one'),
      'two.scriptingmemory.txt': hundred('two'),
    });
    expect(suite.conversations).toHaveLength(1000);
    expect(leftOut(suite)).toEqual(['a.convo.txt  9,000 of the 10,000 combinations of its scripting memory']);
  });

  it('that no convo uses are listed', () => {
    expect(gaps('#me\nhi', { 'c.scriptingmemory.txt': ' |$city\nnorth|Linz' })).toEqual([
      'c.scriptingmemory.txt  the case north: no convo uses its variables',
    ]);
  });
});

describe('other formats', () => {
  const FOLDER = 'test/golden/import/hotel';
  const FILES = [
    'parcel.convo.txt',
    'order.convo.txt',
    'suite.yaml',
    'suite.json',
    'faq.convo.csv',
    'dialogs.convo.csv',
    'confirm.pconvo.txt',
    'rate.pconvo.txt',
    'unused.pconvo.txt',
    'yes.utterances.txt',
    'lists.utterances.csv',
    'order.scriptingmemory.txt',
    'amount.scriptingmemory.txt',
  ];

  it('become one scenario', () => {
    const result = importFiles(
      FILES.map((name) => `${FOLDER}/${name}`),
      '.',
      {},
    );
    const text = writeScenario(result, { name: 'hotel', schema: './palaver.schema.json' });
    expectGolden('import/hotel.yml', text.replaceAll(`${FOLDER}/`, ''));
    expect(loadScenario(text, 'hotel.yml', { env: {}, needTargets: false }).conversations).toHaveLength(12);
  });

  it.each<[string, Files, RegExp]>([
    ['YAML that cannot be parsed', { 'a.yaml': 'convos:\n  - [' }, /a\.yaml:\d cannot be parsed: /],
    ['YAML without convos', { 'a.yml': 'conversations: []' }, /a\.yml has no convos$/],
    ['JSON without convos or messages', { 'a.json': '{ "convos": 1 }' }, /no conversation found in /],
    ['a table of one column', { 'a.convo.csv': 'text\nhello' }, /a\.convo\.csv has no convos: they need two columns/],
    [
      'a table with an open quote',
      { 'a.convo.csv': 'a,b\n"hello,x' },
      /a\.convo\.csv cannot be read: the row on line 2 opens a quote/,
    ],
    ['a spreadsheet', { 'a.xlsx': 'PK' }, /a\.xlsx has an unknown file type$/],
  ])('%s is refused', (_name, files, message) => {
    expect(refusal(() => imported(files)).message).toMatch(message);
  });

  it('contains and equals take the place of like', () => {
    const files = { 'a.convo.txt': '#me\nhi\n#bot\nHello *\n#bot\nI am $name' };
    expect(stepsOf(imported(files, 'contains'))).toEqual([
      [{ say: 'hi', expect: { text: { inOrder: [{ contains: 'Hello *' }, { like: 'I am *' }] } } }],
    ]);
    expect(stepsOf(imported(files, 'none'))).toEqual([['hi']]);
  });
});
