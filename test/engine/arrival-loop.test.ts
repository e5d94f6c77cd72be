import { describe, expect, it } from 'vitest';
import { arrivalLoop } from '../support/arrival-loop.ts';
import { openLoadOf, rateStages } from '../support/open-load.ts';
import { FEED_EMPTY, UNREACHED } from '../support/user-loop.ts';

const HOUR = 3_600_000;
const tenPerSecond = (durationMs: number, more: Parameters<typeof openLoadOf>[0] = {}) =>
  openLoadOf({ ratePerSecond: 10, durationMs, ...more });

describe('the loop of arrivals', () => {
  it('starts each conversation when it is due, however long the others take', async () => {
    const run = arrivalLoop(tenPerSecond(500), { lastsMs: (number) => (number === 0 ? 60_000 : 250) });
    await run.time.advance(HOUR);
    expect(run.held.map(({ number, atMs, dueMs }) => [number, atMs, dueMs])).toEqual([
      [0, 0, 0],
      [1, 100, 100],
      [2, 200, 200],
      [3, 300, 300],
      [4, 400, 400],
    ]);
    expect(run.told()).toEqual({ conversations_due: 5 });
    expect([run.doneAtMs(), run.active(), run.time.armed]).toEqual([60_000, 0, 0]);
  });

  it('creates no more users than are busy at once, and reuses the one released last', async () => {
    const run = arrivalLoop(tenPerSecond(1000), { lastsMs: () => 150 });
    await run.time.advance(HOUR);
    expect(run.made).toEqual([0, 1]);
    expect(run.held.map(({ vu }) => vu)).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('drops an arrival if all users are busy', async () => {
    const run = arrivalLoop(tenPerSecond(1000, { maxVus: 2 }), { lastsMs: () => 450 });
    await run.time.advance(HOUR);
    expect(run.held.map(({ dueMs }) => dueMs)).toEqual([0, 100, 500, 600]);
    expect(run.told()).toEqual({ conversations_due: 10, conversations_dropped: 6 });
    expect(run.entries('conversations_dropped')[0]).toBe('counter[no-vu] @200 1..0');
  });

  it('or lets it wait, first come, first served, with its due time', async () => {
    const run = arrivalLoop(tenPerSecond(1000, { maxVus: 2, whenFull: 'wait' }), { lastsMs: () => 450 });
    await run.time.advance(HOUR);
    expect(run.held.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(run.held.map(({ dueMs }) => dueMs)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(run.held.map(({ atMs }) => atMs)).toEqual([0, 100, 450, 550, 900, 1000, 1350, 1450, 1800, 1900]);
    // The last two were taken exactly a second after they were due: in time.
    expect(run.told()).toEqual({ conversations_due: 10 });
  });

  it('attributes waits of more than a second to busy users', async () => {
    const run = arrivalLoop(tenPerSecond(400, { maxVus: 1, whenFull: 'wait' }), { lastsMs: () => 700 });
    await run.time.advance(HOUR);
    expect(run.held.map(({ atMs }) => atMs)).toEqual([0, 700, 1400, 2100]);
    expect(run.entries('starts_late')).toEqual(['counter[no-vu] @200 1..0', 'counter[no-vu] @300 1..0']);
  });

  it('is not delayed by conversations that fail to start', async () => {
    const run = arrivalLoop(tenPerSecond(500), { ends: () => UNREACHED, lastsMs: () => 20 });
    await run.time.advance(HOUR);
    expect(run.held.map(({ atMs }) => atMs)).toEqual([0, 100, 200, 300, 400]);
  });

  it('catches up after a stall of the load thread, without changing due times', async () => {
    const run = arrivalLoop(tenPerSecond(4000), { lastsMs: () => 50 });
    await run.time.advance(250);
    run.time.stall(2000);
    await run.time.advance(HOUR);
    expect(run.held.map(({ dueMs }) => dueMs)).toEqual(Array.from({ length: 40 }, (_, index) => index * 100));
    const late = run.held.filter(({ atMs, dueMs }) => atMs > dueMs);
    expect(late.map(({ atMs }) => atMs)).toEqual(late.map(() => 2250));
    expect(late).toHaveLength(20);
    // Due at 300 … 1200, begun at 2250: over a second late.
    expect(run.told()).toEqual({ conversations_due: 40, starts_late: 10 });
    expect(run.entries('starts_late')[0]).toBe('counter[late-loop] @300 1..0');
  });

  it('wakes up only when an arrival is due', async () => {
    const run = arrivalLoop(
      openLoadOf({ stages: rateStages([0, 1], [1000, 1], [0, 0], [HOUR, 0], [0, 1], [1000, 1]) }),
    );
    await run.time.advance(2000);
    expect([run.held.length, run.time.armed]).toEqual([1, 1]);
    await run.time.advance(2 * HOUR);
    expect(run.held.map(({ dueMs }) => dueMs)).toEqual([0, HOUR + 1000]);
  });

  it('of a shard starts its share, with its own users', async () => {
    const run = arrivalLoop(tenPerSecond(1000, { maxVus: 5 }), { segment: { index: 1, count: 3 }, lastsMs: () => 500 });
    await run.time.advance(HOUR);
    expect(run.held.map(({ number, vu }) => [number, vu])).toEqual([
      [1, 1],
      [4, 4],
      [7, 1],
    ]);
  });

  it('keeps a long backlog in order', async () => {
    const load = openLoadOf({ ratePerSecond: 5000, durationMs: 1000, maxVus: 1, whenFull: 'wait' });
    const run = arrivalLoop(load, { lastsMs: () => 1 });
    await run.time.advance(6000);
    expect(run.held.map(({ number }) => number)).toEqual(Array.from({ length: 5000 }, (_, number) => number));
  }, 20_000);
});

describe('a loop of arrivals that is stopped', () => {
  it('starts nothing more, and counts the waiting arrivals', async () => {
    const run = arrivalLoop(tenPerSecond(1000, { maxVus: 1, whenFull: 'wait' }), { lastsMs: () => 5000 });
    await run.time.advance(350);
    run.loop.stop();
    await run.time.advance(HOUR);
    expect(run.held).toHaveLength(1);
    expect(run.told()).toEqual({ conversations_due: 4, conversations_waiting: 3 });
    expect([run.doneAtMs(), run.time.armed]).toEqual([5000, 0]);
  });

  it('also counts what became due while it was blocked', async () => {
    const run = arrivalLoop(tenPerSecond(5000), { lastsMs: () => 10 });
    await run.time.advance(50);
    run.time.stall(1000);
    run.loop.stop();
    await run.time.advance(HOUR);
    expect(run.told()).toEqual({ conversations_due: 11, conversations_waiting: 10 });
  });

  it('by interrupt ends the running conversations', async () => {
    const run = arrivalLoop(tenPerSecond(1000), { lastsMs: () => HOUR });
    await run.time.advance(250);
    run.loop.interrupt();
    await run.time.advance(0);
    expect([run.held.length, run.doneAtMs(), run.active()]).toEqual([3, 250, 0]);
    expect(run.told()).toEqual({ conversations_due: 3 });
  });

  it('before its first arrival ends at once', async () => {
    const run = arrivalLoop(openLoadOf({ stages: rateStages([1000, 0], [0, 5], [1000, 5]) }));
    await run.time.advance(500);
    run.loop.stop();
    await run.time.advance(0);
    expect([run.doneAtMs(), run.told(), run.time.armed]).toEqual([500, {}, 0]);
  });

  it('because a feed is exhausted drops the arrival without a row', async () => {
    const run = arrivalLoop(tenPerSecond(1000), {
      ends: (number) => (number === 2 ? FEED_EMPTY : UNREACHED),
      lastsMs: () => 1,
    });
    await run.time.advance(HOUR);
    expect([run.held.length, run.emptied()]).toEqual([3, 1]);
    expect(run.told()).toEqual({ conversations_due: 3, conversations_dropped: 1 });
    expect(run.entries('conversations_dropped')).toEqual(['counter[feed-empty] @200 1..0']);
  });
});

describe('the loop of arrivals with several targets', () => {
  it('starts each conversation at all of them when it is due, in a random order', async () => {
    const run = arrivalLoop(tenPerSecond(10_000), { lastsMs: () => 50, targets: 3 });
    await run.time.advance(HOUR);
    const order = Array.from({ length: 100 }, (_, number) => run.held.filter((held) => held.number === number));
    for (const [number, pair] of order.entries()) {
      expect(pair.map(({ target }) => target).sort()).toEqual([0, 1, 2]);
      expect(new Set(pair.map(({ atMs }) => atMs))).toEqual(new Set([number * 100]));
    }
    for (const target of [0, 1, 2]) {
      const first = order.filter(([one]) => one!.target === target).length;
      expect(first).toBeGreaterThan(20);
      expect(first).toBeLessThan(47);
    }
    expect(run.told()).toEqual({ conversations_due: 300 });
  });

  it('keeps users separate: a slow target does not delay arrivals at the others', async () => {
    const run = arrivalLoop(tenPerSecond(1000, { maxVus: 2 }), {
      lastsMs: (_, target) => (target === 0 ? 60_000 : 50),
      targets: 2,
    });
    await run.time.advance(HOUR);
    expect(run.held.filter(({ target }) => target === 0)).toHaveLength(2);
    expect(run.held.filter(({ target }) => target === 1)).toHaveLength(10);
    expect(run.told()).toEqual({ conversations_due: 20, conversations_dropped: 8 });
    expect([run.doneAtMs(), run.active(), run.time.armed]).toEqual([60_100, 0, 0]);
  });

  it('uses the targets one after the other in slots, if configured', async () => {
    const order = { kind: 'abba', blockMs: 200 } as const;
    const run = arrivalLoop(tenPerSecond(1000), { lastsMs: () => 50, targets: 2, order });
    await run.time.advance(HOUR);
    expect(run.held.map(({ target }) => target)).toEqual([0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(run.told()).toEqual({ conversations_due: 10 });
  });

  it('counts those that wait at each target when it is stopped', async () => {
    const run = arrivalLoop(tenPerSecond(10_000, { maxVus: 1, whenFull: 'wait' }), {
      lastsMs: () => 60_000,
      targets: 2,
    });
    await run.time.advance(450);
    run.loop.stop();
    await run.time.advance(HOUR);
    expect(run.told()).toEqual({ conversations_due: 10, conversations_waiting: 8 });
  });
});
