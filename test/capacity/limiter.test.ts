import { describe, expect, it } from 'vitest';
import { limiterOf } from '../../src/capacity/limiter.ts';

describe('the bottleneck', () => {
  it.each([
    ['bot', { connectsFailed: {}, conversationsFailed: 0, withoutPort: 0 }],
    ['bot', { connectsFailed: { 'http-429': 3 }, conversationsFailed: 50, withoutPort: 0 }],
    ['bot', { connectsFailed: { refused: 50 }, conversationsFailed: 50, withoutPort: 0 }],
    ['gate', { connectsFailed: { 'http-429': 20, 'http-503': 20 }, conversationsFailed: 50, withoutPort: 0 }],
    ['gate', { connectsFailed: { 'http-403': 50 }, conversationsFailed: 50, withoutPort: 0 }],
    ['address', { connectsFailed: { other: 40 }, conversationsFailed: 50, withoutPort: 40 }],
  ] as const)('is the %s: %o', (limiter, failed) => {
    expect(limiterOf(failed)).toBe(limiter);
  });
});
