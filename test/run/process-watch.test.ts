import { describe, expect, it } from 'vitest';
import { ProcessWatch } from '../../src/run/conduct/process-watch.ts';
import { FakeTime } from '../support/fake-time.ts';

const MIB = 2 ** 20;

/** A process whose figures a test sets, half a second before its load begins. */
function watched() {
  const time = new FakeTime();
  const now = { cpuUs: 700_000, childCpuUs: 300_000, bytes: 100 * MIB, total: 10_000, stolen: 50, idle: 4000 };
  const probes = {
    cpuUs: () => now.cpuUs,
    peakMemoryBytes: () => now.bytes,
    childCpuUs: () => now.childCpuUs,
    cpuJiffies: () => ({ total: now.total, stolen: now.stolen, idle: now.idle, cores: 2 }),
  };
  const watch = new ProcessWatch(time.nowUs() + 500_000, { clock: time, timers: time }, probes);
  return { time, now, watch, probes };
}

describe('the use of the process and its machine', () => {
  it('is only its memory before the load begins', () => {
    expect(watched().watch.facts()).toEqual({ peakRssMb: 100 });
  });

  it('counts from the start of the load', async () => {
    const { time, now, watch } = watched();
    Object.assign(now, { cpuUs: 900_000, total: 11_000, stolen: 90, idle: 4400 });
    await time.advance(500);
    Object.assign(now, { cpuUs: 1_400_000, childCpuUs: 500_000, total: 13_000, stolen: 140, idle: 4600 });
    Object.assign(now, { bytes: 120.4 * MIB });
    await time.advance(1000);
    // 2 cores, of which 0.2 were idle and 0.05 stolen; 0.5 were used by the process, 0.2 by its child.
    expect(watch.facts()).toEqual({
      cpuShare: 0.5,
      peakRssMb: 120,
      stealShare: 0.025,
      otherCpuCores: 1.05,
      idleCpuCores: 0.2,
    });
  });

  it('is of others never below nothing: the ticks of the system are coarse', async () => {
    const { time, now, watch } = watched();
    await time.advance(500);
    Object.assign(now, { cpuUs: 1_700_000, total: 10_200, idle: 4150 });
    await time.advance(1000);
    expect(watch.facts()).toMatchObject({ cpuShare: 1, otherCpuCores: 0, idleCpuCores: 1.5 });
  });

  it('is nothing yet in its first instant', async () => {
    const { time, watch } = watched();
    await time.advance(500);
    expect(watch.facts()).toEqual({ cpuShare: 0, peakRssMb: 100 });
  });

  it('tells no steal where the system does not', async () => {
    const time = new FakeTime();
    const probes = { cpuUs: () => 0, childCpuUs: () => 0, peakMemoryBytes: () => MIB, cpuJiffies: () => undefined };
    const watch = new ProcessWatch(time.nowUs(), { clock: time, timers: time }, probes);
    await time.advance(1000);
    expect(watch.facts()).toEqual({ cpuShare: 0, peakRssMb: 1 });
  });

  it('waits for nothing once it is closed', () => {
    const { time, watch } = watched();
    watch.close();
    expect(time.armed).toBe(0);
  });
});
