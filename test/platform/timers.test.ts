import { afterEach, describe, expect, it, vi } from 'vitest';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import { realTimers } from '../../src/platform/time/real-timers.ts';

describe('a timer', () => {
  it('never fires before its time, and fires', async () => {
    const early = await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const dueUs = monotonicClock.nowUs() + index * 613.7;
        return new Promise<number>((resolve) => {
          realTimers.at(dueUs, () => resolve(dueUs - monotonicClock.nowUs()));
        });
      }),
    );
    expect(early).toHaveLength(60);
    expect(Math.max(...early)).toBeLessThanOrEqual(0);
  });

  it('in the past fires, but not before its caller has returned', async () => {
    const seen: string[] = [];
    const fired = new Promise<void>((resolve) => {
      realTimers.at(monotonicClock.nowUs() - 1_000_000, () => {
        seen.push('fired');
        resolve();
      });
    });
    seen.push('armed');
    await fired;
    expect(seen).toEqual(['armed', 'fired']);
  });

  it('never fires after cancellation, and may be cancelled twice', async () => {
    const fired: string[] = [];
    const dueUs = monotonicClock.nowUs() + 3000;
    const cancelled = realTimers.at(dueUs, () => fired.push('cancelled'));
    const kept = new Promise<void>((resolve) => {
      realTimers.at(dueUs + 2000, () => {
        fired.push('kept');
        resolve();
      });
    });
    cancelled.cancel();
    cancelled.cancel();
    await kept;
    cancelled.cancel();
    expect(fired).toEqual(['kept']);
  });
});

describe('with accelerated time', () => {
  afterEach(() => vi.useRealTimers());
  const DAY_MS = 86_400_000;

  it('a timer of sixty days waits sixty days, although setTimeout is limited to twenty-four', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    let fired = 0;
    realTimers.at(monotonicClock.nowUs() + 60 * DAY_MS * 1000, () => fired++);
    vi.advanceTimersByTime(60 * DAY_MS - 1);
    expect(fired).toBe(0);
    // Microseconds since boot have fractions: each of the three steps may be rounded up to one millisecond more.
    vi.advanceTimersByTime(4);
    expect(fired).toBe(1);
  });

  it('a timer at infinity never fires', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    let fired = 0;
    const timer = realTimers.at(Number.POSITIVE_INFINITY, () => fired++);
    vi.advanceTimersByTime(100 * DAY_MS);
    expect(fired).toBe(0);
    timer.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });
});
