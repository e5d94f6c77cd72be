import { hash } from 'node:crypto';
import { z } from 'zod';

/**
 * A message that may be larger than a server accepts, in parts. Each part is a line of JSON and its bytes:
 *
 *     part = header "\n" bytes
 *
 * Parts of one message share `sha256`, the hash of all bytes. A message is complete once every part has arrived, in any order;
 * where one is lost, a later message replaces it, since all state is cumulative.
 */
export const partHeaderSchema = z.object({
  /** Who sends it. */
  from: z.string(),
  kind: z.enum(['live', 'step', 'saved', 'final', 'news', 'order']),
  /** Ascending per sender and kind: a newer message replaces older ones. */
  sequence: z.int().nonnegative(),
  part: z.int().nonnegative(),
  parts: z.int().positive().max(1_000_000),
  sha256: z.string(),
});

export type PartHeader = z.infer<typeof partHeaderSchema>;
export type MessageHeader = Pick<PartHeader, 'from' | 'kind' | 'sequence'>;

/** Room for the header of a part, and for what the server adds. */
const OVERHEAD_BYTES = 1024;

/** `maxBytes`: of one part. */
export function splitMessage(header: MessageHeader, bytes: Uint8Array, maxBytes: number): readonly Uint8Array[] {
  const size = Math.max(1, Math.floor(maxBytes - Math.min(OVERHEAD_BYTES, maxBytes / 2)));
  const parts = Math.max(1, Math.ceil(bytes.length / size));
  const sha256 = hash('sha256', bytes);
  return Array.from({ length: parts }, (_, part) =>
    Buffer.concat([
      Buffer.from(`${JSON.stringify({ ...header, part, parts, sha256 })}\n`),
      bytes.subarray(part * size, (part + 1) * size),
    ]),
  );
}

/** Undefined: the bytes are no part. */
export function parsePart(message: Uint8Array): { header: PartHeader; bytes: Buffer } | undefined {
  const buffer = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const end = buffer.indexOf('\n');
  if (end < 0) return undefined;
  try {
    const header = partHeaderSchema.safeParse(JSON.parse(buffer.subarray(0, end).toString('utf8')));
    return header.success ? { header: header.data, bytes: buffer.subarray(end + 1) } : undefined;
  } catch {
    return undefined;
  }
}

interface Incomplete {
  readonly header: PartHeader;
  readonly received: Map<number, Buffer>;
  /** Of all received parts. */
  bytes: number;
}

/** Reassembles messages: the newest of each sender and kind. */
export class PartsInbox {
  private readonly maxBytes: number;
  private readonly incomplete = new Map<string, Incomplete>();
  private readonly complete = new Map<string, number>();

  /** `maxBytes`: of one message; a longer one is dropped. */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** Of all parts that are kept. */
  get bytes(): number {
    return [...this.incomplete.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The message that this part completes; undefined if there is none, or a newer one was complete before. */
  take(header: PartHeader, bytes: Buffer): Buffer | undefined {
    const key = `${header.kind} ${header.from}`;
    if (header.part >= header.parts || header.sequence <= (this.complete.get(key) ?? -1)) return undefined;
    const known = this.incomplete.get(key);
    if (known && known.header.sequence > header.sequence) return undefined;
    const isSame = known?.header.sha256 === header.sha256 && known.header.parts === header.parts;
    const current = isSame ? known : { header, received: new Map<number, Buffer>(), bytes: 0 };
    this.incomplete.set(key, current);
    current.bytes += bytes.length - (current.received.get(header.part)?.length ?? 0);
    current.received.set(header.part, bytes);
    if (current.bytes > this.maxBytes) this.incomplete.delete(key);
    if (current.received.size < header.parts) return undefined;
    const whole = Buffer.concat(Array.from({ length: header.parts }, (_, part) => current.received.get(part)!));
    this.incomplete.delete(key);
    if (hash('sha256', whole) !== header.sha256) return undefined;
    this.complete.set(key, header.sequence);
    return whole;
  }
}
