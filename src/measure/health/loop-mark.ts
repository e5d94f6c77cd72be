import type { ArrivalBounds } from '../../platform/inbox.ts';
import { emptyReading, type LoopProbe, type LoopReading } from '../../platform/time/loop-probe.ts';

/** Number of marks, one per loop iteration: the needed one is at most three iterations old. */
const MARKS = 4;

/**
 * Lower bound of the arrival of an event: how long its bytes may have waited unread because this thread was busy.
 *
 * Bytes read in loop iteration n arrived after the poll of iteration n − 1 returned, because epoll is level-triggered and
 * would have reported them then. JavaScript cannot observe that return, so a *mark* is used, a reading of the loop that
 * certainly precedes it: the latest with loopCount ≤ n − 2. The bytes may have waited during all the time since the mark in
 * which the thread was not idle in a poll, or was idle only because no core was free:
 *
 *     unread = (t − mark.t) − (idle − mark.idle) + (runDelay − mark.runDelay)
 *
 * Marks are taken outside the poll phase: after each batch of events, each slice of work and each run of timers. The run
 * delay of a mark may be an earlier reading and thus too small, which makes the bounds wider, never narrower.
 */
export class LoopMark implements ArrivalBounds {
  private readonly probe: LoopProbe;
  private readonly afterPoll: (callback: () => void) => void;
  /** The latest first. The objects are reused, because one reading is taken at every batch and every run of timers. */
  private readonly marks: LoopReading[] = Array.from({ length: MARKS }, emptyReading);
  private readonly now: LoopReading = emptyReading();
  private inBatch = false;
  private batchLoUs = 0;

  /** `afterPoll` runs its callback in the check phase of the same loop iteration (setImmediate). */
  constructor(probe: LoopProbe, afterPoll: (callback: () => void) => void) {
    this.probe = probe;
    this.afterPoll = afterPoll;
    for (const mark of this.marks) probe.read(mark);
  }

  /** Lower bound of the arrival of an event whose handler took the timestamp `hiUs`; one bound applies to its whole batch. */
  readonly arrivedLoUs = (hiUs: number): number => {
    if (!this.inBatch) this.beginBatch();
    return Math.min(this.batchLoUs, hiUs);
  };

  /** Call it after timers have run. */
  readonly mark = (): void => {
    const { marks, now } = this;
    this.probe.readQuickly(now);
    // Within one iteration, the later mark gives tighter bounds; it replaces the earlier one of this iteration.
    if (marks[0]!.loopCount !== now.loopCount) marks.unshift(marks.pop()!);
    Object.assign(marks[0]!, now);
  };

  private beginBatch(): void {
    this.inBatch = true;
    this.afterPoll(this.endBatch);
    const { now } = this;
    this.probe.read(now);
    const mark = this.markBefore(now.loopCount - 2);
    const sinceUs = now.atUs - mark.atUs;
    const awakeUs = sinceUs - (now.idleUs - mark.idleUs);
    // Waiting for a core while awake is in both terms; bytes cannot have waited since before the mark.
    const unreadUs = Math.min(sinceUs, awakeUs + (now.runDelayUs - mark.runDelayUs));
    this.batchLoUs = now.atUs - Math.max(0, unreadUs);
  }

  private readonly endBatch = (): void => {
    this.inBatch = false;
    this.mark();
  };

  /** The latest mark at or before that iteration; else the oldest mark, which gives wider bounds. */
  private markBefore(loopCount: number): LoopReading {
    return this.marks.find((mark) => mark.loopCount <= loopCount) ?? this.marks[MARKS - 1]!;
  }
}
