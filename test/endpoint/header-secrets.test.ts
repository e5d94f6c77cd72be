import { describe, expect, it } from 'vitest';
import { routeFor } from '../../src/endpoint/network/network-route.ts';
import { redact } from '../../src/platform/redact.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';

describe('the values of extra headers', () => {
  const headers = { Authorization: 'Bearer header-secret-1', 'X-Debug': 'true' };
  routeFor(settledEndpoint('http://127.0.0.1:1/secret-token', { headers }), {
    ...realTime,
    env: {},
  });

  it('are hidden once a connection may have sent them', () => {
    expect(redact('denied to Bearer header-secret-1')).not.toContain('header-secret-1');
    expect(redact('denied to header-secret-1')).not.toContain('header-secret-1');
  });

  it('do not hide short words', () => {
    expect(redact('that is true')).toBe('that is true');
  });
});
