import fc from 'fast-check';
import { decodeFromCompressedBase64, encodeIntoCompressedBase64, Int32Histogram } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { HdrCounts } from '../../src/measure/histogram/hdr-counts.ts';
import { type Digits, HDR_LAYOUTS, MAX_US } from '../../src/measure/histogram/hdr-layout.ts';
import { KnownError } from '../../src/platform/known-error.ts';

const digits = fc.constantFrom<Digits[]>(2, 3);
/** As many short values as long ones. */
const duration = fc.oneof(
  fc.nat({ max: MAX_US }),
  fc.integer({ min: 0, max: 31 }).map((power) => Math.min(2 ** power, MAX_US)),
  fc.nat({ max: 5000 }),
);
const values = fc.array(duration, { maxLength: 200 });

function countsOf(digits: Digits, values: readonly number[]): HdrCounts {
  const counts = new HdrCounts(digits);
  for (const us of values) counts.record(us);
  return counts;
}

function referenceOf(digits: Digits, values: readonly number[]): Int32Histogram {
  const histogram = new Int32Histogram(1, MAX_US, digits);
  for (const us of values) histogram.recordValue(us);
  return histogram;
}

/** Count by bucket, without zeros. */
function listed(counts: ArrayLike<number>): [number, number][] {
  return Array.from(counts, (count, index): [number, number] => [index, count]).filter(([, count]) => count > 0);
}

/** The same of these counts. */
function used(counts: HdrCounts): [number, number][] {
  const all: [number, number][] = [];
  counts.visit((bucket, count) => all.push([bucket, count]));
  return all;
}

describe('the counts of a histogram', () => {
  it('are at or below a bound if their whole bucket is', () => {
    fc.assert(
      fc.property(
        digits,
        values,
        fc.array(fc.integer({ min: 1, max: MAX_US }), { maxLength: 9 }),
        (digits, us, some) => {
          const counts = countsOf(digits, us);
          const reference = referenceOf(digits, us);
          const bounds = [...some, ...us.filter((value) => value > 0)].sort((left, right) => left - right);
          const surelyBelow = (bound: number) => us.filter((v) => reference.highestEquivalentValue(v) <= bound).length;
          expect(counts.countsUpTo(bounds)).toEqual(bounds.map(surelyBelow));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('have the totals of the library, also after storing', () => {
    fc.assert(
      fc.property(digits, values, values, (digits, left, right) => {
        const reference = referenceOf(digits, left);
        reference.add(referenceOf(digits, right));
        const sum = HdrCounts.decode(countsOf(digits, left).encode(), digits);
        sum.add(countsOf(digits, right));
        expect([used(sum), sum.total]).toEqual([listed(reference._counts), reference.totalCount]);
        expect(sum.encode()).toBe(countsOf(digits, [...right, ...left]).encode());
        sum.clear();
        sum.add(countsOf(digits, right));
        expect(sum.encode()).toBe(countsOf(digits, right).encode());
      }),
      { numRuns: 60 },
    );
  });

  it('are the same if encoded ones are added without being decoded first', () => {
    fc.assert(
      fc.property(digits, values, values, (digits, left, right) => {
        const added = countsOf(digits, right);
        const expected = countsOf(digits, left);
        expected.add(HdrCounts.decode(added.encode(), digits));
        const ofEncoded = countsOf(digits, left);
        ofEncoded.addEncoded(added.encode());
        const ofWords = countsOf(digits, left);
        ofWords.addWords(added.words(), right.length);
        const all = (counts: HdrCounts) => ({
          buckets: used(counts),
          total: counts.total,
          inUse: [counts.first, counts.end],
          highestUs: counts.highestUs,
          text: counts.encode(),
        });
        expect(all(ofEncoded)).toEqual(all(expected));
        expect(all(ofWords)).toEqual(all(expected));
        expect(all(expected)).toEqual(all(countsOf(digits, [...left, ...right])));
      }),
      { numRuns: 100 },
    );
  });

  it('lie between the first and the last used bucket, each in the bucket of the library', () => {
    fc.assert(
      fc.property(digits, values, (digits, values) => {
        const counts = countsOf(digits, values);
        const reference = referenceOf(digits, values);
        const inUse = used(counts).map(([bucket]) => bucket);
        expect([counts.first, counts.end]).toEqual([inUse[0] ?? 0, (inUse.at(-1) ?? 0) + 1]);
        for (let bucket = 0; bucket < counts.end; bucket += 37)
          expect(counts.countAt(bucket)).toBe(reference._counts[bucket]);
        for (const us of values) {
          const bucket = HDR_LAYOUTS[digits].bucketOf(us);
          expect(bucket).toBe(reference.countsArrayIndex(us));
          expect(counts.bucketBounds(bucket)).toEqual({
            lowest: reference.lowestEquivalentValue(us),
            highest: reference.highestEquivalentValue(us),
          });
        }
      }),
      { numRuns: 60 },
    );
    expect(HDR_LAYOUTS[2].buckets).toBe(referenceOf(2, []).countsArrayLength);
    expect(HDR_LAYOUTS[3].buckets).toBe(referenceOf(3, []).countsArrayLength);
  });

  it('can be read by the library, and those of the library here', () => {
    fc.assert(
      fc.property(digits, values, (digits, values) => {
        const counts = countsOf(digits, values);
        const read = decodeFromCompressedBase64(counts.encode()) as Int32Histogram;
        expect(listed(read._counts)).toEqual(used(counts));
        expect([read.totalCount, read.numberOfSignificantValueDigits]).toEqual([values.length, digits]);
        expect(read.highestTrackableValue).toBe(MAX_US);
        expect(counts.encode()).toBe(encodeIntoCompressedBase64(referenceOf(digits, values)));
        const back = HdrCounts.decode(encodeIntoCompressedBase64(referenceOf(digits, values)), digits);
        expect([used(back), back.total]).toEqual([used(counts), values.length]);
      }),
      { numRuns: 60 },
    );
  });

  it('go beyond 2^32', () => {
    const histogram = new Int32Histogram(1, MAX_US, 3);
    const counts: [number, number][] = [
      [0, 1],
      [5, 0xffff_ffff],
      [MAX_US, 12_345_678],
    ];
    for (const [us, count] of counts) histogram.recordValueWithCount(us, count);
    const back = HdrCounts.decode(encodeIntoCompressedBase64(histogram), 3);
    expect(used(back)).toEqual(counts.map(([us, count]) => [histogram.countsArrayIndex(us), count]));
    expect(back.total).toBe(1 + 0xffff_ffff + 12_345_678);
  });

  it('reject damaged data with a message', () => {
    const data = countsOf(3, [1, 1000, 2_000_000, 2_000_000]).encode();
    const damage = fc.record({ at: fc.nat({ max: data.length - 1 }), by: fc.constantFrom(...'Aq7/+=!é\n') });
    let refused = 0;
    fc.assert(
      fc.property(damage, ({ at, by }) => {
        try {
          HdrCounts.decode(data.slice(0, at) + by + data.slice(at + 1), 3);
        } catch (error) {
          expect(error).toBeInstanceOf(KnownError);
          refused++;
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(250);
    expect(() => HdrCounts.decode(data, 2)).toThrow(/range or precision/);
    for (const none of ['', 'AAAA', data.slice(0, 40)]) expect(() => HdrCounts.decode(none, 3)).toThrow(KnownError);
  });
});
