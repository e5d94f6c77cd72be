import { describe, expect, it } from 'vitest';
import { LiveSum } from '../../src/fleet/coordinator/live-sum.ts';
import type { LiveState } from '../../src/fleet/wire/messages.ts';
import { ScopedThresholds } from '../../src/verdict/scoped-thresholds.ts';
import { FakeTime } from '../support/fake-time.ts';
import { sampleLive } from '../support/sample-live.ts';

/** A fleet whose live states take so many milliseconds each to decode. */
function fleetOf(count: number, decodeMs: number) {
  const time = new FakeTime();
  let decoded = 0;
  const agents = {
    version: 1,
    activeVus: 1,
    get live() {
      return Array.from({ length: count }, (_, index) => ({
        agent: { id: `${index}`, name: `${index}`, host: 'there', version: '1', cpus: 1, allow: [] },
        isWorking: true,
        state: (): LiveState | undefined => {
          time.stall(decodeMs);
          decoded++;
          return sampleLive({ activeVus: agents.activeVus });
        },
      }));
    },
  };
  const noScoped = () => new ScopedThresholds([], () => ({ steady: [], measured: [], longestTurnMs: 0 }), []);
  const sum = new LiveSum(agents, noScoped, { clock: time, timers: time });
  return { time, agents, activeVus: () => sum.newest().activeVus, decoded: () => decoded };
}

describe('the sum of live states', () => {
  it('of a small fleet is made when it is read, and not again before something changes', async () => {
    const { time, agents, activeVus, decoded } = fleetOf(10, 1.6);
    expect(decoded()).toBe(0);
    expect([activeVus(), activeVus(), decoded()]).toEqual([10, 10, 10]);
    agents.activeVus = 2;
    agents.version++;
    await time.advance(1000);
    expect([activeVus(), decoded()]).toEqual([20, 20]);
  });

  it('of a large fleet is made in parts, at half of a core; until it is complete, the one before counts', async () => {
    const { time, agents, activeVus, decoded } = fleetOf(1000, 2);
    let idle = 0;
    // Whoever else has something to do finds time for it every 20 ms.
    const others = () => {
      idle++;
      time.at(time.nowUs() + 1000, others);
    };
    others();
    const beganUs = time.nowUs();
    expect([activeVus(), decoded()]).toEqual([0, 10]);
    await time.advance(1000);
    agents.version++;
    expect([activeVus(), decoded()]).toEqual([0, 260]);
    while (activeVus() === 0) await time.advance(1);
    expect((time.nowUs() - beganUs) / 1000).toBeCloseTo(4000, -2);
    expect(idle).toBeGreaterThan(100);
    expect(activeVus()).toBe(1000);
  });

  it('leaves out a live state that is damaged', () => {
    const { agents, activeVus } = fleetOf(2, 0);
    const [good, bad] = agents.live;
    Object.defineProperty(agents, 'live', { value: [good, { ...bad, state: () => undefined }] });
    expect(activeVus()).toBe(1);
  });
});
