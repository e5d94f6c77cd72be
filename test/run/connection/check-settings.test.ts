import { describe, expect, it } from 'vitest';
import type { EndpointSettings } from '../../../src/endpoint/endpoint-settings.ts';
import { protocolSettings } from '../../../src/endpoint/protocol/protocol-settings.ts';
import { checkSettings } from '../../../src/run/connection/check-settings.ts';
import { resolveTargets } from '../../../src/run/resolve-targets.ts';
import { refusal } from '../../support/refusal.ts';
import { settledEndpoint } from '../../support/settled-endpoint.ts';

/** Every setting that is a text has one. */
const ALL: EndpointSettings = {
  ...settledEndpoint('http://h.example.com/sub/token-of-settings', {
    headers: { 'X-One': 'one' },
    query: { two: 'two' },
    channel: 'three',
    passthroughIp: '192.0.2.7',
    network: {
      ca: 'ca',
      cert: 'cert',
      key: 'key',
      proxy: 'http://proxy.example.com:3128',
      resolve: { 'h.example.com': '192.0.2.8' },
      localAddresses: ['127.0.0.1'],
    },
  }),
  socketio: 'auto',
  ready: { kind: 'auto' },
};

/** Paths to all texts and to all keys that a user chooses. */
function pathsTo(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => pathsTo(inner, [...path, key]));
}

function withTemplate(value: unknown, [key, ...rest]: readonly string[], template: string): unknown {
  if (key === undefined) return template;
  const entries = Object.entries(value as object);
  const changed = entries.map(([name, inner]) => [name, name === key ? withTemplate(inner, rest, template) : inner]);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

const ALLOWED = ['headers X-One', 'query two', 'protocol channel', 'protocol passthroughIp'];
// Names that the program chooses are no texts of a user.
const paths = pathsTo(ALL).filter((path) => path.at(-1) !== 'name' && path.at(-1) !== 'kind');

describe('a template in the settings of a target', () => {
  it('is tried in each of them', () => {
    expect(paths.length).toBeGreaterThanOrEqual(15);
  });

  it.each(paths)('at %s %s %s', (...given) => {
    const path = given.filter((key) => key !== undefined);
    const settings = withTemplate(ALL, path, 'x-{{token}}') as EndpointSettings;
    const check = () => checkSettings(settings, {});
    if (ALLOWED.includes(path.join(' '))) expect(check()).toBe(settings);
    else expect(refusal(check).message).toContain('contains a template {{…}}, which is not allowed');
  });

  it.each([
    ['headers', 'the name of a header'],
    ['query', 'the name of a query parameter'],
    ['resolve', 'resolve'],
  ])('in a name of %s is refused', (part, place) => {
    const named = { '{{name}}': 'value' };
    const settings = part === 'resolve' ? { ...ALL, network: { resolve: named } } : { ...ALL, [part]: named };
    expect(refusal(() => checkSettings(settings, {})).message).toContain(`${place} contains a template`);
  });

  it.each(['{{token', '{{}}', '{{$nothing}}'])('that is not valid (%s) is refused without its text', (value) => {
    const error = refusal(() => checkSettings({ ...ALL, headers: { Authorization: `secret-word ${value}` } }, {}));
    expect(error.message).toBe('target default: header Authorization is not a valid template');
    expect(`${error.message} ${error.hint}`).not.toContain('secret-word');
  });

  it.each(['urlToken', 'userId', 'sessionId', 'testMode', 'emitWithAck', 'handshake', 'EIO', 'transport', 'sid'])(
    'needs no %s in the query: palaver sets it',
    (name) => {
      const error = refusal(() => checkSettings({ ...ALL, query: { [name]: 'other' } }, {}));
      expect(error.message).toContain(`the query parameter ${name} is set by palaver and cannot be replaced`);
    },
  );

  it.each([
    ['HTTP_PROXY', 'http://user:{{token}}@proxy:3128'],
    ['http_proxy', 'http://{{host}}:3128'],
  ])('is refused in %s', (name, value) => {
    const { network: _, ...rest } = ALL;
    const error = refusal(() => checkSettings({ ...rest, network: {} }, { [name]: value }));
    expect(error.message).toBe('the proxy given by HTTP_PROXY contains a template {{…}}, which is not allowed there');
  });
});

describe('auth', () => {
  const withAuth = (socketio: EndpointSettings['socketio'], auth?: object) => ({
    ...ALL,
    socketio,
    protocol: protocolSettings('custom', auth ? { auth: { ...auth } } : {}),
  });

  it('is refused with Socket.IO 2, whichever option selects it', () => {
    const error = refusal(() => checkSettings(withAuth(2, { token: 'sesame-of-auth' }), {}));
    expect(error.exit).toBe('invalid');
    expect(error.message).toBe('target default: Socket.IO 2 has no connect payload, so auth cannot be sent');
  });

  it.each([
    ['auto', { token: 'a' }],
    [4, { token: 'a' }],
    [2, undefined],
  ] as const)('is accepted where it is sent: %s', (socketio, auth) => {
    const settings = withAuth(socketio, auth);
    expect(checkSettings(settings, {})).toBe(settings);
  });
});

describe('a template in what an address is made from', () => {
  const from = (url: string, env = {}, token?: string) =>
    refusal(() => resolveTargets({ eu: { url, ...(token !== undefined && { token }) } }, {}, env)).message;

  it.each([
    ['https://h.example.com/{{token}}', 'the URL'],
    ['https://h.example.com/{{sub}}/token', 'the URL'],
    ['https://{{host}}/token', 'the URL'],
    ['{{url}}', 'the URL'],
  ])('is refused: %s', (url, place) => {
    expect(from(url)).toBe(`target eu: ${place} contains a template {{…}}, which is not allowed there`);
  });

  it('is refused in a token, from the scenario or from PALAVER_TOKEN', () => {
    const message = 'target eu: the token contains a template {{…}}, which is not allowed there';
    expect(from('https://h.example.com/', {}, '{{token}}')).toBe(message);
    expect(from('https://h.example.com/', { PALAVER_TOKEN: '{{token}}' })).toBe(message);
  });

  it('is refused encoded in a URL', () => {
    expect(from('https://h.example.com/%7B%7Btoken%7D%7D')).toContain('token contains a template');
  });
});
