import { describe, expect, it } from 'vitest';
import { decisiveReason, EXIT_CODES, type ExitReason, exitCodeOf, meaningOf } from '../../src/platform/exit-code.ts';

/** First wins. */
const ORDER = [1, 104, 114, 113, 105, 112, 99, 111, 0];
const reasons = Object.keys(EXIT_CODES) as ExitReason[];

describe('exit codes', () => {
  it('are chosen by precedence', () => {
    for (const one of reasons)
      for (const other of reasons) {
        const codes = [exitCodeOf(one), exitCodeOf(other)];
        const first = ORDER.find((code) => codes.includes(code));
        expect(exitCodeOf(decisiveReason([one, other]))).toBe(first);
      }
  });

  it('are 0 if no other applies', () => {
    expect(decisiveReason([])).toBe('pass');
  });

  it('have unique numbers and a meaning', () => {
    expect(reasons.map(exitCodeOf).sort((left, right) => left - right)).toEqual([...ORDER].sort((a, b) => a - b));
    for (const code of ORDER) expect(meaningOf(code)).not.toContain('unknown');
    expect(meaningOf(42)).toBe('unknown exit code');
  });
});
