import { describe, expect, it } from 'vitest';
import { readIdentity } from '../../src/mock/dialects/identity.ts';

describe('parsing the identity of a connection', () => {
  it('reads texts from a query and booleans from the inner handshake', () => {
    const identity = { urlToken: 't', userId: 'u', sessionId: 's', testMode: true, emitWithAck: false };
    expect(readIdentity({ ...identity, testMode: 'true', emitWithAck: 'false' })).toEqual(identity);
    expect(readIdentity(identity)).toEqual(identity);
  });

  it('removes the second layer of encoding that official clients leave', () => {
    expect(readIdentity({ urlToken: 't', userId: 'ada%40here', sessionId: '100%' })).toMatchObject({
      userId: 'ada@here',
      sessionId: '100%',
    });
  });

  it.each([{ urlToken: 't', userId: 'u' }, { urlToken: '', userId: 'u', sessionId: 's' }, null, 'x', { userId: 4 }])(
    'finds none in %j',
    (source) => {
      expect(readIdentity(source)).toBeUndefined();
    },
  );
});
