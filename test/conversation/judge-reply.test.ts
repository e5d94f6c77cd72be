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

  it('describes the expected and actual reply in one line', () => {
    const matcher: TextMatcher = { equals: 'yes', ...pattern('y', 'i') };
    expect(failedCheck({ text: any(matcher) }, two, CHECK_CONTEXT)?.withTexts).toBe(
      'expected a reply that equals "yes" and matches /y/i, got "one moment | your table is booked"',
    );
    expect(failedCheck({ text: any({ contains: 'x' }) }, [replyOf('')], CHECK_CONTEXT)?.withTexts).toBe(
      'expected a reply that contains "x", got no text',
    );
  });

  it('never shows a secret', () => {
    rememberSecret('judge-reply-secret');
    expect(
      failedCheck({ text: any({ contains: 'x' }) }, [replyOf('judge-reply-secret')], CHECK_CONTEXT)?.withTexts,
    ).not.toContain('reply-secret');
  });
});
