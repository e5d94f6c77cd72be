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
    ['/[/', /not a valid RE2 pattern/],
  ])('%s is rejected', (written, problem) => {
    expect(readTextPattern(written)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
