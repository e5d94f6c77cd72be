import { describe, expect, it } from 'vitest';
import { failedCheck } from '../../src/conversation/checks/describe-check.ts';
import { matchesReply } from '../../src/conversation/checks/judge-reply.ts';
import { rememberSecret } from '../../src/platform/redact.ts';
import type { TextMatcher } from '../../src/scenario/reply-check.ts';
import { CHECK_CONTEXT } from '../support/cognigy.ts';
import { replyOf } from '../support/ended-turn.ts';

const pattern = (source: string, flags = '') => ({ matches: { pattern: source, flags } });
const any = (matcher: TextMatcher) => ({ of: 'any' as const, matcher });
/** Quick replies as the platform nests them. */
const quickReplies = (text: string, ...titles: string[]) => ({
  _cognigy: { _default: { _quickReplies: { text, quickReplies: titles.map((title) => ({ title })) } } },
});

describe('a matcher', () => {
  it.each<[string, TextMatcher, string, boolean]>([
    ['contains', { contains: 'table' }, 'a table for two', true],
    ['contains, by case', { contains: 'Table' }, 'a table for two', false],
    ['equals', { equals: 'yes' }, 'yes', true],
    ['equals the whole text', { equals: 'yes' }, 'yes!', false],
    ['matches anywhere', pattern('t.ble'), 'a table', true],
    ['matches by case', pattern('TABLE'), 'a table', false],
    ['matches with i', pattern('TABLE', 'i'), 'a table', true],
    ['matches with m', pattern('^two$', 'm'), 'one\ntwo', true],
    ['matches without m', pattern('^two$'), 'one\ntwo', false],
    ['matches with s', pattern('one.two', 's'), 'one\ntwo', true],
    ['matches without s', pattern('one.two'), 'one\ntwo', false],
    ['all parts together', { contains: 'a', ...pattern('b') }, 'ab', true],
    ['one part missing', { contains: 'a', ...pattern('c') }, 'ab', false],
    ['not', { not: { contains: 'sorry' } }, 'of course', true],
    ['not, but it does', { not: { contains: 'sorry' } }, 'sorry, no', false],
    ['not twice', { not: { not: { contains: 'yes' } } }, 'yes', true],
    ['a part and a not', { contains: 'table', not: { contains: 'no' } }, 'no table', false],
    ['the empty text equals itself', { equals: '' }, '', true],
    ['like ignores case', { like: 'WELCOME back' }, 'So: welcome Back!', true],
    ['like ignores markup', { like: 'may be covered' }, '<p>may <b class="x">be</b></p><br>covered', true],
    ['like ignores markup of its own', { like: '<b>may</b> be' }, 'may be', true],
    ['like ignores the amount of white space', { like: 'a  b\n\nc' }, 'a\tb c', true],
    ['like needs white space somewhere', { like: 'a b' }, 'ab', false],
    ['like reads entities', { like: 'tea & cake' }, 'Tea &amp; cake', true],
    ['like takes any characters for a star', { like: 'the *, how' }, 'the blue\nhotel, how', true],
    ['like takes no character for a star', { like: 'yes*!' }, 'yes!', true],
    ['like keeps the order of its parts', { like: 'b*a' }, 'a b', false],
    ['like does not use a part twice', { like: 'aba*aba' }, 'ababa', false],
    ['like takes an escaped star literally', { like: '5\\* hotel' }, 'a 5* hotel', true],
    ['like finds no other character for an escaped star', { like: '5\\* hotel' }, 'a 5 star hotel', false],
    ['like takes an escaped backslash literally', { like: 'c:\\\\*.txt' }, 'C:\\notes.txt', true],
    ['like takes pattern characters literally', { like: '(a.b)?' }, '(a.b)?', true],
    ['a star alone is like every text', { like: '*' }, '', true],
    ['contains, ignoring case', { contains: 'Table', ignoreCase: true }, 'a TABLE', true],
    ['contains, ignoring case only', { contains: 'a b', ignoreCase: true }, 'A  B', false],
    ['contains, normalized', { contains: 'a  b', normalize: true }, 'xa<i> b', true],
    ['contains, normalized only', { contains: 'A b', normalize: true }, 'a b', false],
    ['equals, normalized', { equals: ' yes', normalize: true }, '<p>yes</p>', true],
    ['equals, ignoring case', { equals: 'Yes', ignoreCase: true }, 'yEs', true],
    ['equals the whole, normalized', { equals: 'yes', normalize: true }, '<p>yes</p>!', false],
    ['matches, normalized', { ...pattern('^a b$'), normalize: true }, '<p>a</p>\nb', true],
    ['any of several', { anyOf: [{ equals: 'a' }, { equals: 'b' }] }, 'b', true],
    ['none of several', { anyOf: [{ equals: 'a' }, { equals: 'b' }] }, 'c', false],
    ['all of several', { allOf: [{ contains: 'a' }, { contains: 'b' }] }, 'ba', true],
    ['not all of several', { allOf: [{ contains: 'a' }, { contains: 'b' }] }, 'a', false],
    ['any of several beside a part', { contains: 'x', anyOf: [{ contains: 'a' }] }, 'a', false],
    ['not any of several', { not: { anyOf: [{ contains: 'a' }, { contains: 'b' }] } }, 'b', false],
  ])('%s', (_name, matcher, text, holds) => {
    expect(matchesReply(matcher, replyOf(text), CHECK_CONTEXT)).toBe(holds);
    expect(failedCheck({ text: any(matcher) }, [replyOf(text)], CHECK_CONTEXT) === undefined).toBe(holds);
  });

  it('evaluates a pattern in linear time that would hang a backtracking engine', () => {
    expect(matchesReply(pattern('^(a+)+$'), replyOf(`${'a'.repeat(5000)}b`), CHECK_CONTEXT)).toBe(false);
  });

  it('checks the texts of quick replies individually', () => {
    const reply = replyOf('', { data: [quickReplies('When?', 'Today', 'Tomorrow')] });
    expect(matchesReply({ equals: 'When?' }, reply, CHECK_CONTEXT)).toBe(true);
    expect(matchesReply({ equals: 'Today' }, reply, CHECK_CONTEXT)).toBe(true);
    expect(matchesReply({ contains: 'When?Today' }, reply, CHECK_CONTEXT)).toBe(false);
    expect(matchesReply({ not: { equals: 'Tomorrow' } }, reply, CHECK_CONTEXT)).toBe(false);
  });

  it('needs all its positive parts in the same text', () => {
    const reply = replyOf('When?', { data: [quickReplies('When?', 'Today')] });
    expect(matchesReply({ contains: 'When', ...pattern('Today') }, reply, CHECK_CONTEXT)).toBe(false);
  });
});

