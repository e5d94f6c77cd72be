import { describe, expect, it } from 'vitest';
import type { SettledTarget } from '../../src/run/preflight.ts';
import { targetFacts } from '../../src/run/target-facts.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';

const tlsOf = (url: string, tlsResume?: boolean) => {
  const settled = settledEndpoint(url, { network: tlsResume === undefined ? {} : { tlsResume } });
  const facts: SettledTarget['facts'] = {
    socketio: 4,
    phases: { totalUs: 1000 },
    handshake: { eio: 4 } as SettledTarget['facts']['handshake'],
    readiness: { how: 'signal', afterMs: 1 },
  };
  return targetFacts({ settled, facts }, []).tls;
};

describe('the facts of a target', () => {
  it('say which kind of TLS handshake its connections had', () => {
    expect(tlsOf('wss://h.example.com/secret-token')).toBe('full');
    expect(tlsOf('https://h.example.com/secret-token', true)).toBe('resume');
    expect(tlsOf('http://h.example.com/secret-token', true)).toBeUndefined();
  });
});
