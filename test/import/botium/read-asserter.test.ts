import { describe, expect, it } from 'vitest';
import { readConvoWord, readMarks } from '../../../src/import/botium/convo-word.ts';
import { readAsserter } from '../../../src/import/botium/read-asserter.ts';
import { TalkBuilder } from '../../../src/import/talk-builder.ts';

const UTTERANCES = new Map([['UTT_HELLO', ['hi', 'hello']]]);
const wordOf = (line: string, sender: string) => readConvoWord(line, { sender, utterances: UTTERANCES });

describe('a line of a convo', () => {
  it.each([
    ['TEXT_CONTAINS_ANY a| b ', 'bot', 'asserter', ['a', 'b']],
    ['?!BUTTONS a\\|b', 'bot', 'asserter', ['a|b']],
    ['TEXT_EQUALS_IC a', 'bot', 'asserter', ['a']],
    ['PAUSE 500', 'me', 'hook', ['500']],
    ['BUTTON Yes', 'me', 'input', ['Yes']],
    ['WAITFORBOT', 'bot', 'hook', []],
    ['MEDIA a.png', 'me', 'input', ['a.png']],
    ['MEDIA a.png', 'bot', 'asserter', ['a.png']],
    ['CONDITIONAL_STEP_TIME_BASED 10:00|a', 'bot', 'hook', ['10:00', 'a']],
    ['LINK_OK https://example.com|200', 'bot', 'unknown', ['https://example.com', '200']],
    // Botium's contains needs _ANY or _ALL.
    ['TEXT_CONTAINS a', 'bot', 'unknown', ['a']],
    ['UTT_GOODBYE', 'me', 'unknown', []],
  ])('%s in #%s is a word: %s', (line, sender, kind, args) => {
    expect(wordOf(line, sender)).toMatchObject({ kind, args });
  });

  it.each([
    ['BUTTON Yes', 'bot'],
    ['TEXT hello', 'me'],
    ['PAUSES are fine', 'bot'],
    ['text hello', 'bot'],
    ['  PAUSE 500', 'bot'],
    ['OK', 'bot'],
    ['WELCOME BACK', 'bot'],
    ['INC_0042 is still open', 'me'],
    ['UTT_HELLO', 'bot'],
    ['UTT_HELLO you', 'me'],
    ['#4711', 'bot'],
    ['snake_case is a text', 'bot'],
  ])('%s in #%s is a text', (line, sender) => {
    expect(wordOf(line, sender)).toBeUndefined();
  });

  it.each([
    ['hello', 'hello', false, false],
    ['!hello', 'hello', true, false],
    ['?hello', 'hello', false, true],
    ['?!hello', 'hello', true, true],
    ['!!hello', '!hello', false, false],
    ['??hello', '?hello', false, false],
    ['??!hello', '?!hello', false, false],
  ])('%s contains markers', (line, rest, negated, optional) => {
    expect(readMarks(line)).toEqual({ rest, negated, optional });
  });
});

