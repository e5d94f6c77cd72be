import { describe, expect, it } from 'vitest';
import { CookieJar } from '../../src/endpoint/cookie-jar.ts';
import { LIMITS } from '../../src/platform/limits.ts';

const HERE = { host: 'bots.example.com', path: '/eu/socket.io', secure: true };
const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);

/** A jar that has been given these lines, one response each, and a clock to turn. */
function jar(lines: readonly string[], origin = HERE, date?: string) {
  const clock = { us: 0, nowUs: () => clock.us };
  const cookies = new CookieJar();
  const system = { clock, wallClock: { now: () => new Date(NOW) } };
  for (const line of lines) cookies.keep({ 'set-cookie': [line], date }, origin, system);
  return { clock, cookies, sent: (headers: Record<string, string> = {}) => cookies.addTo(headers, clock) };
}

describe('the cookies of a session', () => {
  it('are sent back by name and value, in order of arrival', () => {
    expect(jar(['LB=a; Path=/; HttpOnly; SameSite=None', 'io="x=1"', 'LB=b']).sent()).toEqual({
      Cookie: 'io="x=1"; LB=b',
    });
  });

  it('leave headers unchanged without cookies', () => {
    expect(jar([]).sent({ 'X-Key': '1' })).toEqual({ 'X-Key': '1' });
  });

  it.each([
    ['no path', '', true],
    ['/', '; Path=/', true],
    ['the folder', '; Path=/eu', true],
    ['the folder, closed', '; path=/eu/', true],
    ['the path itself', '; Path=/eu/socket.io', true],
    ['the path itself, closed', '; Path=/eu/socket.io/', true],
    ['half a folder', '; Path=/e', false],
    ['another folder', '; Path=/us', false],
    ['a path that is none', '; Path=eu', true],
    ['this host', '; Domain=bots.example.com', true],
    ['its domain', '; Domain=.Example.com', true],
    ['another host', '; Domain=other.example.com', false],
    ['half a name', '; Domain=ple.com', false],
  ])('of %s: kept or not', (_, attributes, kept) => {
    expect(jar([`LB=a${attributes}`]).sent()).toEqual(kept ? { Cookie: 'LB=a' } : {});
  });

  it.each([
    [true, { Cookie: 'LB=a' }],
    [false, {}],
  ])('marked Secure, over TLS: %s', (secure, sent) => {
    expect(jar(['LB=a; Secure'], { ...HERE, secure }).sent()).toEqual(sent);
  });

  it.each([
    '; Max-Age=0',
    '; Max-Age=-5',
    '; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    '; expires=Thu, 01-Jan-1970 00:00:01 GMT',
    '; Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT',
  ])('are removed by %s', (attributes) => {
    expect(jar(['LB=a', `LB=${attributes}`]).sent()).toEqual({});
  });

  it.each([
    ['Max-Age', 'LB=a; Max-Age=60', undefined],
    ['Expires, by the clock here', 'LB=a; Expires=Sat, 31 Jan 2026 12:01:00 GMT', undefined],
    ['Expires, by the clock there', 'LB=a; Expires=Sat, 31 Jan 2026 20:01:00 GMT', 'Sat, 31 Jan 2026 20:00:00 GMT'],
  ])('expire after a minute: %s', (_, line, date) => {
    const { clock, sent } = jar([line], HERE, date);
    clock.us = 59_000_000;
    expect(sent()).toEqual({ Cookie: 'LB=a' });
    clock.us = 60_000_000;
    expect(sent()).toEqual({});
  });

  it.each(['', '=', '=a', 'noname', '; Path=/'])('are not created by %j', (line) => {
    expect(jar([line]).sent()).toEqual({});
  });

  it('given on the command line take precedence over those of the server', () => {
    const { sent } = jar(['LB=theirs', 'io=1']);
    expect(sent({ cookie: 'LB=mine; auth=x' })).toEqual({ cookie: 'LB=mine; auth=x; io=1' });
  });

  it('are limited in length and number: the oldest is removed', () => {
    const long = 'x'.repeat(LIMITS.cookieCharacters);
    expect(jar([`a=${long}`, `b=${long.slice(1)}`]).sent()).toEqual({ Cookie: `b=${long.slice(1)}` });
    const many = Array.from({ length: LIMITS.cookies + 1 }, (_each, number) => `c${number}=1`);
    const sent = jar(many).sent().Cookie!.split('; ');
    expect([sent.length, sent[0]]).toEqual([LIMITS.cookies, 'c1=1']);
  });
});
