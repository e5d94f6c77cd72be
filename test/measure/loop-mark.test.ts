import { describe, expect, it } from 'vitest';
import { LoopMark } from '../../src/measure/loop-mark.ts';
import { afterPoll } from '../../src/platform/loop.ts';
import { emptyReading, type LoopReading, makeLoopProbe } from '../../src/platform/loop-probe.ts';

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

describe('the lower edge of an arrival', () => {
  it('is the stamp itself when the loop was idle since the mark', () => {
    const loop = fakeLoop(ZERO);
    const at = loop.pass(50_000, { idle: 50_000, polls: 2 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at);
  });

  it('is earlier by the time the thread was busy since the mark', () => {
    const loop = fakeLoop(ZERO);
    const at = loop.pass(50_000, { idle: 42_000, polls: 2 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at - 8000);
  });

  it('is earlier still by the time no core was free, which looks like idling', () => {
    const loop = fakeLoop(ZERO);
    const at = loop.pass(50_000, { idle: 50_000, polls: 2, coreWait: 3000 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at - 3000);
  });

  it('does not count from a mark of the iteration just before: its poll may have come after the bytes', () => {
    const loop = fakeLoop(ZERO);
    loop.pass(10_000, { idle: 10_000, polls: 1 });
    loop.pass(8000);
    loop.mark.mark();
    const at = loop.pass(100, { polls: 1 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at - 8100);
  });

  it('is not loosened by many timers in one iteration', () => {
    const loop = fakeLoop(ZERO);
    loop.pass(10_000, { idle: 10_000, polls: 1 });
    for (let timer = 0; timer < 20; timer++) {
      loop.pass(1000);
      loop.mark.mark();
    }
    const at = loop.pass(0, { polls: 1 });
    expect(loop.mark.arrivedLoUs(at)).toBe(at - 20_000);
  });

  it('serves the whole batch, and the next batch anew', () => {
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

describe('a real loop', () => {
  it('sees its own standstill', async () => {
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
