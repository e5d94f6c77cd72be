import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { NameResolver } from '../../src/endpoint/network/name-resolver.ts';

const A = { address: '192.0.2.1', family: 4 };
const B = { address: '192.0.2.2', family: 4 };
const C = { address: '2001:db8::3', family: 6 };

function resolver(answers: LookupAddress[][], overrides: Record<string, string> = {}, family?: number) {
  const clock = { us: 0, nowUs: () => clock.us };
  const asked: string[] = [];
  const ask = async (name: string) => {
    asked.push(name);
    const answer = answers.shift();
    if (!answer) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    return answer;
  };
  return { clock, asked, names: new NameResolver(clock, overrides, family, ask) };
}

describe('the addresses of a host name', () => {
  it('rotate their order', async () => {
    const { names } = resolver([[A, B, C]]);
    expect(await names.addresses('h', 80)).toEqual([A, B, C]);
    expect(names.addresses('H', 80)).toEqual([B, C, A]);
    expect(names.addresses('h', 80)).toEqual([C, A, B]);
    expect(names.addresses('h', 80)).toEqual([A, B, C]);
  });

  it('are looked up once for simultaneous connections', async () => {
    const { names, asked } = resolver([[A, B]]);
    const answers = await Promise.all([1, 2, 3].map(() => names.addresses('h', 80)));
    expect(answers.map(([first]) => first)).toEqual([A, B, A]);
    expect(asked).toEqual(['h']);
  });

  it('are looked up again after 30 s', async () => {
    const { names, asked, clock } = resolver([[A], [B]]);
    await names.addresses('h', 80);
    clock.us = 29_999_999;
    expect(names.addresses('h', 80)).toEqual([A]);
    clock.us = 30_000_000;
    expect(await names.addresses('h', 80)).toEqual([B]);
    expect(asked).toHaveLength(2);
  });

  it('are looked up again after a failure', async () => {
    const { names } = resolver([]);
    await expect(names.addresses('h', 80)).rejects.toThrow('not found');
    await expect(names.addresses('h', 80)).rejects.toThrow('not found');
  });

  it('are the mapped ones, with and without a port', () => {
    const { names, asked } = resolver([], { 'h:443': '192.0.2.1', g: '[2001:db8::3]' });
    expect(names.addresses('h', 443)).toEqual([A]);
    expect(names.addresses('G', 9)).toEqual([C]);
    expect(asked).toEqual([]);
  });

  it('are those of one family if no other can be used', async () => {
    const { names } = resolver([[A, C, B]], {}, 4);
    expect(await names.addresses('h', 80)).toEqual([A, B]);
    expect(names.addresses('h', 80)).toEqual([B, A]);
  });

  it('are none if that family has none', async () => {
    const { names } = resolver([[A, B]], { g: '192.0.2.1' }, 6);
    const refused = { message: 'h has no IPv6 address', code: 'EAI_ADDRFAMILY' };
    await expect(names.addresses('h', 80)).rejects.toMatchObject(refused);
    await expect(names.addresses('g', 80)).rejects.toThrow('g has no IPv6 address');
  });
});
