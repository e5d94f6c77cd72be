import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HdrCounts } from '../../src/measure/histogram/hdr-counts.ts';
import { openEnvelope } from '../../src/measure/histogram/hdr-envelope.ts';
import { KnownError } from '../../src/platform/known-error.ts';

const SHAPE = { digits: 3, lowest: 1, highest: 3_600_000_000, buckets: 23_552 };
const WORDS_AT = 40;

/** What a sender who means harm would make of these plain bytes. */
function wrap(plain: Uint8Array): string {
  const deflated = deflateSync(plain);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(0x1c84_9314, 0);
  header.writeUInt32BE(deflated.length, 4);
  return Buffer.concat([header, deflated]).toString('base64');
}

function plainOf(words: readonly number[], change: (plain: Buffer) => void = () => {}): Buffer {
  const plain = Buffer.concat([
    inflateSync(Buffer.from(new HdrCounts(3).encode(), 'base64').subarray(8)).subarray(0, WORDS_AT),
    Buffer.from(words),
  ]);
  plain.writeInt32BE(words.length, 4);
  change(plain);
  return plain;
}

describe('the envelope of a histogram', () => {
  it('opens valid data', () => {
    // A count of 3, one of 2^32 − 1, 23,548 buckets skipped, then two counts of 0: as many buckets as there are.
    const words = [6, 0xfe, 0xff, 0xff, 0xff, 0x1f, 0xf7, 0xef, 0x02, 0, 0];
    const { used, buckets, counts, total } = openEnvelope(wrap(plainOf(words)), SHAPE);
    expect([[...buckets.subarray(0, used)], [...counts.subarray(0, used)]]).toEqual([
      [0, 1],
      [3, 0xffff_ffff],
    ]);
    expect(total).toBe(3 + 0xffff_ffff);
    expect(HdrCounts.decode(wrap(plainOf(words)), 3).total).toBe(3 + 0xffff_ffff);
  });

  it('never decompresses more than a histogram can contain', () => {
    expect(() => openEnvelope(wrap(Buffer.alloc(2 ** 24)), SHAPE)).toThrow(KnownError);
  });

  it.each([
    ['of another range', (plain: Buffer) => plain.writeBigInt64BE(2n ** 52n, 24), /range or precision/],
    ['of more digits', (plain: Buffer) => plain.writeInt32BE(5, 12), /range or precision/],
    ['with another unit', (plain: Buffer) => plain.writeBigInt64BE(1000n, 16), /range or precision/],
    ['that says it has more words than it has', (plain: Buffer) => plain.writeInt32BE(2 ** 30, 4), /not an HDR V2/],
    ['of another encoding', (plain: Buffer) => plain.writeUInt32BE(0x1c84_9303, 0), /not an HDR V2/],
  ])('rejects one %s', (_, change, message) => {
    expect(() => openEnvelope(wrap(plainOf([6], change)), SHAPE)).toThrow(message);
  });

  it.each([
    ['skips more buckets than there are', [0xff, 0xff, 0x7f]],
    ['skips thousands of millions of them', [0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['has a word longer than any count', [0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['has a count above 2^32 − 1', [0x80, 0x80, 0x80, 0x80, 0x20]],
    ['ends within a word', [6, 0x80]],
    ['has one bucket too many', [...Array.from({ length: 23_553 }, () => 2)]],
  ])('rejects one that %s', (_, words) => {
    expect(() => openEnvelope(wrap(plainOf(words)), SHAPE)).toThrow(KnownError);
    const counts = new HdrCounts(3);
    expect(() => counts.addWords(Uint8Array.from(words))).toThrow(/not an HDR V2/);
    expect(counts.total).toBe(0);
  });
});
