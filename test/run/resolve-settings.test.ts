import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../../src/run/plan/resolve-settings.ts';
import type { TargetOptions } from '../../src/run/run-options.ts';
import type { TargetEntry } from '../../src/scenario/scenario.ts';
import { tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

const ADDRESS = { origin: 'https://h.example.com', path: '/socket.io', token: 'token' };
const settings = (options: TargetOptions = {}, entry: Omit<TargetEntry, 'url'> = {}) =>
  resolveSettings({ name: 'eu', address: ADDRESS, entry }, options);

describe('the settings of a target', () => {
  it('have defaults', () => {
    expect(settings()).toMatchObject({
      name: 'eu',
      address: ADDRESS,
      socketio: 'auto',
      ready: { kind: 'auto' },
      protocol: {
        name: 'cognigy',
        handshake: 'query',
        channel: 'palaver',
        testMode: false,
        emitWithAck: true,
        passthroughIp: null,
      },
      headers: {},
      connectTimeoutMs: 20_000,
      network: {},
    });
  });

  it('come from the command line, then from the scenario', () => {
    const protocol = { handshake: 'inner', channel: 'voice', testMode: true } as const;
    const entry = { socketio: 2, ready: 'wait', ...protocol } as const;
    expect(settings({}, entry)).toMatchObject({ socketio: 2, ready: { kind: 'wait' }, protocol });
    const flags = { socketio: '4', ready: 'auto', handshake: 'query', channel: 'chat', 'test-mode': false } as const;
    expect(settings({ ...flags, 'connect-timeout': 1500 }, entry)).toMatchObject({
      socketio: 4,
      ready: { kind: 'auto' },
      protocol: { handshake: 'query', channel: 'chat', testMode: false },
      connectTimeoutMs: 1500,
    });
    expect(settings({ socketio: 'auto' }, entry).socketio).toBe('auto');
  });

  it.each([
    ['auto', { kind: 'auto' }],
    ['wait', { kind: 'wait' }],
    ['assume', { kind: 'assume', afterMs: 200 }],
    ['500ms', { kind: 'assume', afterMs: 500 }],
    ['0s', { kind: 'assume', afterMs: 0 }],
  ])('are ready: %s', (text, policy) => {
    expect(settings({ ready: text }).ready).toEqual(policy);
    expect(settings({}, { ready: text }).ready).toEqual(policy);
  });

  it.each(['soon', '5', '-1s', ''])('reject --ready %j from any source', (text) => {
    expect(refusal(() => settings({ ready: text })).message).toMatch(/^--ready must be .* \(got "/);
    expect(refusal(() => settings({}, { ready: text })).message).toContain(
      `target eu: ready must be auto, wait, assume or a duration such as 500ms (got "${text}")`,
    );
  });

  it('add headers to those of the scenario; the later one of a name takes precedence', () => {
    const entry = { headers: { 'X-One': '1', 'X-Two': '2' } };
    const header = ['X-Two: two', 'Authorization: Basic a:b', 'X-Empty:'];
    expect(settings({ header }, entry).headers).toEqual({
      'X-One': '1',
      'X-Two': 'two',
      Authorization: 'Basic a:b',
      'X-Empty': '',
    });
  });

  it.each(['no colon', ': value', ' : value', ''])('reject the header %j', (header) => {
    const error = refusal(() => settings({ header: [header] }));
    expect(error.message).toContain('--header');
    expect(error.hint).toContain('NAME: VALUE');
  });
});

describe('the network options', () => {
  const folder = tempFolder();
  const textOf = (name: string) => `-----BEGIN CERTIFICATE-----\n${name}`;
  const pem = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, textOf(name));
    return path;
  };

  it('are given as texts, not as paths', () => {
    const { network } = settings({ ca: pem('ca'), cert: pem('cert'), key: pem('key'), insecure: true });
    expect(network).toEqual({ ca: textOf('ca'), cert: textOf('cert'), key: textOf('key'), insecure: true });
  });

  it('resume TLS sessions only if asked to', () => {
    expect(settings({ 'tls-resume': true }).network).toEqual({ tlsResume: true });
    expect(settings().network).toEqual({});
  });

  it('require certificate and key together', () => {
    for (const half of [{ cert: pem('cert') }, { key: pem('key') }])
      expect(refusal(() => settings(half)).message).toBe('--cert and --key must be given together');
  });

  it('name an unreadable file by its purpose', () => {
    expect(refusal(() => settings({ ca: '/nowhere/ca.pem' })).message).toContain('the CA certificate /nowhere/ca.pem');
    const pair = { cert: pem('cert'), key: '/nowhere/key.pem' };
    expect(refusal(() => settings(pair)).message).toContain('the private key /nowhere/key.pem');
  });

  it('keep proxy and addresses unchanged', () => {
    const { network } = settings({ proxy: 'http://p:3128', resolve: ['h.example.com=192.0.2.1', 'h:443=192.0.2.2'] });
    expect(network).toEqual({
      proxy: 'http://p:3128',
      resolve: { 'h.example.com': '192.0.2.1', 'h:443': '192.0.2.2' },
    });
    expect(refusal(() => settings({ resolve: ['h.example.com'] })).message).toContain('--resolve');
  });

  it.each([
    [['192.0.2.1'], ['192.0.2.1']],
    [
      ['192.0.2.1,192.0.2.2', ' 192.0.2.3 '],
      ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
    ],
    [['[2001:db8::1], 2001:db8::2'], ['2001:db8::1', '2001:db8::2']],
    [['192.0.2.1,192.0.2.1'], ['192.0.2.1']],
  ])('accepts the local addresses %j', (texts, localAddresses) => {
    expect(settings({ 'local-address': texts }).network).toEqual({ localAddresses });
  });

  it.each([
    [['eth0'], '"eth0" is not an IP address'],
    [['192.0.2.1,'], '"" is not an IP address'],
    [['192.0.2.1:80'], '"192.0.2.1:80" is not an IP address'],
    [['192.0.2.1', '2001:db8::1'], '192.0.2.1 and 2001:db8::1 are not of the same family'],
  ])('rejects the local addresses %j', (texts, words) => {
    expect(refusal(() => settings({ 'local-address': texts })).message).toBe(`--local-address: ${words}`);
  });
});
