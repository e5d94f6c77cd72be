/**
 * The counts of a histogram as in HdrHistogram's V2 encoding, without header and compression:
 *
 *     word = the count of a bucket, or, negative, the number of empty buckets to skip; zigzag
 *            (0, −1, 1, −2 … → 0, 1, 2, 3 …), seven bits per byte, lowest first, high bit set in all but the last
 */
export interface HdrWords {
  /** Number of buckets in use; the entries of both lists beyond it are of earlier words. */
  readonly used: number;
  /** The buckets in use, in order. */
  readonly buckets: Uint32Array;
  /** The count of each, above 0. */
  readonly counts: Uint32Array;
  /** Sum of the counts. */
  readonly total: number;
}

const MAX_COUNT = 0xffff_ffff;
/** The length of `MAX_COUNT` in zigzag. */
const MAX_WORD_BYTES = 5;
const MAX_UNIT = 0x80 ** MAX_WORD_BYTES;

/** Used again by each call, because millions of histograms are read when shards are merged. */
let room = { buckets: new Uint32Array(0), counts: new Uint32Array(0) };

/**
 * Reads words of at most `size` buckets; undefined if they are malformed, or describe more buckets or larger counts than
 * 2^32 − 1. The result is valid until the next call.
 */
export function readWords(words: Uint8Array, size: number): HdrWords | undefined {
  if (room.buckets.length < size) room = { buckets: new Uint32Array(size), counts: new Uint32Array(size) };
  const { buckets, counts } = room;
  let bucket = 0;
  let used = 0;
  let total = 0;
  let word = 0;
  let unit = 1;
  for (let at = 0; at < words.length; at++) {
    const byte = words[at]!;
    word += (byte & 0x7f) * unit;
    if (byte >= 0x80) {
      unit *= 0x80;
      if (unit === MAX_UNIT) return undefined;
      continue;
    }
    const count = word / 2;
    if (word % 2 === 1) bucket += (word + 1) / 2;
    else if (count > MAX_COUNT || bucket >= size) return undefined;
    else {
      if (count > 0) {
        buckets[used] = bucket;
        counts[used] = count;
        used += 1;
        total += count;
      }
      bucket += 1;
    }
    word = 0;
    unit = 1;
  }
  return unit === 1 && bucket <= size ? { used, buckets, counts, total } : undefined;
}

/** Counts by bucket. */
interface Counted {
  readonly total: number;
  visit(take: (bucket: number, count: number) => void): void;
}

/** A bucket needs up to two words: one that skips the empty ones before it, and its count. */
const MAX_BUCKET_BYTES = 2 * MAX_WORD_BYTES;

/** Used again by each call, because a report encodes hundreds of histograms. */
let written = new Uint8Array(4096);

/**
 * The words of these counts; one empty bucket if there are none. Equal counts give equal words. The result is valid until the
 * next call.
 */
export function writeWords(counts: Counted): Uint8Array {
  let next = 0;
  let end = 0;
  counts.visit((bucket, count) => {
    if (end + MAX_BUCKET_BYTES > written.length) {
      const longer = new Uint8Array(written.length * 2);
      longer.set(written);
      written = longer;
    }
    const empty = bucket - next;
    if (empty > 0) end = writeWord(end, empty === 1 ? 0 : empty * 2 - 1);
    end = writeWord(end, count * 2);
    next = bucket + 1;
  });
  if (counts.total === 0) end = writeWord(0, 0);
  return written.subarray(0, end);
}

/** Returns the index after it. */
function writeWord(at: number, word: number): number {
  let end = at;
  let left = word;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) written[end++] = (left % 0x80) + 0x80;
  written[end++] = left;
  return end;
}
