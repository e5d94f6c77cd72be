import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkIdPrefix, isUsableId, sessionIdentity } from '../../src/endpoint/session-identity.ts';

describe('the ids of a conversation', () => {
  it('begin with the run and contain the user and the conversation', () => {
    expect(sessionIdentity('p7x', { vu: 3, conversation: 12 })).toEqual({ userId: 'p7x-u3', sessionId: 'p7x-c12' });
    expect(sessionIdentity('p7x', { conversation: 12 })).toEqual({ userId: 'p7x-c12', sessionId: 'p7x-c12' });
    expect(sessionIdentity('p7x', { vu: 3, conversation: 12, part: 2 }).sessionId).toBe('p7x-c12.2');
  });

  it('are valid for every allowed prefix', () => {
    const prefixes = fc.stringMatching(/^[A-Za-z0-9._-]{1,31}$/);
    fc.assert(
      fc.property(prefixes, fc.nat(), fc.nat(9_999_999), (prefix, vu, conversation) => {
        const identity = sessionIdentity(checkIdPrefix(prefix), { vu, conversation, part: 1 });
        for (const id of Object.values(identity)) expect(isUsableId(id)).toBe(true);
        expect(identity.sessionId.length).toBeLessThanOrEqual(44);
        expect(encodeURIComponent(identity.sessionId)).toBe(identity.sessionId);
      }),
    );
  });

  it.each([
    ['', 'is empty'],
    ['user@x', 'not safe in a URL'],
    ['with space', 'not safe in a URL'],
    ['é', 'not safe in a URL'],
    ['x'.repeat(32), 'the maximum is 31'],
  ])('reject the prefix %j', (prefix, message) => {
    expect(() => checkIdPrefix(prefix)).toThrow(message);
  });

  it('name the option that the prefix comes from', () => {
    expect(() => checkIdPrefix('a b', '--run-id')).toThrow('--run-id "a b" has characters that are not safe in a URL');
  });
});
