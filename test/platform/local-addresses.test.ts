import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isOwnAddress } from '../../src/platform/process/local-addresses.ts';

describe('the addresses of this machine', () => {
  const own = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []);

  it.each(own)('include %s', (address) => {
    expect(isOwnAddress(address)).toBe(true);
  });

  it.runIf(own.includes('::1'))('include an address in every notation, and with its zone', () => {
    expect(isOwnAddress('0:0:0:0:0:0:0:1')).toBe(true);
    expect(isOwnAddress('::1%lo')).toBe(true);
  });

  it.runIf(process.platform === 'linux')('include all of loopback on Linux', () => {
    expect(isOwnAddress('127.0.0.3')).toBe(true);
    expect(isOwnAddress('127.200.1.9')).toBe(true);
  });

  it.each(['203.0.113.7', '2001:db8::7', 'localhost', ''])('do not include %j', (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });
});
