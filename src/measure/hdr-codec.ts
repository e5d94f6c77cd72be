import { constants, deflateSync, inflateSync } from 'node:zlib';
import { KnownError } from '../platform/known-error.ts';
import { HdrCounts } from './hdr-counts.ts';
import { type HdrLayout, LONGEST_US } from './hdr-layout.ts';

/**
 * HdrHistogram's V2 encoding, compressed, in base64: what other tools for such histograms read. All numbers big endian:
 *
 *     data    = base64( COMPRESSED, bytes of deflated: int32, deflated )
 *     deflated = zlib( PLAIN, bytes of counts: int32, offset = 1: int32, digits: int32,
 *                      lowest = 1: int64, highest: int64, ratio = 1: int64, counts )
 *     counts  = (count | −zeros)*      by bucket, from 0 to the last in use; several zeros in a row as their negative number
 *
 * Each entry of counts is an integer in zigzag (0, −1, 1, −2 … → 0, 1, 2, 3 …), seven bits a byte, the lowest first, the
 * high bit set in all but the last. The offset is no meaning's: readers skip it. Source: HdrHistogram, V2 encoding.
 */
const PLAIN = 0x1c84_9313;
const COMPRESSED = 0x1c84_9314;
const HEADER_BYTES = 40;
const OUTER_HEADER_BYTES = 8;
/** A count of 32 bits takes five bytes of seven bits, and one to be safe. */
const MOST_BYTES_PER_COUNT = 6;

/**
 * Counts rarely repeat what came before them, so nothing is looked for: half the time of the default, and 5 % smaller. The
 * tables are no larger than such data need: by default every call clears a quarter of a MiB first.
 */
const DEFLATE = { strategy: constants.Z_HUFFMAN_ONLY, windowBits: 9, memLevel: 6, chunkSize: 8192 };

/** Nothing larger is inflated: the bound of an honest histogram of three digits. */
const LARGEST_PLAIN_BYTES = 2 ** 18;

/** Written over and over; what is made of it is copied. */
const scratch = Buffer.alloc(LARGEST_PLAIN_BYTES);

/** The same counts give the same text. */
export function encodeCounts(counts: HdrCounts): string {
  const end = new CountsWriter(scratch, HEADER_BYTES).write(counts);
  scratch.writeUInt32BE(PLAIN, 0);
  scratch.writeInt32BE(end - HEADER_BYTES, 4);
  scratch.writeInt32BE(1, 8);
  scratch.writeInt32BE(counts.layout.digits, 12);
  scratch.writeBigInt64BE(1n, 16);
  scratch.writeBigInt64BE(BigInt(LONGEST_US), 24);
  scratch.writeBigInt64BE(1n, 32);
  const deflated = deflateSync(scratch.subarray(0, end), DEFLATE);
  scratch.writeUInt32BE(COMPRESSED, 0);
  scratch.writeInt32BE(deflated.length, 4);
  deflated.copy(scratch, OUTER_HEADER_BYTES);
  return scratch.toString('base64', 0, OUTER_HEADER_BYTES + deflated.length);
}

/** Throws a KnownError where the data are damaged or of another range or precision. */
export function decodeCounts(data: string, layout: HdrLayout): HdrCounts {
  const counts = new HdrCounts(layout);
  addEncoded(data, counts);
  return counts;
}

/** The same, added to others of the layout; where it throws, a part of them may have been added. */
export function addEncoded(data: string, into: HdrCounts): void {
  const plain = inflate(data);
  const header = [
    plain.readInt32BE(12),
    plain.readInt32BE(20),
    plain.readUInt32BE(24) * 2 ** 32 + plain.readUInt32BE(28),
  ];
  const [digits, lowest, highest] = header;
  if (digits !== into.layout.digits || lowest !== 1 || highest !== LONGEST_US)
    throw damaged('its range or precision is another one');
  new CountsReader(plain, HEADER_BYTES).addTo(into);
}

function inflate(data: string): Buffer {
  const outer = Buffer.from(data, 'base64');
  if (outer.length < OUTER_HEADER_BYTES || outer.readUInt32BE(0) !== COMPRESSED) throw notEncoded();
  let plain: Buffer;
  try {
    const end = OUTER_HEADER_BYTES + outer.readInt32BE(4);
    plain = inflateSync(outer.subarray(OUTER_HEADER_BYTES, end), { maxOutputLength: LARGEST_PLAIN_BYTES });
  } catch (cause) {
    throw notEncoded(cause);
  }
  const whole = plain.length >= HEADER_BYTES && plain.readUInt32BE(0) === PLAIN;
  if (!whole || plain.readInt32BE(4) !== plain.length - HEADER_BYTES) throw notEncoded();
  return plain;
}

class CountsWriter {
  private readonly bytes: Uint8Array;
  private at: number;
  /** Buckets without a value since the last one written. */
  private zeros = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Returns where the last byte ends. */
  write(counts: HdrCounts): number {
    let next = 0;
    for (const page of counts.pagesInUse()) {
      this.zeros += page.firstIndex - next;
      for (let index = 0; index < page.counts.length; index++) {
        const count = page.counts[index]!;
        if (count === 0) this.zeros++;
        else this.writeCount(count);
      }
      next = page.firstIndex + page.counts.length;
    }
    return this.at;
  }

  private writeCount(count: number): void {
    if (this.zeros > 0) this.writeInteger(this.zeros === 1 ? 0 : this.zeros * 2 - 1);
    this.zeros = 0;
    this.writeInteger(count * 2);
  }

  private writeInteger(zigzag: number): void {
    let rest = zigzag;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.bytes[this.at++] = (rest % 0x80) | 0x80;
    this.bytes[this.at++] = rest;
  }
}

class CountsReader {
  private readonly bytes: Uint8Array;
  private at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  addTo(counts: HdrCounts): void {
    const { layout } = counts;
    const end = layout.pageCount * layout.pageSize;
    for (let index = 0; this.at < this.bytes.length; ) {
      const zigzag = this.readInteger();
      if (zigzag % 2 === 1) index += (zigzag + 1) / 2;
      else if (zigzag === 0) index++;
      else if (index < end && zigzag / 2 <= 0xffff_ffff) counts.increase(index++, zigzag / 2);
      else throw notEncoded();
    }
  }

  private readInteger(): number {
    let value = 0;
    for (let unit = 1, bytes = 0; bytes < MOST_BYTES_PER_COUNT; bytes++, unit *= 0x80) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
    throw notEncoded();
  }
}

function notEncoded(cause?: unknown): KnownError {
  return damaged('it is no HDR V2 encoding', cause);
}

/** Of a histogram that came from outside. */
export function damaged(why: string, cause?: unknown): KnownError {
  return new KnownError(`a histogram cannot be read: ${why}`, {
    hint: 'the file is damaged or was edited; take the original',
    cause,
  });
}
