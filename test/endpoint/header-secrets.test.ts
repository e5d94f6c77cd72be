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

  it('include query parameters and the values of an auth payload, not its keys, nor what a template gives', () => {
    const query = { key: 'query-secret-of-tests', user: 'fixed-part-of-tests-{{user_name}}' };
    const settings = settledEndpoint('http://127.0.0.1:1/secret-token', { query });
    const auth = { session_credential: 'auth-secret-of-tests' };
    routeFor({ ...settings, protocol: { ...settings.protocol, auth } as never }, { ...realTime, env: {} });
    expect(redact('query-secret-of-tests')).toMatch(/^…\w{4}$/);
    expect(redact('auth-secret-of-tests')).toMatch(/^…\w{4}$/);
    expect(redact('fixed-part-of-tests-ann')).toMatch(/^…\w{4}ann$/);
    expect(redact('session_credential {{user_name}}')).toBe('session_credential {{user_name}}');
  });

  it('do not hide short words', () => {
    expect(redact('that is true')).toBe('that is true');
  });
});
