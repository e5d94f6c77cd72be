import { describe, expect, it } from 'vitest';
import { connectLimiter } from '../../src/engine/connect-limiter.ts';
import { TargetPause } from '../../src/engine/target-pause.ts';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import { realTimers } from '../../src/platform/time/real-timers.ts';
import { FakeTime } from '../support/fake-time.ts';

interface Inside {
  readonly index: number;
  readonly atMs: number;
  readonly release: () => void;
  readonly delayReason: string;
}

/** `count` connections before a limiter; each gives its place back when the test says so. */
function queue(concurrency: number, count: number) {
  const time = new FakeTime();
  const startUs = time.nowUs();
  const pause = new TargetPause(() => undefined);
  const limiter = connectLimiter(concurrency, { clock: time, timers: time, pause, endUs: startUs + 100_000 });
  const inside: Inside[] = [];
  const givenUp: { readonly index: number; readonly atMs: number }[] = [];
  const open = new Set<number>();
  const enter = (index: number) =>
    limiter.enter(
      (release, delayReason) => {
        open.add(index);
        const leave = () => {
          open.delete(index);
          release();
        };
        inside.push({ index, atMs: (time.nowUs() - startUs) / 1000, release: leave, delayReason });
      },
      () => givenUp.push({ index, atMs: (time.nowUs() - startUs) / 1000 }),
    );
  for (let index = 0; index < count; index++) enter(index);
  return { time, inside, givenUp, enter, open, pause };
}

describe('the connect limiter', () => {
  it('admits at most the configured number at once, and the next when one is released', async () => {
    const { time, inside, open } = queue(3, 10);
    const order = () => inside.map(({ index }) => index);
    await time.advance(1000);
    expect(order()).toEqual([0, 1, 2]);
    for (const leaving of [1, 0, 3, 2, 5, 4, 6]) {
      inside[leaving]!.release();
      expect(open.size).toBe(2);
      await time.advance(1000);
      expect(open.size).toBe(3);
    }
    expect(order()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('opens connections at least 1 ms apart', async () => {
    const { time, inside } = queue(50, 5);
    await time.advance(1000);
    expect(inside.map(({ atMs }) => atMs)).toEqual([0, 1, 2, 3, 4]);
  });

  it('opens connections faster if more may open at once', async () => {
    const { time, inside } = queue(200, 5);
    await time.advance(1000);
    expect(inside.map(({ atMs }) => atMs)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it('keeps the rate if connections are released at once', async () => {
    const { time, inside } = queue(1, 3);
    for (let index = 0; index < 3; index++) {
      await time.advance(1);
      inside[index]!.release();
    }
    expect(inside.map(({ atMs }) => atMs)).toEqual([0, 1, 2]);
  });

  it('does not follow an idle time with a burst', async () => {
    const { time, inside, enter } = queue(10, 1);
    await time.advance(50);
    for (let index = 1; index <= 3; index++) enter(index);
    await time.advance(50);
    expect(inside.map(({ atMs }) => atMs)).toEqual([0, 50, 51, 52]);
  });

  it('admits none of the waiting ones while the target pauses, also if the pause is extended', async () => {
    const { time, inside, pause } = queue(5, 5);
    await time.advance(1);
    pause.ask(time.nowUs(), 50);
    await time.advance(20);
    pause.ask(time.nowUs(), 60);
    await time.advance(100);
    expect(inside.map(({ atMs }) => atMs)).toEqual([0, 1, 81, 82, 83]);
    const heldBack = inside.map(({ delayReason }) => delayReason);
    expect(heldBack).toEqual(['connect-limit', 'connect-limit', 'retry-after', 'retry-after', 'retry-after']);
  });

  it('gives up those delayed by a pause when the load ends', async () => {
    const { time, inside, givenUp, pause } = queue(5, 7);
    await time.advance(1);
    pause.ask(time.nowUs(), 60_000);
    await time.advance(99);
    expect([inside.length, givenUp.length]).toEqual([2, 1]);
    await time.advance(10);
    expect(givenUp.map(({ index }) => index)).toEqual([2, 3, 4, 5, 6]);
  });

  it('counts a double release once', async () => {
    const { time, inside } = queue(2, 6);
    await time.advance(10);
    inside[0]!.release();
    inside[0]!.release();
    await time.advance(10);
    expect(inside).toHaveLength(3);
    inside[0]!.release();
    await time.advance(10);
    expect(inside).toHaveLength(3);
  });

  it('continues after a connection that is released as soon as it is admitted', async () => {
    const time = new FakeTime();
    const limiter = connectLimiter(1, {
      clock: time,
      timers: time,
      pause: new TargetPause(() => undefined),
      endUs: Infinity,
    });
    let gone = 0;
    const passing = (release: () => void) => {
      gone += 1;
      release();
    };
    for (let index = 0; index < 100; index++) limiter.enter(passing, () => undefined);
    await time.advance(99);
    expect(gone).toBe(100);
  });

  it('works with real timers', async () => {
    const pause = new TargetPause(() => undefined);
    const limiter = connectLimiter(2, { clock: monotonicClock, timers: realTimers, pause, endUs: Infinity });
    let open = 0;
    let most = 0;
    await Promise.all(
      Array.from(
        { length: 20 },
        () =>
          new Promise<void>((resolve) => {
            limiter.enter(
              (release) => {
                open += 1;
                most = Math.max(most, open);
                setImmediate(() => {
                  open -= 1;
                  release();
                  resolve();
                });
              },
              () => undefined,
            );
          }),
      ),
    );
    expect(most).toBeLessThanOrEqual(2);
  });
});
