import { describe, expect, it } from 'vitest';
import { endAddresses } from '../../src/endpoint/end-addresses.ts';
import type { NetworkSettings } from '../../src/endpoint/endpoint-settings.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';

const endsOf = (url: string, network: NetworkSettings = {}, env = {}) =>
  endAddresses(settledEndpoint(url, { network }), { ...realTime, env });

describe('the addresses that connections go to', () => {
  it.each([
    ['at an address', 'https://192.0.2.1/token-of-tests', '192.0.2.1', 443, false],
    ['at a port', 'http://192.0.2.1:8080/token-of-tests', '192.0.2.1', 8080, false],
    ['at an IPv6 address', 'http://[2001:db8::1]/token-of-tests', '2001:db8::1', 80, false],
    ['at this machine', 'http://127.0.0.1:4010/token-of-tests', '127.0.0.1', 4010, true],
    ['at a mapped name', 'https://endpoint.test/token-of-tests', '192.0.2.7', 443, false],
  ])('%s', async (_name, url, address, port, loopback) => {
    const network = { resolve: { 'endpoint.test': '192.0.2.7' } };
    expect(await endsOf(url, network)).toEqual({ addresses: [address], port, loopback });
  });

  it('are those of the proxy instead of the endpoint', async () => {
    const ends = await endsOf('https://endpoint.test/token-of-tests', { proxy: 'http://192.0.2.8:3128' });
    expect(ends).toEqual({ addresses: ['192.0.2.8'], port: 3128, loopback: false });
  });

  it('are resolved for one address family', async () => {
    const { addresses, loopback } = await endsOf('http://localhost:1/token-of-tests');
    expect(addresses).toHaveLength(1);
    expect(['127.0.0.1', '::1']).toContain(addresses[0]);
    expect(loopback).toBe(true);
  });

  it('are the name if it cannot be resolved', async () => {
    const ends = await endsOf('http://nowhere.invalid:1/token-of-tests');
    expect(ends).toEqual({ addresses: ['nowhere.invalid'], port: 1, loopback: false });
  });
});
