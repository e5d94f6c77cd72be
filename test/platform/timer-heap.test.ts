import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import { TimerHeap } from '../../src/platform/time/timer-heap.ts';
import type { Timer } from '../../src/platform/time/timers.ts';

/** A heap by a clock of the test's, which writes down what fires, and `·` after each run. */
class Bench {
  readonly notes: string[] = [];
  readonly heap: TimerHeap;
  private us = 0;
  private readonly behindUs: number;

  /** `behindUs`: how much too early Node's timers fire by this clock. */
  constructor(behindUs = 0) {
    this.behindUs = behindUs;
    this.heap = new TimerHeap({ nowUs: () => this.nowUs }, () => this.notes.push('·'));
  }

  get nowUs(): number {
    return Math.max(0, this.us - this.behindUs);
  }

  note(name: string, dueMs: number): Timer {
    return this.at(dueMs, () => this.notes.push(name));
  }

  at(dueMs: number, callback: () => void): Timer {
    return this.heap.at(dueMs * 1000, callback);
  }

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed++) {
      this.us += 1000;
      vi.advanceTimersByTime(1);
    }
  }

  /** Time passes in which nothing could run. */
  stall(ms: number): void {
    this.us += ms * 1000;
  }
}

describe('a heap of timers', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] }));
  afterEach(() => void vi.useRealTimers());

  it('fires each timer once, in order of time, never early, even if Node wakes it early', () => {
    const timers = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 40 }), off: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(timers, fc.integer({ min: 0, max: 999 }), fc.nat(20), (plan, behindUs, stallMs) => {
        const bench = new Bench(behindUs);
        const fired: number[] = [];
        const armed = plan.map(({ ms }) =>
          bench.at(ms, () => {
            expect(bench.nowUs).toBeGreaterThanOrEqual(ms * 1000);
            fired.push(ms);
          }),
        );
        plan.forEach(({ off }, index) => void (off && armed[index]!.cancel()));
        bench.stall(stallMs);
        bench.pass(50);
        const kept = plan.filter(({ off }) => !off).map(({ ms }) => ms);
        expect(fired).toEqual(kept.sort((left, right) => left - right));
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('uses one Node timer however many are armed, and none once all are cancelled', () => {
    const bench = new Bench();
    const timers = [30, 10, 20].map((ms) => bench.note('never', ms));
    expect(vi.getTimerCount()).toBe(1);
    for (const timer of timers) timer.cancel();
    expect(vi.getTimerCount()).toBe(0);
    bench.note('anew', 5);
    bench.pass(40);
    expect(bench.notes).toEqual(['anew', '·']);
  });

  it('calls back after each run that fired timers, once', () => {
    const bench = new Bench();
    bench.note('b', 40);
    bench.note('called off', 20).cancel();
    bench.note('a', 30);
    bench.note('a', 30);
    bench.pass(50);
    expect(bench.notes).toEqual(['a', 'a', '·', 'b', '·']);
  });

  it('does not fire timers cancelled in the same run; a second or late cancel does nothing', () => {
    const bench = new Bench();
    const first = bench.at(10, () => {
      for (const timer of [first, second, second, fourth]) timer.cancel();
    });
    const second = bench.note('second', 11);
    const third = bench.note('third', 12);
    const fourth = bench.note('fourth', 90);
    bench.stall(20);
    bench.pass(10);
    third.cancel();
    bench.note('fifth', 60);
    bench.pass(100);
    expect(bench.notes).toEqual(['third', '·', 'fifth', '·']);
  });

  it('keeps all other timers when one throws', () => {
    const bench = new Bench();
    bench.at(10, () => {
      calledOff.cancel();
      throw new Error('a bug');
    });
    bench.note('due with it', 11);
    const calledOff = bench.note('called off', 12);
    bench.note('due later', 40);
    bench.stall(20);
    expect(() => bench.pass(10)).toThrow('a bug');
    bench.pass(50);
    expect(bench.notes).toEqual(['due with it', '·', 'due later', '·']);
  });

  it('fires timers armed by a callback for now or the past on the next wake-up', () => {
    const bench = new Bench();
    let rounds = 0;
    const again = () => {
      rounds += 1;
      if (rounds < 100) bench.at(bench.nowUs / 1000 - (rounds % 2), again);
    };
    bench.at(1, again);
    bench.note('another', 3);
    bench.pass(1);
    expect(rounds).toBe(1);
    bench.pass(9);
    expect(bench.notes.filter((name) => name !== '·')).toEqual(['another']);
    expect(rounds).toBeLessThanOrEqual(10);
    expect(rounds).toBeGreaterThan(2);
  });

  it('fires for a time slice, then lets the event loop poll before it continues, in order', () => {
    const bench = new Bench();
    ['a', 'b', 'c', 'd', 'e'].forEach((name, place) => {
      bench.at(10 + place / 100, () => {
        bench.notes.push(name);
        bench.stall(0.08);
        if (name === 'b') setImmediate(() => bench.notes.push('poll'));
      });
    });
    bench.stall(20);
    bench.pass(20);
    expect(bench.notes.join(' ')).toBe('a b c · poll d e ·');
  });

  it('lets a callback arm earlier and later timers', () => {
    const bench = new Bench();
    bench.note('last', 60);
    bench.at(10, () => {
      bench.note('sooner', 20);
      bench.note('later', 90);
    });
    bench.pass(100);
    expect(bench.notes).toEqual(['·', 'sooner', '·', 'last', '·', 'later', '·']);
  });
});

it('with the real clock, lets sockets be read between overdue timers', async () => {
  const heap = new TimerHeap(monotonicClock);
  let rounds = 0;
  let polled = false;
  await new Promise<void>((resolve) => {
    const again = () => {
      rounds += 1;
      if (polled) resolve();
      else heap.at(0, again);
    };
    again();
    setImmediate(() => {
      polled = true;
    });
  });
  expect(rounds).toBeGreaterThan(1);
});
