import { describe, expect, it } from 'vitest';
import { ThreadWatch } from '../../src/measure/health/thread-watch.ts';
import { FakeProbes } from '../support/thread-probes.ts';

const START_US = 5_000_000;

/** A thread whose load has just begun; before, it used 2 s of CPU. */
function begun(probes = new FakeProbes()) {
  const watch = new ThreadWatch(probes);
  Object.assign(probes, { nowUs: START_US, cpu: 2_000_000 });
  watch.begin();
  return { probes, watch };
}

describe('the health of a load thread', () => {
  it('is perfect before the load starts, whatever the thread does then', () => {
    const probes = new FakeProbes();
    Object.assign(probes, { nowUs: START_US - 1000, cpu: 2_000_000, delay: { max: 80, p99: 80, running: false } });
    const watch = new ThreadWatch(probes);
    watch.notice();
    expect(watch.health()).toEqual({
      loopDelayP99Ms: 0,
      loopDelayMaxMs: 0,
      loopDelayMaxAtUs: undefined,
      unreadMaxMs: 0,
      unreadMaxAtUs: undefined,
      gcShare: 0,
      gcMaxMs: 0,
      cpuShare: 0,
      coversCoreWait: true,
    });
  });

  it('counts from the start of the load', () => {
    const { probes, watch } = begun();
    Object.assign(probes, { nowUs: START_US + 4_000_000, cpu: 5_000_000, delay: { max: 30, p99: 3, running: true } });
    Object.assign(probes.gc, { totalMs: 200, longestMs: 12 });
    Object.assign(probes.inbox, { longestUs: 1500, longestAtUs: START_US + 77 });
    expect(watch.health()).toMatchObject({
      loopDelayP99Ms: 3,
      loopDelayMaxMs: 30,
      unreadMaxMs: 1.5,
      unreadMaxAtUs: START_US + 77,
      gcShare: 0.05,
      gcMaxMs: 12,
      cpuShare: 0.75,
    });
  });

  it('reports when the longest stall was noticed, not later shorter ones', () => {
    const { probes, watch } = begun();
    for (const [second, max] of [
      [1, 40],
      [2, 300],
      [3, 300],
    ] as const) {
      probes.nowUs = START_US + second * 1_000_000;
      probes.delay.max = max;
      watch.notice();
    }
    expect(watch.health()).toMatchObject({ loopDelayMaxMs: 300, loopDelayMaxAtUs: START_US + 2_000_000 });
  });

  it('is fixed when the load ends', () => {
    const { probes, watch } = begun();
    probes.nowUs = START_US + 1_000_000;
    probes.delay.max = 40;
    watch.close();
    const atEnd = watch.health();
    expect(probes.delay.running).toBe(false);
    Object.assign(probes, {
      nowUs: START_US + 9_000_000,
      cpu: 99_000_000,
      delay: { max: 999, p99: 99, running: false },
    });
    watch.notice();
    watch.close();
    expect(watch.health()).toBe(atEnd);
    expect(atEnd).toMatchObject({ loopDelayMaxMs: 40, cpuShare: 0 });
  });

  it('omits core use if the system does not report it', () => {
    const { watch } = begun(Object.assign(new FakeProbes(), { cpuUs: undefined }));
    expect(watch.health().cpuShare).toBeUndefined();
  });
});
