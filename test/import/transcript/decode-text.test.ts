import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/import/transcript/decode-text.ts';
import { refusal } from '../../support/refusal.ts';

const TEXT = 'Grüße, 5 €';
const utf16 = (mark: readonly number[], swap: boolean) => {
  const bytes = Buffer.from(TEXT, 'utf16le');
  return Buffer.concat([Buffer.from(mark), swap ? bytes.swap16() : bytes]);
};
const CP1252 = Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65, 0x2c, 0x20, 0x35, 0x20, 0x80]);

describe('decodeText', () => {
  it.each<[string, Buffer, string | undefined, RegExp | undefined]>([
    ['UTF-8', Buffer.from(TEXT), undefined, undefined],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`), undefined, undefined],
    ['UTF-16 LE with a byte order mark', utf16([0xff, 0xfe], false), undefined, undefined],
    ['UTF-16 BE with a byte order mark', utf16([0xfe, 0xff], true), undefined, undefined],
    ['UTF-16 LE without a mark, as given', utf16([], false), 'utf-16le', undefined],
    ['UTF-16 BE without a mark, as given', utf16([], true), 'UTF-16BE', undefined],
    ['Windows-1252', CP1252, undefined, /was read as Windows-1252/],
    ['Windows-1252, as given', CP1252, 'windows-1252', undefined],
    ['Windows-1252, called latin1', CP1252, 'latin1', undefined],
    ['ISO 8859-15, as given', Buffer.from([...CP1252.subarray(0, 9), 0xa4]), 'iso-8859-15', undefined],
  ])('reads %s', (_name, bytes, given, note) => {
    const read = decodeText(bytes, 'talks.csv', given);
    expect(read.text).toBe(TEXT);
    if (note) expect(read.note).toMatch(note);
    else expect(read.note).toBeUndefined();
  });

  it.each<[string, Buffer, string | undefined, RegExp]>([
    ['UTF-16 without a mark', utf16([], false), undefined, /cannot determine the encoding of talks\.csv/],
    ['a binary file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), undefined, /cannot determine/],
    ['a byte that Windows-1252 lacks', Buffer.from([0x61, 0x81]), undefined, /neither UTF-8 nor Windows-1252/],
    ['other bytes than those given', CP1252, 'utf-8', /talks\.csv is not utf-8 text/],
    ['an unknown name', CP1252, 'utf-9', /--encoding: unknown encoding "utf-9"/],
  ])('refuses %s', (_name, bytes, given, message) => {
    const { message: said, hint } = refusal(() => decodeText(bytes, 'talks.csv', given));
    expect(said).toMatch(message);
    expect(hint).toMatch(/set --encoding/);
  });
});
