import { isUtf8 } from 'node:buffer';
import { KnownError } from '../../platform/known-error.ts';

export interface DecodedText {
  readonly text: string;
  /** How the encoding was determined, where the file does not say it. */
  readonly note: string | undefined;
}

const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Control characters that no text contains, and bytes that Windows-1252 does not assign. */
const NO_TEXT = /[^\P{Cc}\t\n\v\f\r]/u;

/**
 * The characters from 0x80 to 0x9f of Windows-1252. Several versions of Node.js decode them as control characters
 * (https://github.com/nodejs/node/issues/56542).
 */
const UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const C1 = /[\u0080-\u009f]/g;

/**
 * The text of `bytes`, without a byte order mark. Its encoding is, in this order: `given` (any name of the Encoding Standard),
 * that of a byte order mark, UTF-8 if it is valid, Windows-1252 (a superset of Latin-1) if every byte is a character in it.
 * @throws KnownError if it is none of these, or not `given`.
 */
export function decodeText(bytes: Uint8Array, file: string, given?: string): DecodedText {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  const encoding = given ?? marked ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
  const text = decoded(bytes, encoding, file);
  if (given !== undefined || marked !== undefined) return { text, note: undefined };
  // UTF-16 without a mark is valid UTF-8 full of NUL.
  if (text.includes('\0') || (encoding === 'windows-1252' && NO_TEXT.test(text))) throw unknownEncoding(file);
  if (encoding === 'utf-8') return { text, note: undefined };
  return { text, note: 'it is not UTF-8 and was read as Windows-1252; if letters are wrong, set --encoding' };
}

function decoded(bytes: Uint8Array, encoding: string, file: string): string {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const text = decoder.decode(bytes);
    return decoder.encoding === 'windows-1252'
      ? text.replace(C1, (control) => UPPER[control.charCodeAt(0) - 0x80]!)
      : text;
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new KnownError(`--encoding: unknown encoding "${encoding}"`, { hint: ENCODINGS, cause });
    }
    throw new KnownError(`${file} is not ${encoding} text`, { hint: ENCODINGS, cause });
  }
}

function unknownEncoding(file: string): KnownError {
  return new KnownError(`cannot determine the encoding of ${file}: it is neither UTF-8 nor Windows-1252 text`, {
    hint: ENCODINGS,
  });
}

const ENCODINGS = 'set --encoding, for instance utf-8, utf-16le, windows-1252, iso-8859-2 or shift_jis';
