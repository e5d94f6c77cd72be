import { inflateSync } from 'node:zlib';
import { KnownError } from '../../platform/known-error.ts';

/** Required parameters of an encoded histogram. */
export interface EncodedShape {
  readonly digits: number;
  readonly lowest: number;
  readonly highest: number;
  /** Number of buckets. */
  readonly buckets: number;
}

/**
 * HdrHistogram's V2 encoding, compressed, in base64; all numbers are big endian:
 *
 *     data     = base64( COMPRESSED, bytes of deflated: int32, deflated )
 *     deflated = zlib( PLAIN, bytes of words: int32, offset: int32, digits: int32, lowest: int64, highest: int64,
 *                      ratio: int64, word* )
 *     word     = the count of a bucket, or, negative, the number of empty buckets to skip; zigzag
 *                (0, −1, 1, −2 … → 0, 1, 2, 3 …), seven bits per byte, lowest first, high bit set in all but the last
 *
 * Source: HdrHistogram, V2 encoding.
 */
const COMPRESSED = 0x1c84_9314;
const PLAIN = 0x1c84_9313;
const OUTER_HEADER_BYTES = 8;
const HEADER_BYTES = 40;
/** A 32-bit count in zigzag, with seven bits per byte. */
const MAX_WORD_BYTES = 5;

/**
 * Inflates and validates an untrusted histogram. The decoder does not validate: it inflates without a limit, and header and
 * words determine how much it allocates and iterates. Afterwards, none of this can exceed `shape`. Throws a KnownError if the
 * data are damaged or have another shape.
 */
export function openEnvelope(data: string, shape: EncodedShape): Buffer {
  const plain = inflate(data, HEADER_BYTES + shape.buckets * MAX_WORD_BYTES);
  if (plain.length < HEADER_BYTES || plain.readUInt32BE(0) !== PLAIN) throw notEncoded();
  if (plain.readInt32BE(4) !== plain.length - HEADER_BYTES) throw notEncoded();
  const { digits, lowest, highest } = shape;
  const same = plain.readInt32BE(12) === digits && readInt64(plain, 16) === lowest && readInt64(plain, 24) === highest;
  if (!same) throw damaged('it has another range or precision');
  if (!(bucketsOf(plain) <= shape.buckets)) throw notEncoded();
  return plain;
}

function inflate(data: string, maxBytes: number): Buffer {
  const outer = Buffer.from(data, 'base64');
  if (outer.length < OUTER_HEADER_BYTES || outer.readUInt32BE(0) !== COMPRESSED) throw notEncoded();
  const end = OUTER_HEADER_BYTES + outer.readInt32BE(4);
  try {
    return inflateSync(outer.subarray(OUTER_HEADER_BYTES, end), { maxOutputLength: maxBytes });
  } catch (cause) {
    throw notEncoded(cause);
  }
}

function readInt64(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

/** Number of buckets that the words describe; NaN if a word is malformed. */
function bucketsOf(plain: Buffer): number {
  let buckets = 0;
  let word = 0;
  let unit = 1;
  for (let at = HEADER_BYTES; at < plain.length; at++) {
    const byte = plain[at]!;
    word += (byte & 0x7f) * unit;
    unit *= 0x80;
    if (byte < 0x80) {
      buckets += word % 2 === 1 ? (word + 1) / 2 : 1;
      word = 0;
      unit = 1;
    } else if (unit === 0x80 ** MAX_WORD_BYTES) return Number.NaN;
  }
  return unit === 1 ? buckets : Number.NaN;
}

function notEncoded(cause?: unknown): KnownError {
  return damaged('it is not an HDR V2 encoding', cause);
}

/** Error for a malformed histogram in a file. */
export function damaged(why: string, cause?: unknown): KnownError {
  return new KnownError(`a histogram cannot be read: ${why}`, {
    hint: 'the file is damaged or was edited; use the original',
    cause,
  });
}
