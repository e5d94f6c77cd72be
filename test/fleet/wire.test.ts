import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseAllowed, refuseOtherHosts } from '../../src/fleet/agent/allowed-hosts.ts';
import { offsetFrom } from '../../src/fleet/coordinator/clock-offset.ts';
import { parseWanted } from '../../src/fleet/coordinator/wanted-agents.ts';
import { parseFleetAddress } from '../../src/fleet/wire/fleet-address.ts';
import { decodeAs, decodeResponse, encodeError } from '../../src/fleet/wire/json-messages.ts';
import { agentRequestSchema, offerSchema } from '../../src/fleet/wire/messages.ts';
import { PartsInbox, parsePart, splitMessage } from '../../src/fleet/wire/parts.ts';
import { seal, unseal } from '../../src/fleet/wire/seal.ts';
import { subjectsOf } from '../../src/fleet/wire/subjects.ts';
import { KnownError } from '../../src/platform/known-error.ts';

describe('a message in parts', () => {
  const bytes = randomBytes(10_000);
  const parts = splitMessage({ from: 'a', kind: 'saved', sequence: 3 }, bytes, 2048).map((part) => parsePart(part)!);

  it('is whole once every part has arrived, in any order and repeated', () => {
    const inbox = new PartsInbox(10_000);
    const results = [...parts, ...parts].toReversed().map(({ header, bytes: part }) => inbox.take(header, part));
    expect(parts.length).toBeGreaterThan(5);
    expect(results.filter((whole) => whole !== undefined)).toEqual([bytes]);
  });

  it.each([512, 1024, 1500, 1_000_000])('of at most %i bytes has few parts, none of them larger', (maxBytes) => {
    const split = splitMessage({ from: 'a'.repeat(20), kind: 'saved', sequence: 3 }, bytes, maxBytes);
    for (const part of split) expect(part.length).toBeLessThanOrEqual(maxBytes);
    expect(split.length).toBeLessThanOrEqual(Math.ceil((2 * bytes.length) / maxBytes) + 1);
  });

  it('is never whole without one of them', () => {
    const inbox = new PartsInbox(10_000);
    expect(parts.slice(1).map(({ header, bytes: part }) => inbox.take(header, part))).not.toContainEqual(bytes);
  });
});

describe('a message that is too long', () => {
  const partOf = (part: number) => {
    const header = { from: 'a', kind: 'saved', sequence: 3, part, parts: 1000, sha256: 'x' } as const;
    return { header, bytes: Buffer.alloc(1000) };
  };

  it('is dropped; a later one is whole', () => {
    const inbox = new PartsInbox(10_000);
    const bytes = randomBytes(10_000);
    for (let part = 0; part < 500; part++) {
      const { header, bytes: piece } = partOf(part);
      inbox.take(header, piece);
      expect(inbox.bytes).toBeLessThanOrEqual(10_000);
    }
    const later = splitMessage({ from: 'a', kind: 'saved', sequence: 4 }, bytes, 2048).map((part) => parsePart(part)!);
    expect(later.map(({ header, bytes: part }) => inbox.take(header, part)).at(-1)).toEqual(bytes);
  });

  it('of an unknown kind, or in too many parts, is no message', () => {
    const { header } = partOf(1);
    const messageOf = (more: object) => Buffer.from(`${JSON.stringify({ ...header, ...more })}\n`);
    expect(parsePart(messageOf({}))).toBeDefined();
    for (const more of [{ kind: 'kind 7' }, { parts: 1e9 }]) expect(parsePart(messageOf(more))).toBeUndefined();
  });
});

describe('the address of a fleet', () => {
  it('has the server, the name of the fleet and one kind of credentials', () => {
    expect(parseFleetAddress('tls://ada:p%40ss@nats.example.com/load', {})).toMatchObject({
      server: 'nats.example.com:4222',
      tls: true,
      fleet: 'load',
      credentials: { kind: 'password', user: 'ada', password: 'p@ss' },
    });
    expect(parseFleetAddress('nats://host:1', { PALAVER_FLEET_TOKEN: 'a token' })).toMatchObject({
      server: 'host:1',
      tls: false,
      fleet: 'default',
      credentials: { kind: 'token', token: 'a token' },
    });
  });

  it.each([
    'host:4222',
    'http://host',
    'nats://',
    'nats://host/a.b',
    'nats://one,two:4222',
    'nats://100%@host',
    'nats://ada:100%@host',
    'nats://:pass@host',
  ])('%s is refused', (text) => {
    expect(() => parseFleetAddress(text, {})).toThrow('the value of --fleet');
  });

  it('with credentials of two kinds is refused', () => {
    expect(() => parseFleetAddress('nats://ada:pass@host', { PALAVER_FLEET_TOKEN: 'other' })).toThrow('several kinds');
  });
});

