import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeFromCompressedBase64, encodeIntoCompressedBase64, Int32Histogram } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { decodeCounts, encodeCounts } from '../../src/measure/hdr-codec.ts';
import { HdrCounts } from '../../src/measure/hdr-counts.ts';
import { type HdrLayout, LONGEST_US, THREE_DIGITS, TWO_DIGITS } from '../../src/measure/hdr-layout.ts';
import { KnownError } from '../../src/platform/known-error.ts';

const layouts = fc.constantFrom(THREE_DIGITS, TWO_DIGITS);
/** As many short values as long ones. */
const duration = fc.oneof(
  fc.nat({ max: LONGEST_US }),
  fc.integer({ min: 0, max: 31 }).map((power) => Math.min(2 ** power, LONGEST_US)),
  fc.nat({ max: 5000 }),
);
const values = fc.array(duration, { maxLength: 200 });

function countsOf(layout: HdrLayout, values: readonly number[]): HdrCounts {
  const counts = new HdrCounts(layout);
  for (const us of values) counts.record(us);
  return counts;
}

function referenceOf(layout: HdrLayout, values: readonly number[]): Int32Histogram {
  const histogram = new Int32Histogram(1, LONGEST_US, layout.digits);
  for (const us of values) histogram.recordValue(us);
  return histogram;
}

/** Count by bucket, without zeros. */
function listed(counts: HdrCounts): [number, number][] {
  return counts
    .pagesInUse()
    .flatMap(({ counts, firstIndex }) => [...counts].map((count, at): [number, number] => [firstIndex + at, count]))
    .filter(([, count]) => count > 0);
}

function listedReference(histogram: Int32Histogram): [number, number][] {
  const indices = Array.from({ length: histogram.countsArrayLength }, (_, index) => index);
  return indices
    .map((index): [number, number] => [index, histogram.getCountAtIndex(index)])
    .filter(([, count]) => count > 0);
}

describe('the encoding of histograms', () => {
  it('puts a value into the bucket the reference puts it into', () => {
    fc.assert(
      fc.property(layouts, duration, (layout, us) => {
        const reference = new Int32Histogram(1, LONGEST_US, layout.digits);
        const index = layout.indexOf(us);
        expect(index).toBe(reference.countsArrayIndex(us));
        expect(layout.lowestOf(index)).toBe(reference.lowestEquivalentValue(us));
        expect(layout.lowestOf(index) + layout.widthOf(index) - 1).toBe(reference.highestEquivalentValue(us));
        expect(reference.countsArrayLength).toBe(layout.pageCount * layout.pageSize);
      }),
      { numRuns: 500 },
    );
  });

  it('is read by the reference, and the other way round', () => {
    fc.assert(
      fc.property(layouts, values, (layout, values) => {
        const counts = countsOf(layout, values);
        const reference = referenceOf(layout, values);
        const read = decodeFromCompressedBase64(encodeCounts(counts)) as Int32Histogram;
        expect(listedReference(read)).toEqual(listedReference(reference));
        expect([read.totalCount, read.numberOfSignificantValueDigits]).toEqual([values.length, layout.digits]);
        expect(read.highestTrackableValue).toBe(LONGEST_US);
        const back = decodeCounts(encodeIntoCompressedBase64(reference), layout);
        expect([listed(back), back.total]).toEqual([listed(counts), values.length]);
      }),
      { numRuns: 60 },
    );
  });

  it('holds counts of thousands of millions', () => {
    const counts = new HdrCounts(THREE_DIGITS);
    for (const [index, count] of [
      [0, 1],
      [5, 0xffff_ffff],
      [23_000, 12_345_678],
    ] as const)
      counts.increase(index, count);
    const back = decodeCounts(encodeCounts(counts), THREE_DIGITS);
    expect(listed(back)).toEqual([
      [0, 1],
      [5, 0xffff_ffff],
      [23_000, 12_345_678],
    ]);
    expect(back.total).toBe(1 + 0xffff_ffff + 12_345_678);
  });

  it('of damaged data is refused in words, whatever the damage', () => {
    const data = encodeCounts(countsOf(THREE_DIGITS, [1, 1000, 2_000_000, 2_000_000]));
    const damage = fc.record({ at: fc.nat({ max: data.length - 1 }), by: fc.constantFrom(...'Aq7/+=!é\n') });
    fc.assert(
      fc.property(damage, ({ at, by }) => {
        try {
          decodeCounts(data.slice(0, at) + by + data.slice(at + 1), THREE_DIGITS);
        } catch (error) {
          expect(error).toBeInstanceOf(KnownError);
        }
      }),
      { numRuns: 500 },
    );
    expect(() => decodeCounts(data, TWO_DIGITS)).toThrow(/range or precision/);
    for (const none of ['', 'AAAA', data.slice(0, 40)])
      expect(() => decodeCounts(none, THREE_DIGITS)).toThrow(KnownError);
  });

  it('never inflates more than a histogram can hold', () => {
    const deflated = deflateSync(Buffer.alloc(2 ** 24));
    const header = Buffer.alloc(8);
    header.writeUInt32BE(0x1c84_9314, 0);
    header.writeUInt32BE(deflated.length, 4);
    const bomb = Buffer.concat([header, deflated]).toString('base64');
    expect(() => decodeCounts(bomb, THREE_DIGITS)).toThrow(KnownError);
  });
});
