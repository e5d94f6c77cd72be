import { deflateSync, inflateSync } from 'node:zlib';
import { KnownError } from '../../platform/known-error.ts';
import { MAX_US } from './hdr-layout.ts';
import { type HdrWords, readWords } from './hdr-words.ts';

/** Required parameters of an encoded histogram. */
interface EncodedShape {
  readonly digits: number;
  /** Number of buckets. */
  readonly buckets: number;
}

/**
 * HdrHistogram's V2 encoding, compressed, in base64; all numbers are big endian, and words are those of hdr-words.ts:
 *
 *     data     = base64( COMPRESSED, bytes of deflated: int32, deflated )
 *     deflated = zlib( PLAIN, bytes of words: int32, offset: int32, digits: int32, lowest: int64, highest: int64,
 *                      ratio: int64, word* )
 *
 * Source: HdrHistogram, V2 encoding.
 */
const COMPRESSED = 0x1c84_9314;
const PLAIN = 0x1c84_9313;
const OUTER_HEADER_BYTES = 8;
const HEADER_BYTES = 40;
/** As the encoders of other tools write it; it is not used. */
const OFFSET = 1;
const RATIO = 1;
/** The lowest value that is distinguished from 0. */
const MIN_US = 1;
/** A 32-bit count in zigzag, with seven bits per byte. */
const MAX_WORD_BYTES = 5;

/**
 * Inflates and validates an untrusted histogram: what is allocated and iterated cannot exceed `shape`, whatever header and
 * words say. Throws a KnownError if the data are damaged or have another shape.
 */
export function openEnvelope(data: string, shape: EncodedShape): HdrWords {
  const plain = inflate(data, HEADER_BYTES + shape.buckets * MAX_WORD_BYTES);
  if (plain.length < HEADER_BYTES || plain.readUInt32BE(0) !== PLAIN) throw notEncoded();
  if (plain.readInt32BE(4) !== plain.length - HEADER_BYTES) throw notEncoded();
  const same =
    plain.readInt32BE(12) === shape.digits && readInt64(plain, 16) === MIN_US && readInt64(plain, 24) === MAX_US;
  if (!same) throw damaged('it has another range or precision');
  return checkedWords(plain.subarray(HEADER_BYTES), shape);
}

/** Reads the words of an untrusted histogram of this shape. Throws a KnownError if they are damaged. */
export function checkedWords(words: Uint8Array, { buckets }: Pick<EncodedShape, 'buckets'>): HdrWords {
  const read = readWords(words, buckets);
  if (!read) throw notEncoded();
  return read;
}

/** Adds both headers to the words of a histogram, and compresses them. */
export function sealEnvelope(words: Uint8Array, { digits }: Pick<EncodedShape, 'digits'>): string {
  const plain = Buffer.alloc(HEADER_BYTES + words.length);
  plain.writeUInt32BE(PLAIN, 0);
  plain.writeInt32BE(words.length, 4);
  plain.writeInt32BE(OFFSET, 8);
  plain.writeInt32BE(digits, 12);
  plain.writeBigInt64BE(BigInt(MIN_US), 16);
  plain.writeBigInt64BE(BigInt(MAX_US), 24);
  plain.writeBigInt64BE(BigInt(RATIO), 32);
  plain.set(words, HEADER_BYTES);
  const deflated = deflateSync(plain);
  const outer = Buffer.alloc(OUTER_HEADER_BYTES);
  outer.writeUInt32BE(COMPRESSED, 0);
  outer.writeInt32BE(deflated.length, 4);
  return Buffer.concat([outer, deflated]).toString('base64');
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