describe('the subjects of a run', () => {
  it.each(['plv-1', 'a..b', '.', 'a.'])('have no empty word, and differ, with the id %s', (run) => {
    const { lease, state, order } = subjectsOf('default');
    for (const subject of [lease(run), state(run), order(run)]) expect(subject.split('.')).toHaveLength(5);
    expect(lease(run)).not.toBe(lease(`${run}.`));
  });
});

describe('what others say', () => {
  const offer = { id: 'a1', name: 'one\u001b[2J', host: 'host\nhost', version: '1', cpus: 1, allow: [] };

  it('is shown without control characters', () => {
    expect(decodeAs(offerSchema, offer)).toMatchObject({ name: 'one␛[2J', host: 'host host' });
    const failed = encodeError(new KnownError('a\u001b[2J', { hint: 'b\u202e' }));
    expect(() => decodeResponse(failed)).toThrow(expect.objectContaining({ message: 'a␛[2J', hint: 'b<U+202E>' }));
  });

  it('is ignored if it names other subjects', () => {
    for (const id of ['', '*', '>', 'a.b', 'a b']) expect(decodeAs(offerSchema, { ...offer, id })).toBeUndefined();
    for (const run of ['', '*', '>', 'a b', '../x', 'a\r\nPUB'])
      expect(decodeAs(agentRequestSchema, { kind: 'reserve', run, leaseMs: 1 })).toBeUndefined();
  });
});

describe('sealed bytes', () => {
  const key = randomBytes(32);
  it('open with the same key and context only', () => {
    const sealed = seal(Buffer.from('token'), key, 'run-1');
    expect(unseal(sealed, key, 'run-1').toString()).toBe('token');
    expect(() => unseal(sealed, key, 'run-2')).toThrow('the fleet keys differ');
    expect(() => unseal(sealed, randomBytes(32), 'run-1')).toThrow('the fleet keys differ');
  });
});

describe('agents of a run', () => {
  it('are wanted in a number, or by place', () => {
    expect(parseWanted(6)).toEqual({ kind: 'count', count: 6 });
    expect(parseWanted(undefined, ['eu=3', 'us=1'])).toMatchObject({
      counts: new Map([
        ['eu', 3],
        ['us', 1],
      ]),
    });
    expect(() => parseWanted(2, ['eu=3'])).toThrow('cannot be combined');
    expect(() => parseWanted(undefined, ['eu'])).toThrow('must be NAME=N');
  });

  it('have clocks whose offset follows from the shortest round trip', () => {
    const slow = { askedUs: 0, agentUs: 900, answeredUs: 1000 };
    const quick = { askedUs: 2000, agentUs: 2550, answeredUs: 2100 };
    expect(offsetFrom([slow, quick])).toEqual({ aheadUs: 500, errorUs: 50 });
  });

  it('load only allowed addresses of a coordinator', () => {
    const at = (resolve: Record<string, string>) => [
      { name: 'bot', address: { origin: 'http://localhost', path: '/socket.io', token: '' }, resolve },
    ];
    const allowed = parseAllowed(['10.0.0.1,2001:db8::1']);
    for (const address of ['10.0.0.1', '127.0.0.1', '::1', '2001:db8::1'])
      expect(() => refuseOtherHosts(at({ localhost: address }), allowed)).not.toThrow();
    for (const address of ['10.0.0.2', '2001:db8::2'])
      expect(() => refuseOtherHosts(at({ localhost: address }), allowed)).toThrow(
        `may not send load to the host ${address}`,
      );
  });

  it('load only allowed hosts besides their own machine', () => {
    const at = (origin: string) => [{ name: 'bot', address: { origin, path: '/socket.io', token: '' } }];
    const allowed = parseAllowed(['bot.example.com,*.example.org']);
    for (const origin of [
      'https://bot.example.com',
      'https://a.example.org',
      'http://127.0.0.1:80',
      'http://localhost',
    ])
      expect(() => refuseOtherHosts(at(origin), allowed)).not.toThrow();
    for (const origin of ['https://example.org', 'https://bot.example.com.evil.test'])
      expect(() => refuseOtherHosts(at(origin), allowed)).toThrow('may not send load to the host');
  });
});
