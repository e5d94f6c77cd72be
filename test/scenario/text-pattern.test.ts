import { describe, expect, it } from 'vitest';
import { readTextPattern } from '../../src/scenario/text-pattern.ts';

describe('a pattern between slashes', () => {
  it.each([
    ['/when/i', { pattern: 'when', flags: 'i' }],
    ['/a\\/b/', { pattern: 'a/b', flags: '' }],
    ['/a/b/s', { pattern: 'a/b', flags: 's' }],
    [' /([0-9.]+) EUR/ims ', { pattern: '([0-9.]+) EUR', flags: 'ims' }],
  ])('%s', (written, pattern) => {
    expect(readTextPattern(written)).toEqual({ pattern });
  });

  it.each([
    ['when', /between slashes/],
    ['//', /between slashes/],
    ['/when', /between slashes/],
    ['/when/g', /flag "g"/],
    ['/when/ii', /flag "i"/],
    ['/(?=x)/', /not a valid RE2 pattern/],
    ['/(?=x)/', /\(\?= is not supported; rewrite the pattern without it/],
    ['/[/', /not a valid RE2 pattern .*: a \[ is not closed; add \]/],
    ['/(a/', /a \( is not closed; add \)/],
    ['/a)/', /a \) has no \( before it; remove it/],
    ['/*a/', /nothing precedes \*; remove it, or write \\\*/],
    ['/a**/', /\*\* repeats a repetition/],
    ['/a{1001}/', /\{1001\} is not a valid repetition/],
    ['/[z-a]/', /z-a is not a range of characters; write it from low to high/],
    ['/(?<n>a)(?<n>b)/', /two groups have the name n; rename one/],
    ['/\\k/', /\\k is not supported/],
  ])('%s is rejected', (written, problem) => {
    expect(readTextPattern(written)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
