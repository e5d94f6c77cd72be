import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseUrlOf, describeAddress, parseEndpointAddress } from '../../src/endpoint/endpoint-address.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { hintOf, redact } from '../../src/platform/redact.ts';

const TOKEN = 'f00dcafe12345678';

describe('an endpoint address', () => {
  it.each([
    [`https://h.example.com/${TOKEN}`, 'https://h.example.com', '/socket.io'],
    [`wss://h.example.com:8443/a/b/${TOKEN}/`, 'https://h.example.com:8443', '/a/b/socket.io'],
    [`ws://h.example.com:80//a//${TOKEN}//`, 'http://h.example.com', '/a/socket.io'],
    [`  HTTP://[::1]:4010/${TOKEN} `, 'http://[::1]:4010', '/socket.io'],
  ])('%s', (url, origin, path) => {
    expect(parseEndpointAddress(url)).toEqual({ origin, path, token: TOKEN });
  });

  it.each([
    ['https://h.example.com', '/socket.io'],
    ['https://h.example.com/', '/socket.io'],
    ['https://h.example.com/sub/', '/sub/socket.io'],
    [`https://h.example.com/sub/${TOKEN}`, '/sub/socket.io'],
  ])('accepts %s as a base if the token is separate', (url, path) => {
    expect(parseEndpointAddress(url, ` ${TOKEN}\n`)).toEqual({ origin: 'https://h.example.com', path, token: TOKEN });
  });

  it.each([
    ['', 'is empty', 'https://'],
    [`h.example.com/${TOKEN}`, 'has no scheme', 'https://'],
    [`localhost:4010/${TOKEN}`, 'has no scheme', 'https://'],
    ['https://h.example.com/', 'has no token', '--token-file'],
    ['https://h.example.com/socket.io', 'has no token', '--token-file'],
    [`ftp://h.example.com/${TOKEN}`, 'scheme ftp', 'wss'],
    [`https://me:pass@h.example.com/${TOKEN}`, 'user name or password', '--header'],
    [`https://h.example.com/${TOKEN}?a=1`, 'query string', 'question mark'],
    [`https://h.example.com/${TOKEN}#a`, 'fragment', 'number sign'],
    [`https://h.example.com:99999/${TOKEN}`, 'cannot be read', 'https://'],
    [`https:///`, 'cannot be read', 'https://'],
  ])('rejects %j without showing the token', (url, message, hint) => {
    const error = errorOf(() => parseEndpointAddress(url));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    expect(error.exit).toBe('invalid');
    for (const secret of [TOKEN, 'pass@']) expect(`${error.message} ${error.hint}`).not.toContain(secret);
  });

  it('is shown with a hash of its token, and the token is a secret from then on', () => {
    const address = parseEndpointAddress(`https://h.example.com/sub/${TOKEN}`);
    expect(describeAddress(address)).toMatch(/^https:\/\/h\.example\.com\/sub\/…[0-9a-f]{4}$/);
    expect(redact(`GET /socket.io/?urlToken=${TOKEN}`)).toMatch(/urlToken=…[0-9a-f]{4}$/);
  });

  it('causes one hint, for every way to write it', () => {
    const { token } = parseEndpointAddress('https://h/one%2Fhint%2b1');
    expect(token).toBe('one/hint+1');
    for (const form of [token, 'one%2Fhint%2b1', 'one%2fhint%2B1']) expect(redact(form)).toBe(hintOf(token));
  });

  const segment = fc.stringMatching(/^[A-Za-z0-9_~-]{1,12}$/);
  const parts = fc.record({
    scheme: fc.constantFrom('http', 'https', 'ws', 'wss'),
    port: fc.option(fc.integer({ min: 1024, max: 65_535 }), { nil: undefined }),
    folders: fc.array(segment, { maxLength: 4 }),
    token: fc.stringMatching(/^[A-Za-z0-9 %+äß_-]{5,40}$/).filter((token) => token.trim() === token),
    slashes: fc.integer({ min: 0, max: 3 }),
  });
  const baseOf = (given: { scheme: string; port: number | undefined; folders: string[] }) =>
    `${given.scheme}://h.example.com${given.port ? `:${given.port}` : ''}${given.folders.map((name) => `/${name}`).join('')}`;

  it('is the same for every way to write it', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const tail = '/'.repeat(given.slashes);
        const whole = parseEndpointAddress(`${baseOf(given)}/${encodeURIComponent(given.token)}${tail}`);
        expect(whole.token).toBe(given.token);
        expect(parseEndpointAddress(baseOf(given) + tail, given.token)).toEqual(whole);
        expect(parseEndpointAddress(baseUrlOf(whole), given.token)).toEqual(whole);
        expect(baseUrlOf(whole)).toBe(baseOf(given).replace(/^ws/, 'http'));
      }),
    );
  });

  it('is either parsed or rejected with a KnownError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
        try {
          parseEndpointAddress(text);
        } catch (error) {
          expect(error).toBeInstanceOf(KnownError);
        }
      }),
    );
  });
});

function errorOf(run: () => unknown): KnownError {
  try {
    run();
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
