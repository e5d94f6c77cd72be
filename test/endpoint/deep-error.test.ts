import { describe, expect, it } from 'vitest';
import { decodeEvent } from '../../src/endpoint/protocol/cognigy/turn-events.ts';

describe('an error nested beyond all sense', () => {
  it('is an error reply like any other, not an overflown stack', () => {
    const error = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(decodeEvent('output', { type: 'error', data: { error } }, 5, false)).toMatchObject({
      kind: 'error-reply',
      message: 'an error nested too deeply to show',
    });
  });
});