describe('the expectation of a turn', () => {
  const two = [replyOf('one moment'), replyOf('your table is booked')];

  it('is met if any reply matches', () => {
    expect(failedCheck({ text: any({ contains: 'booked' }) }, two, CHECK_CONTEXT)).toBeUndefined();
    expect(failedCheck({ text: any({ contains: 'moment' }) }, two, CHECK_CONTEXT)).toBeUndefined();
  });

  it('with not is met only if no reply matches', () => {
    expect(failedCheck({ text: any({ not: { contains: 'moment' } }) }, two, CHECK_CONTEXT)?.withTexts).toBe(
      'expected a reply that is not one that contains "moment", got "one moment | your table is booked"',
    );
    expect(failedCheck({ text: any({ not: { contains: 'booked' } }) }, two, CHECK_CONTEXT)).toBeDefined();
    expect(failedCheck({ text: any({ not: { contains: 'sorry' } }) }, two, CHECK_CONTEXT)).toBeUndefined();
    expect(
      failedCheck({ text: any({ contains: 'booked', not: { contains: 'moment' } }) }, two, CHECK_CONTEXT),
    ).toBeDefined();
  });

  it('counts replies exactly, and first', () => {
    expect(failedCheck({ replies: 2 }, two, CHECK_CONTEXT)).toBeUndefined();
    expect(failedCheck({ replies: 1 }, two, CHECK_CONTEXT)?.withTexts).toBe('expected 1 reply, got 2');
    expect(failedCheck({ replies: 3, text: any({ contains: 'nothing' }) }, two, CHECK_CONTEXT)?.withTexts).toBe(
      'expected 3 replies, got 2',
    );
    expect(failedCheck({ replies: 0 }, [], CHECK_CONTEXT)).toBeUndefined();
  });

  it('in order needs a reply of its own for each check', () => {
    const inOrder = (...matchers: TextMatcher[]) => ({ text: { of: 'in-order' as const, matchers } });
    const [moment, booked] = [{ like: 'ONE moment' }, { like: 'is booked' }];
    expect(failedCheck(inOrder(moment, booked), two, CHECK_CONTEXT)).toBeUndefined();
    expect(failedCheck(inOrder(moment, booked), [replyOf('hi'), ...two], CHECK_CONTEXT)).toBeUndefined();
    expect(failedCheck(inOrder(booked, moment), two, CHECK_CONTEXT)?.withTexts).toBe(
      'expected these replies: one that is like "is booked", then one that is like "ONE moment", got "one moment | your table is booked"',
    );
    expect(failedCheck(inOrder({ like: 'e' }, { like: 'e' }), [two[0]!], CHECK_CONTEXT)).toBeDefined();
    const never = { text: { of: 'in-order' as const, matchers: [moment, booked], not: { like: 'TABLE' } } };
    expect(failedCheck(never, two, CHECK_CONTEXT)?.withTexts).toContain('and none that is like "TABLE", got');
  });

  it('in order finds the text of quick replies', () => {
    const check = { text: { of: 'in-order' as const, matchers: [{ like: 'hello' }, { like: 'when' }] } };
    const offer = replyOf('', { data: [quickReplies('When?', 'Today')] });
    expect(failedCheck(check, [replyOf('Hello'), offer], CHECK_CONTEXT)).toBeUndefined();
  });

  it('offers a title or a payload that is like a text', () => {
    const data = {
      _cognigy: { _default: { _quickReplies: { quickReplies: [{ title: 'Book <b>now</b>', payload: 'book-1' }] } } },
    };
    const failure = (like: string) =>
      failedCheck({ quickReplies: [{ like }] }, [replyOf('', { data: [data] })], CHECK_CONTEXT);
    expect(failure('BOOK now')).toBeUndefined();
    expect(failure('ok-1')).toBeUndefined();
    expect(failure('later')?.withTexts).toBe('expected a title like "later" to be offered, got "Book <b>now</b>"');
  });

  it('describes normalized, alternative and combined checks', () => {
    const messageOf = (matcher: TextMatcher) =>
      failedCheck({ text: any(matcher) }, [replyOf('x')], CHECK_CONTEXT)?.withTexts;
    expect(messageOf({ contains: 'a', ignoreCase: true, normalize: true })).toBe(
      'expected a reply that contains "a" (ignoring case, normalized), got "x"',
    );
    expect(messageOf({ allOf: [{ like: 'a' }, { equals: 'b' }] })).toBe(
      'expected a reply that is like "a" and equals "b", got "x"',
    );
    expect(messageOf({ anyOf: [...'abcdefg'].map((like) => ({ like })) })).toBe(
      'expected a reply that (is like "a" or is like "b" or is like "c" or is like "d" or is like "e" or 2 more), got "x"',
    );
  });

  it('describes the expected and actual reply in one line', () => {
    const matcher: TextMatcher = { equals: 'yes', ...pattern('y', 'i') };
    expect(failedCheck({ text: any(matcher) }, two, CHECK_CONTEXT)?.withTexts).toBe(
      'expected a reply that equals "yes" and matches /y/i, got "one moment | your table is booked"',
    );
    expect(failedCheck({ text: any({ contains: 'x' }) }, [replyOf('')], CHECK_CONTEXT)?.withTexts).toBe(
      'expected a reply that contains "x", got no text',
    );
  });

  it('shows a text once that the data of its reply repeat', () => {
    const offer = replyOf('when?', { data: [quickReplies('when?', 'today')] });
    expect(failedCheck({ text: any({ contains: 'x' }) }, [offer, replyOf('when?')], CHECK_CONTEXT)?.withTexts).toBe(
      'expected a reply that contains "x", got "when? | today | when?"',
    );
  });

  it('never shows a secret', () => {
    rememberSecret('judge-reply-secret');
    expect(
      failedCheck({ text: any({ contains: 'x' }) }, [replyOf('judge-reply-secret')], CHECK_CONTEXT)?.withTexts,
    ).not.toContain('reply-secret');
  });
});
