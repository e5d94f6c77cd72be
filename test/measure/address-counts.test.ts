import { describe, expect, it } from 'vitest';
import { AddressCounts, mergeAddresses } from '../../src/measure/address-counts.ts';

describe('connections by address', () => {
  it('are counted per target, and summed over threads', () => {
    const threads = [new AddressCounts(), new AddressCounts()];
    for (const [index, thread] of threads.entries()) {
      thread.count('eu', '192.0.2.1');
      thread.count('eu', `192.0.2.${index + 2}`);
      thread.count('us', '192.0.2.1');
    }
    expect(mergeAddresses(threads.map((thread) => thread.list()))).toEqual([
      { target: 'eu', address: '192.0.2.1', connects: 2 },
      { target: 'eu', address: '192.0.2.2', connects: 1 },
      { target: 'eu', address: '192.0.2.3', connects: 1 },
      { target: 'us', address: '192.0.2.1', connects: 2 },
    ]);
  });

  it('are limited in number, and none is lost', () => {
    const counts = new AddressCounts();
    for (let index = 0; index < 500; index++) counts.count('eu', `10.0.${index >> 8}.${index & 255}`);
    const list = counts.list();
    expect(list).toHaveLength(33);
    expect(list.at(-1)).toEqual({ target: 'eu', address: 'others', connects: 468 });
  });
});
