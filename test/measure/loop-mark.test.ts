import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoopMark } from '../../src/measure/health/loop-mark.ts';
import { afterPoll } from '../../src/platform/time/loop.ts';
import { emptyReading, type LoopReading, makeLoopProbe } from '../../src/platform/time/loop-probe.ts';

/** A loop whose readings the test sets, and whose check phase it runs. */
function fakeLoop(start: LoopReading) {
  let now = start;
  const checks: (() => void)[] = [];
  const read = (into: LoopReading) => void Object.assign(into, now);
  const mark = new LoopMark({ read, readQuickly: read, coversCoreWait: true }, (callback) => checks.push(callback));
  return {
    mark,
    /** Time goes on: so much of it idle in the poll, so many polls begun, so long waiting for a core. */
    pass(us: number, { idle = 0, polls = 0, coreWait = 0 } = {}) {
      now = {
        atUs: now.atUs + us,
        idleUs: now.idleUs + idle,
        loopCount: now.loopCount + polls,
        runDelayUs: now.runDelayUs + coreWait,
      };
      return now.atUs;
    },
    endOfPoll: () => checks.splice(0).map((check) => check()),
    checks,
  };
}

const ZERO: LoopReading = { atUs: 0, idleUs: 0, loopCount: 0, runDelayUs: 0 };

describe('the lower bound of an arrival', () => {
  it('is the timestamp itself if the loop was idle since the mark', () => {
    const loop = fakeLoop(ZERO);
    const at = loop.pass(50_000, { idle: 50_000, polls: 2 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at);
  });

  it('is earlier by the busy time since the mark', () => {
    const loop = fakeLoop(ZERO);
    const at = loop.pass(50_000, { idle: 42_000, polls: 2 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at - 8000);
  });

  it('is earlier by the run delay, which looks like idle time', () => {
    const loop = fakeLoop(ZERO);
    const at = loop.pass(50_000, { idle: 50_000, polls: 2, coreWait: 3000 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at - 3000);
  });

  it('ignores a mark of the previous iteration: its poll may have come after the bytes', () => {
    const loop = fakeLoop(ZERO);
    loop.pass(10_000, { idle: 10_000, polls: 1 });
    loop.pass(8000);
    loop.mark.mark();
    const at = loop.pass(100, { polls: 1 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at - 8100);
  });

  it('is not widened by many timers in one iteration', () => {
    const loop = fakeLoop(ZERO);
    loop.pass(10_000, { idle: 10_000, polls: 1 });
    for (let timer = 0; timer < 20; timer++) {
      loop.pass(1000);
      loop.mark.mark();
    }
    const at = loop.pass(0, { polls: 1 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at - 20_000);
  });

  it('is shared by a batch, and computed again for the next batch', () => {
    const loop = fakeLoop(ZERO);
    const first = loop.pass(10_000, { idle: 9000, polls: 2 });
    expect(loop.mark.arrivedLoUs(first)).toBe(first - 1000);
    const second = loop.pass(500);
    expect(loop.mark.arrivedLoUs(second)).toBe(first - 1000);
    loop.endOfPoll();
    const third = loop.pass(20_000, { idle: 20_000, polls: 2 });
    expect(loop.mark.arrivedLoUs(third)).toBe(third);
  });
});

/** One iteration of a loop, µs: what it does in timers, how long it may sleep, what cores cost it, what its handlers do. */
interface Iteration {
  readonly timersUs: number;
  /** The timers are of the heap, which marks; others' do not. */
  readonly marks: boolean;
  readonly sleepUs: number;
  readonly wakeWaitUs: number;
  readonly handlerUs: number;
  readonly handlerWaitUs: number;
}

/**
 * Runs a loop as libuv does (timers; poll; check) over messages that come at these instants, each on a connection of its
 * own: a poll reports all that is there when it returns, sleeps only when nothing is, and what is waited for a core after
 * a sleep looks idle. Returns when each came and the edges it was given.
 */
function runCourse(iterations: readonly Iteration[], arrivalsUs: readonly number[]) {
  const loop = fakeLoop(ZERO);
  const read: { arrivedUs: number; loUs: number; hiUs: number }[] = [];
  let unread = [...arrivalsUs].sort((left, right) => left - right);
  let nowUs = 0;
  for (const { timersUs, marks, sleepUs, wakeWaitUs, handlerUs, handlerWaitUs } of iterations) {
    nowUs = loop.pass(timersUs);
    if (marks) loop.mark.mark();
    loop.pass(0, { polls: 1 });
    const firstUs = unread[0] ?? Number.POSITIVE_INFINITY;
    if (firstUs > nowUs) {
      const idle = Math.min(firstUs - nowUs, sleepUs);
      nowUs = loop.pass(idle + wakeWaitUs, { idle: idle + wakeWaitUs, coreWait: wakeWaitUs });
    }
    const returnedUs = nowUs;
    for (const arrivedUs of unread.filter((us) => us <= returnedUs)) {
      nowUs = loop.pass(handlerWaitUs, { coreWait: handlerWaitUs });
      read.push({ arrivedUs, loUs: loop.mark.arrivedLoUs(nowUs), hiUs: nowUs });
      nowUs = loop.pass(handlerUs);
    }
    unread = unread.filter((us) => us > returnedUs);
    loop.endOfPoll();
  }
  return read;
}

describe('in any sequence of loop iterations', () => {
  const us = (max: number) => fc.oneof(fc.constant(0), fc.nat(max));
  const iteration = fc.record({
    timersUs: us(20_000),
    marks: fc.boolean(),
    sleepUs: us(50_000),
    wakeWaitUs: us(5000),
    handlerUs: us(8000),
    handlerWaitUs: us(3000),
  });

  it('a message arrived between its bounds', () => {
    const iterations = fc.array(iteration, { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(iterations, fc.array(fc.nat(300_000), { maxLength: 40 }), (course, arrivalsUs) => {
        for (const { arrivedUs, loUs, hiUs } of runCourse(course, arrivalsUs)) {
          expect(loUs).toBeLessThanOrEqual(arrivedUs);
          expect(hiUs).toBeGreaterThanOrEqual(arrivedUs);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('an idle thread has equal bounds', () => {
    const idle = { timersUs: 0, marks: false, sleepUs: 1e6, wakeWaitUs: 0, handlerUs: 0, handlerWaitUs: 0 };
    const course = Array.from({ length: 60 }, () => idle);
    fc.assert(
      fc.property(fc.array(fc.nat(300_000), { maxLength: 40 }), (arrivalsUs) => {
        const read = runCourse(course, arrivalsUs);
        expect(read).toHaveLength(arrivalsUs.length);
        for (const { arrivedUs, loUs, hiUs } of read) expect([loUs, hiUs]).toEqual([arrivedUs, arrivedUs]);
      }),
    );
  });
});

describe('a real event loop', () => {
  it('detects its own stall', async () => {
    const probe = makeLoopProbe();
    const look = () => {
      const reading = emptyReading();
      probe.read(reading);
      return reading;
    };
    const mark = new LoopMark(probe, afterPoll);
    const until = look().atUs + 30_000;
    while (look().atUs < until);
    const now = look().atUs;
    expect(now - mark.arrivedLoUs(now)).toBeGreaterThanOrEqual(30_000);
    await new Promise<void>((resolve) => afterPoll(resolve));
    const before = look();
    // A busy machine may have the timer due before the poll begins, which is then no idling; some wait is one.
    for (let tries = 0; tries < 100 && look().idleUs === before.idleUs; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(look().loopCount).toBeGreaterThan(before.loopCount);
    expect(look().idleUs).toBeGreaterThan(before.idleUs);
  });
});
