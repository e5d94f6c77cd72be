import type { Bounds } from '../../platform/time/bounds.ts';

/** The endpoint's log of one turn; instants in µs on the monotonic clock, which all processes share. */
export interface ReferenceTurn {
  /** Number of the conversation. */
  readonly conversation: number;
  /** Its index among the inputs of that conversation, from 0. */
  readonly turn: number;
  /** Arrival of the input: read at `hiUs`; not before `loUs`. */
  readonly received: Bounds;
  /** Stamps around the call that sent the reply. */
  readonly sent: Bounds;
}

const RECORD = 6;

/** The logged turns, as numbers that can be sent to another process. Bounded; further turns are only counted. */
export class ReferenceLog {
  private readonly cells: Float64Array;
  private count = 0;

  constructor(capacity: number) {
    this.cells = new Float64Array(capacity * RECORD);
  }

  append({ conversation, turn, received, sent }: ReferenceTurn): void {
    const at = this.count++ * RECORD;
    if (at >= this.cells.length) return;
    this.cells.set([conversation, turn, received.loUs, received.hiUs, sent.loUs, sent.hiUs], at);
  }

  /** Everything so far, base64 of little-endian Float64. */
  encode(): string {
    const { buffer } = this.cells.subarray(0, this.count * RECORD);
    return Buffer.from(buffer, 0, Math.min(this.cells.length, this.count * RECORD) * 8).toString('base64');
  }
}

export function decodeReferenceLog(text: string): ReferenceTurn[] {
  const bytes = Buffer.from(text, 'base64');
  // A buffer from the pool may begin anywhere; Float64Array needs multiples of eight.
  const cells = new Float64Array(new Uint8Array(bytes).buffer);
  return Array.from({ length: cells.length / RECORD }, (_, index) => {
    const [conversation, turn, receivedLoUs, receivedHiUs, sentLoUs, sentHiUs] = cells.subarray(
      index * RECORD,
      (index + 1) * RECORD,
    );
    return {
      conversation: conversation!,
      turn: turn!,
      received: { loUs: receivedLoUs!, hiUs: receivedHiUs! },
      sent: { loUs: sentLoUs!, hiUs: sentHiUs! },
    };
  });
}
