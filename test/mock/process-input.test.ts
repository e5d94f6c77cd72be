import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProcessInput } from '../../src/mock/dialects/process-input.ts';

const IDS = { URLToken: 't', userId: 'u', sessionId: 's' };

describe('reading a processInput', () => {
  it('accepts what clients send', () => {
    const sent = {
      ...IDS,
      channel: 'c',
      source: 'device',
      passthroughIP: null,
      resetFlow: true,
      text: 'hi',
      data: { a: 1 },
    };
    expect(parseProcessInput(sent)).toEqual({
      ...IDS,
      channel: 'c',
      resetFlow: true,
      text: 'hi',
      data: { a: 1 },
    });
  });

  it('tolerates extra fields and null for missing values', () => {
    expect(parseProcessInput({ ...IDS, reloadFlow: false, text: null, data: { a: 1 } })).toMatchObject({ text: '' });
  });

  it.each([
    ['resetFlow', { ...IDS, text: 'hi', resetFlow: 'false' }],
    ['sessionId', { ...IDS, sessionId: '', text: 'hi' }],
    ['userId', { URLToken: 't', sessionId: 's', text: 'hi' }],
    ['data', { ...IDS, data: ['a'] }],
    ['text', { ...IDS, text: 4 }],
    ['neither text nor data', { ...IDS, text: '' }],
    ['payload', 'hello'],
  ])('reports what is wrong with %s', (name, payload) => {
    expect(parseProcessInput(payload)).toContain(name);
  });

  it('never throws, and accepts only objects with the three ids', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        expect(typeof parseProcessInput(payload)).toBe('string');
      }),
    );
  });
});
