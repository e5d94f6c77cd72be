import { describe, expect, it } from 'vitest';
import { readAsserter } from '../../src/import/convo-asserter.ts';
import { readConvoWord, readMarks } from '../../src/import/convo-word.ts';
import { expectationsOf } from '../../src/import/turn-checks.ts';

describe('a line of a convo', () => {
  it.each([
    [
      'TEXT_CONTAINS_ANY a| b ',
      'bot',
      { name: 'TEXT_CONTAINS_ANY', args: ['a', 'b'], negated: false, optional: false },
    ],
    ['?!BUTTONS a\\|b', 'bot', { name: 'BUTTONS', args: ['a|b'], negated: true, optional: true }],
    ['PAUSE 500', 'me', { name: 'PAUSE', args: ['500'], negated: false, optional: false }],
    ['BUTTON Yes', 'me', { name: 'BUTTON', args: ['Yes'], negated: false, optional: false }],
    ['WAITFORBOT', 'bot', { name: 'WAITFORBOT', args: [], negated: false, optional: false }],
  ])('%s in #%s is a word', (line, sender, word) => {
    expect(readConvoWord(line, sender)).toEqual(word);
  });

  it.each([
    ['BUTTON Yes', 'bot'],
    ['TEXT hello', 'me'],
    ['PAUSES are fine', 'bot'],
    ['text hello', 'bot'],
    ['OK', 'bot'],
  ])('%s in #%s is a text', (line, sender) => {
    expect(readConvoWord(line, sender)).toBeUndefined();
  });

  it.each([
    ['hello', 'hello', false, false],
    ['!hello', 'hello', true, false],
    ['?hello', 'hello', false, true],
    ['?!hello', 'hello', true, true],
    ['!!hello', '!hello', false, false],
    ['??hello', '?hello', false, false],
  ])('%s contains markers', (line, rest, negated, optional) => {
    expect(readMarks(line)).toEqual({ rest, negated, optional });
  });
});

describe('an asserter becomes a check', () => {
  const checkOf = (line: string) => {
    const says = readAsserter(readConvoWord(line, 'bot')!);
    const { expect: check, leftOver } = expectationsOf({
      wanted: [],
      unwanted: [],
      quickReplies: [],
      jsonpath: {},
      ...says,
    });
    return leftOver.length > 0 ? leftOver : check;
  };

  it.each<[string, unknown]>([
    ['TEXT hello there', { text: { equals: 'hello there' } }],
    ['TEXT_IC Hello.', { text: { matches: '/^Hello\\.$/i' } }],
    ['TEXT_CONTAINS_ANY a', { text: { contains: 'a' } }],
    ['TEXT_CONTAINS_ANY a|b', { text: { matches: '/(?:a)|(?:b)/' } }],
    ['TEXT_CONTAINS_ALL a|b', { text: { contains: 'a' }, jsonpath: { '$.text': { contains: 'b' } } }],
    ['!TEXT_CONTAINS_ANY a|b', { text: { all: { not: { matches: '/(?:a)|(?:b)/' } } } }],
    ['TEXT_REGEXP ^(yes|no)$', { text: { matches: '/^(yes|no)$/' } }],
    ['TEXT_REGEXP_ANY_IC ^yes|^no', { text: { matches: '/(?:^yes)|(?:^no)/i' } }],
    ['TEXT_WILDCARD 2 * rooms', { text: { matches: '/2 .* rooms/s' } }],
    ['TEXT_WILDCARDEXACT_IC a*z', { text: { matches: '/^a.*z$/is' } }],
    ['BUTTONS Yes|No', { quickReplies: ['Yes', 'No'] }],
    ['JSON_PATH $.data.day', { jsonpath: { '$.data.day': { exists: true } } }],
    ['!JSON_PATH $.data.day', { jsonpath: { '$.data.day': { exists: false } } }],
    ['JSON_PATH $.data.seats|4', { jsonpath: { '$.data.seats': 4 } }],
    ['JSON_PATH $.data.day|Mon', { jsonpath: { '$.data.day': { contains: 'Mon' } } }],
  ])('%s', (line, check) => {
    expect(checkOf(line)).toEqual(check);
  });

  it.each([
    '!BUTTONS Yes',
    '!TEXT_CONTAINS_ALL a|b',
    'BUTTONS',
    'JSON_PATH data.day',
    '!JSON_PATH $.day|Mon',
    'CARDS a',
    'INTENT book',
    'TEXT_CONTAINS_ANY',
  ])('%s has no equivalent', (line) => {
    expect(readAsserter(readConvoWord(line, 'bot')!)).toBeUndefined();
  });

  it('with a pattern that RE2 cannot parse is listed as not converted', () => {
    expect(checkOf('TEXT_REGEXP (?=a)b')).toEqual([{ kind: 'regexp', texts: ['(?=a)b'], ignoreCase: false }]);
  });
});
