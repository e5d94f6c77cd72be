import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type HttpAnswer, httpAnswer, readAnswer } from '../../src/endpoint/network/http-answer.ts';
import { httpRefusal } from '../../src/endpoint/network/http-refusal.ts';
import { refusalText } from '../../src/endpoint/network/refusal-text.ts';
import { rememberSecret } from '../../src/platform/redact.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { FakeTime } from '../support/fake-time.ts';

const { wallClock } = realTime;
const ROUTE = { secure: false, proxied: false, proxyCredentials: false, path: '/socket.io' };

function answered(
  status: number,
  body = '',
  headers: Record<string, string> = {},
  from: HttpAnswer['from'] = 'server',
  route: Partial<typeof ROUTE> = {},
) {
  return httpRefusal(httpAnswer(from, { statusCode: status, statusMessage: '', headers }, body, wallClock), 4, {
    ...ROUTE,
    ...route,
  });
}

describe('the text of an error body', () => {
  it.each([
    ['{"code":0,"message":"Transport unknown"}', 'Transport unknown'],
    ['"no such upgrade"', 'no such upgrade'],
    ['{"error":{"message":"quota"}}', 'quota'],
    ['<html><head><title>400 No certificate</title></head><h1>400 Bad Request</h1>', '400 No certificate'],
    ['<style>\nh1 { color: red }\n</style><h1>400 Bad request</h1>\nYour browser sent it.\n', 'Your browser sent it.'],
    ['\n\nclosed for the night\nmore', 'closed for the night'],
    ['<p>a &amp; b &lt;c&gt;</p>', 'a & b <c>'],
  ])('of %j is %j', (body, text) => expect(refusalText(body, 400, 'Bad Request')).toBe(text));

  it.each(['', '  \n', '<html></html>', '400 Bad Request', '<h1>Error 400</h1>', '{"code":3,"message":"Bad request"}'])(
    'is empty for %j',
    (body) => expect(refusalText(body, 400, 'Bad Request')).toBeUndefined(),
  );
});

describe('describing a refusal', () => {
  it.each([
    [400, '{"message":"Transport unknown"}', 'Transport unknown', /websocket transport/],
    [400, 'The plain HTTP request was sent to HTTPS port', 'HTTPS port', /https:\/\//],
    [400, 'No required SSL certificate was sent', 'SSL certificate', /--cert and --key/],
    [400, '', 'HTTP 400', /Upgrade header/],
    [426, '', 'HTTP 426', /Upgrade header/],
    [503, 'over quota', 'over quota', /overloaded/],
  ])('of HTTP %i with %j', (status, body, told, hint) => {
    const failure = answered(status, body);
    expect(failure.message).toContain(told);
    expect(failure.hint).toMatch(hint);
  });

  it.each([
    ['{"code":5,"message":"Unsupported protocol version"}'],
    ['"The client is using an unsupported version of the Socket.IO or Engine.IO protocols"'],
  ])('of an unsupported version names the other one: %s', (body) => {
    const answer = httpAnswer('server', { statusCode: 400, statusMessage: '', headers: {} }, body, wallClock);
    const versions = ([3, 4] as const).map((eio) => httpRefusal(answer, eio, ROUTE));
    expect(versions.map((failure) => failure.class)).toEqual(['socketio-version', 'socketio-version']);
    expect(versions.map((failure) => failure.hint)).toEqual([
      'use --socketio 4 (--socketio auto detects it)',
      'use --socketio 2 (--socketio auto detects it)',
    ]);
  });

  it.each([301, 302, 307, 308])('of HTTP %i names the location without secrets', (status) => {
    rememberSecret('tok-of-this-test');
    const location = 'https://new.example/tok-of-this-test/socket.io/?urlToken=tok-of-this-test';
    const failure = answered(status, '', { location });
    expect(failure.message).toMatch(/ to https:\/\/new\.example\/….{4}\/socket\.io\/$/);
    expect(failure.hint).toContain('https://new.example/');
    expect(JSON.stringify(failure)).not.toContain('tok-of-this-test');
  });

  it.each([
    ['Not Authorized', '', ': Not Authorized'],
    ['Unauthorized', '', ''],
    ['Not Authorized', 'token expired', ': token expired'],
  ])('explains the status, with the phrase %j and the body %j: %j', (statusMessage, body, told) => {
    const answer = httpAnswer('server', { statusCode: 401, statusMessage, headers: {} }, body, wallClock);
    expect(httpRefusal(answer, 4, ROUTE).message).toBe(`the upgrade was refused with HTTP 401 (unauthorized)${told}`);
  });

  it.each([
    [{ 'content-encoding': 'gzip' }, Buffer.from([31, 139, 8, 0, 0, 0]), ''],
    [{ 'content-type': 'text/plain; charset=iso-8859-1' }, Buffer.from('für Gäste zu', 'latin1'), ': für Gäste zu'],
    [{ 'content-type': 'text/plain; charset="utf-16le"' }, Buffer.from('busy', 'utf16le'), ': busy'],
    [{}, Buffer.from(`${'<b></b>'.repeat(583)} token SEKRETTOKEN123`), ': token'],
  ])('reads a body as its headers specify: %j', async (headers, body, told) => {
    const response = Object.assign(Readable.from([body]), { statusCode: 503, headers });
    const time = new FakeTime();
    const answer = await new Promise<HttpAnswer>((resolve) => {
      readAnswer('server', response, { clock: time, timers: time, wallClock }, resolve);
    });
    expect(httpRefusal(answer, 4, ROUTE).message).toBe(
      `the upgrade was refused with HTTP 503 (service unavailable)${told}`,
    );
  });

  it('of 200 is not called a refusal', () => {
    const told = 'the server answered the upgrade with HTTP 200 (ok) instead of 101: hello';
    expect(answered(200, 'hello').message).toBe(told);
  });

  it('omits the signature of the server', () => {
    const failure = answered(502, '<h1>502 Bad Gateway</h1><hr>proxyd/1.22.1', { server: 'proxyd/1.22.1' });
    expect(failure.message).toBe('the upgrade was refused with HTTP 502 (bad gateway)');
  });

  it('names the sub-path of a 404', () => {
    expect(answered(404, '', {}, 'server', { path: '/bots/socket.io' }).hint).toContain('sub-path /bots');
  });

  it.each([
    ['Digest realm="a, Basic b", qop="auth"', false, /requires Digest .* only Basic/],
    ['Basic realm="a"', false, /put user and password in the proxy URL/],
    ['Basic realm="a"', true, /the proxy refused user and password; check them/],
  ])('of a proxy that requires %s', (challenge, proxyCredentials, hint) => {
    const failure = answered(407, '', { 'proxy-authenticate': challenge }, 'proxy', { proxyCredentials });
    expect(failure).toMatchObject({ class: 'proxy', status: 407, hint: expect.stringMatching(hint) });
  });

  it('shows why a proxy could not connect', () => {
    const failure = answered(503, '', { 'x-squid-error': 'ERR_CONNECT_FAIL 111' }, 'proxy');
    expect(failure.message).toContain('ERR_CONNECT_FAIL 111');
    expect(failure.hint).toContain('could not reach the endpoint');
  });

  it('limits and escapes what it quotes', () => {
    const { message } = answered(418, `\u001b[31m${'x'.repeat(5000)}`);
    expect(message.length).toBeLessThan(260);
    expect(message).toContain('␛');
  });
});
