import type { Bounds } from '../../platform/time/bounds.ts';

/**
 * Every turn of a load thread in shared memory, to be joined with the log of the reference endpoint, which verifies the
 * measurement bounds. Bounded: when it is full, further turns are only counted.
 *
 * Layout: [turns offered], then `capacity` records of eight Float64, instants in µs on the monotonic clock:
 * conversation number, index of the turn in its conversation (from 0), sent (both bounds), first reply (both bounds; NaN
 * without a reply), ended (both bounds).
 */
const HEADER = 1;
const RECORD = 8;

export interface LoggedTurn {
  readonly conversation: number;
  /** From 0. */
  readonly turn: number;
  readonly sent: Bounds;
  readonly firstReply: Bounds | undefined;
  readonly ended: Bounds;
}

export class TurnLog {
  readonly buffer: SharedArrayBuffer;
  private readonly cells: Float64Array;
  private readonly capacity: number;

  /** `capacity` in turns; or the buffer of a log made in another thread. */
  constructor(from: number | SharedArrayBuffer) {
    this.buffer = typeof from === 'number' ? new SharedArrayBuffer((HEADER + from * RECORD) * 8) : from;
    this.cells = new Float64Array(this.buffer);
    this.capacity = (this.cells.length - HEADER) / RECORD;
  }

  append({ conversation, turn, sent, firstReply, ended }: LoggedTurn): void {
    const { cells } = this;
    const count = cells[0]!++;
    if (count >= this.capacity) return;
    const at = HEADER + count * RECORD;
    cells[at] = conversation;
    cells[at + 1] = turn;
    cells[at + 2] = sent.loUs;
    cells[at + 3] = sent.hiUs;
    cells[at + 4] = firstReply?.loUs ?? Number.NaN;
    cells[at + 5] = firstReply?.hiUs ?? Number.NaN;
    cells[at + 6] = ended.loUs;
    cells[at + 7] = ended.hiUs;
  }

  /** Must be read after the writing thread has ended. @throws Error if some turns did not fit. */
  *turns(): Generator<LoggedTurn> {
    const { cells, capacity } = this;
    const count = cells[0]!;
    if (count > capacity) throw new Error(`${count - capacity} turns did not fit into the log`);
    const end = HEADER + count * RECORD;
    for (let at = HEADER; at < end; at += RECORD) {
      const firstLoUs = cells[at + 4]!;
      yield {
        conversation: cells[at]!,
        turn: cells[at + 1]!,
        sent: { loUs: cells[at + 2]!, hiUs: cells[at + 3]! },
        firstReply: Number.isNaN(firstLoUs) ? undefined : { loUs: firstLoUs, hiUs: cells[at + 5]! },
        ended: { loUs: cells[at + 6]!, hiUs: cells[at + 7]! },
      };
    }
  }
}
