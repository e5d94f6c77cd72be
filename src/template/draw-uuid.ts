import type { RandomStream } from '../platform/random.ts';

/** A UUID that is version 4 in form (RFC 9562, section 5.4), with its 122 random bits from the stream. */
export function drawUuid(stream: RandomStream): string {
  const bytes = Buffer.alloc(16);
  for (let offset = 0; offset < 16; offset += 4) bytes.writeUInt32BE(stream.next() * 4_294_967_296, offset);
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x40;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
