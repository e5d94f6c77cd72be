import { describe, expect, it } from 'vitest';
import { proxyFor, whyProxyUnused } from '../../src/endpoint/proxy-choice.ts';
import { redact } from '../../src/platform/redact.ts';

const P = 'http://proxy.example.com:3128';
const chosen = (origin: string, env: Record<string, string>, explicit?: string) =>
  proxyFor(origin, explicit, env)?.href;

describe('the proxy of a target', () => {
  it.each([
    ['https://h.example.com', { HTTPS_PROXY: P }, `${P}/`],
    ['https://h.example.com', { HTTP_PROXY: P }, undefined],
    ['http://h.example.com', { http_proxy: P }, `${P}/`],
    ['http://h.example.com', { http_proxy: P, HTTP_PROXY: 'http://other:1' }, `${P}/`],
    ['https://h.example.com', { HTTPS_PROXY: 'proxy.example.com:3128' }, `${P}/`],
    ['https://h.example.com', { HTTPS_PROXY: '' }, undefined],
    ['https://h.example.com', {}, undefined],
    ['http://localhost:4010', { HTTP_PROXY: P }, undefined],
    ['http://api.localhost', { HTTP_PROXY: P }, undefined],
    ['http://127.8.9.1:4010', { HTTP_PROXY: P }, undefined],
    ['http://[::1]:4010', { HTTP_PROXY: P }, undefined],
  ])('%s with %j is %s', (origin, env, expected) => {
    expect(chosen(origin, env)).toBe(expected);
  });

  it('is the explicit one instead of any variable', () => {
    expect(chosen('https://h.example.com', { HTTPS_PROXY: 'http://other:1' }, P)).toBe(`${P}/`);
    expect(chosen('https://127.0.0.1', {}, P)).toBeUndefined();
  });

  it.each([
    ['*', true],
    ['example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['h.example.com:443', true],
    ['h.example.com:8443', false],
    ['other.com, H.EXAMPLE.COM', true],
    ['other.com h.example.com', true],
    ['ample.com', false],
    ['h.example.com.evil.org', false],
    ['', false],
  ])('is none if NO_PROXY is %j: %s', (list, exempt) => {
    expect(chosen('https://h.example.com', { HTTPS_PROXY: P, NO_PROXY: list }) === undefined).toBe(exempt);
  });

  it.each([
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.1.2.3', true],
    ['http://10.1.2.3', '2.3', false],
    ['http://[fd00::1]', 'fd00::/8', true],
    ['http://[fd00::1]:80', '[fd00::1]:80', true],
    ['http://10.1.2.3', '10.0.0.0/99', false],
  ])('matches addresses and subnets: %s by %s, %s', (origin, list, exempt) => {
    expect(chosen(origin, { HTTP_PROXY: P, no_proxy: list }) === undefined).toBe(exempt);
  });

  it.each(['socks5://proxy:1080', 'http://', '::', 'http://u:%zz@proxy'])('rejects %j', (proxy) => {
    expect(() => proxyFor('https://h.example.com', proxy, {})).toThrow('the proxy given by --proxy is not');
    expect(() => proxyFor('https://h.example.com', undefined, { HTTPS_PROXY: proxy })).toThrow('given by HTTPS_PROXY');
  });

  it('reports why a given proxy is not used', () => {
    const unused = (origin: string, proxy: string | undefined) =>
      whyProxyUnused(origin, proxy, { NO_PROXY: 'h.example.com' });
    expect(unused('http://127.0.0.1:80', P)).toContain('loopback addresses are reached directly');
    expect(unused('https://h.example.com', P)).toBe('--proxy is not used for h.example.com: NO_PROXY names it');
    expect([unused('https://i.example.com', P), unused('http://localhost', undefined)]).toEqual([undefined, undefined]);
  });

  it('keeps the password of a proxy secret', () => {
    proxyFor('https://h.example.com', 'http://me:s3cr%C3%A9t@proxy:3128', {});
    expect(redact('s3crét and s3cr%C3%A9t')).toMatch(/^…[0-9a-f]{4} and …[0-9a-f]{4}$/);
  });
});
