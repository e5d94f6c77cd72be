import { describe, expect, it } from 'vitest';
import { decodeEvent } from '../../src/endpoint/protocol/cognigy/turn-events.ts';

describe('a deeply nested error', () => {
  it('is an ordinary error reply, without a stack overflow', () => {
    const error = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(decodeEvent('output', { type: 'error', data: { error } }, 5, false)).toMatchObject({
      kind: 'error-reply',
      message: 'an error nested too deeply to show',
    });
  });
});