describe('an asserter becomes a check', () => {
  const checkOf = (line: string) => {
    const says = readAsserter(wordOf(line, 'bot')!, {
      resolve: (arg) => UTTERANCES.get(arg) ?? [arg],
      write: (text) => text,
    });
    const builder = new TalkBuilder('x.convo.txt', 'like');
    builder.turn({ say: 'x' });
    if (says) builder.bot(says, 1);
    const [{ step, notConverted } = { step: undefined, notConverted: [] }] = builder.build('x').steps;
    return notConverted.length > 0 ? notConverted.map(({ what }) => what) : (step as { expect?: unknown }).expect;
  };

  it.each<[string, unknown]>([
    ['TEXT hello there', { text: { equals: 'hello there', normalize: true } }],
    [
      'TEXT_EQUALS hello|bye',
      {
        text: {
          anyOf: [
            { equals: 'hello', normalize: true },
            { equals: 'bye', normalize: true },
          ],
        },
      },
    ],
    ['TEXT_IC Hello.', { text: { equals: 'Hello.', ignoreCase: true, normalize: true } }],
    [
      'TEXT UTT_HELLO',
      {
        text: {
          anyOf: [
            { equals: 'hi', normalize: true },
            { equals: 'hello', normalize: true },
          ],
        },
      },
    ],
    ['TEXT', { text: { matches: '/\\S/' } }],
    ['!TEXT', { text: { all: { not: { matches: '/\\S/' } } } }],
    ['TEXT_CONTAINS_ANY a', { text: { contains: 'a', normalize: true } }],
    ['TEXT_CONTAINS_ANY_IC 5* a', { text: { like: '5\\* a' } }],
    ['TEXT_CONTAINS_ALL_IC a|b', { text: { allOf: [{ like: 'a' }, { like: 'b' }] } }],
    ['!TEXT_CONTAINS_ANY_IC a|b', { text: { all: { not: { anyOf: [{ like: 'a' }, { like: 'b' }] } } } }],
    ['!TEXT_CONTAINS_ALL_IC a', { text: { all: { not: { like: 'a' } } } }],
    ['TEXT_REGEXP_ANY ^(yes|no)$', { text: { matches: '/^(yes|no)$/', normalize: true } }],
    ['TEXT_REGEXP_ANY ^(yes\\|no)$', { text: { matches: '/^(yes|no)$/', normalize: true } }],
    [
      'TEXT_REGEXP_ALL_IC ^yes|no$',
      {
        text: {
          allOf: [
            { matches: '/^yes/i', normalize: true },
            { matches: '/no$/i', normalize: true },
          ],
        },
      },
    ],
    ['TEXT_WILDCARD_ANY 2 * rooms', { text: { matches: '/2 .* rooms/s', normalize: true } }],
    ['TEXT_WILDCARD_ANY_IC 2 * rooms', { text: { like: '2 * rooms' } }],
    ['TEXT_WILDCARDEXACT_ANY_IC a*z', { text: { matches: '/^a.*z$/is', normalize: true } }],
    ['BUTTONS Yes|No', { quickReplies: [{ like: 'Yes' }, { like: 'No' }] }],
    ['BUTTONS', { quickReplies: [{ like: '*' }] }],
    ['CARDS Soup|Pizza', { text: { allOf: [{ like: 'Soup' }, { like: 'Pizza' }] } }],
    ['!CARDS Soup', { text: { all: { not: { like: 'Soup' } } } }],
    ['MEDIA', { jsonpath: { "$.data..['imageUrl','audioUrl','videoUrl']": { exists: true } } }],
    ['MEDIA map*.png', { jsonpath: { "$.data..['imageUrl','audioUrl','videoUrl']": { like: 'map*.png' } } }],
    ['JSON_PATH $.data.day', { jsonpath: { '$.data.day': { exists: true } } }],
    ['!JSON_PATH $.data.day', { jsonpath: { '$.data.day': { exists: false } } }],
    ['JSON_PATH $.data.seats|4', { jsonpath: { '$.data.seats': { like: '4' } } }],
    ['JSON_PATH data.day | Mon*', { jsonpath: { '$.data.day': { like: 'Mon*' } } }],
    ['!JSON_PATH $.data.day|Mon*', { jsonpath: { '$[?!search($.data.day, "(?i)Mon.*")]': { exists: true } } }],
    ['JSON_PATH $.data.items.length|2', { jsonpath: { '$[?length($.data.items) == 2]': { exists: true } } }],
    ['JSON_PATH_COUNT $.data.items|>=2', { jsonpath: { '$[?length($.data.items) >= 2]': { exists: true } } }],
    ['JSON_PATH_COUNT $.data.items', { jsonpath: { '$[?length($.data.items) > 0]': { exists: true } } }],
    ['!JSON_PATH_COUNT $.data.items|2', { jsonpath: { '$[?!(length($.data.items) == 2)]': { exists: true } } }],
    ['RESPONSE_LENGTH 200', { text: { matches: '/^[\\s\\S]{0,200}$/' } }],
  ])('%s', (line, check) => {
    expect(checkOf(line)).toEqual(check);
  });

  it.each([
    '!BUTTONS Yes',
    '!TEXT_CONTAINS_ALL a|b',
    'JSON_PATH $.session.cart',
    'JSON_PATH $.data[',
    'JSON_PATH $.data.a|b|c',
    '!JSON_PATH $.data.seats|4',
    'JSON_PATH_COUNT $.data..items|2',
    'BUTTONS_COUNT 2',
    'CARDS',
    'MEDIA a.png|b.png',
    'INTENT book',
    'TEXT_WER hello|20',
    'TEXT_CONTAINS_ANY',
    'RESPONSE_LENGTH 2000',
    'RESPONSE_LENGTH 20|2',
  ])('%s has no equivalent', (line) => {
    expect(checkOf(line)).toBeUndefined();
  });

  it('with a pattern that RE2 cannot parse is listed as not converted', () => {
    expect(checkOf('TEXT_REGEXP_ANY (?=a)b')).toEqual(['a check without an equivalent pattern: (?=a)b']);
  });
});
