import { describe, expect, it } from 'vitest';
import { type ProcessProbes, ProcessWatch } from '../../src/run/conduct/process-watch.ts';
import { FakeTime } from '../support/fake-time.ts';

const MIB = 2 ** 20;

/** A system that reports memory only. */
const NOTHING: ProcessProbes = {
  cpuUs: () => 0,
  childCpuUs: () => 0,
  peakMemoryBytes: () => MIB,
  mainCpuUs: () => undefined,
  cpuJiffies: () => undefined,
  loadAverage: () => undefined,
  throttling: () => undefined,
  otherProcesses: () => undefined,
};

/** A process whose readings a test sets, half a second before its load begins. */
function watched() {
  const time = new FakeTime();
  const now = { cpuUs: 700_000, childCpuUs: 300_000, bytes: 100 * MIB, total: 10_000, stolen: 50, idle: 4000 };
  const others = new Map([['7', { name: 'chrome', cpuTicks: 100, startTicks: 1 }]]);
  const machine: Partial<ProcessProbes> = {};
  const probes = {
    ...NOTHING,
    cpuUs: () => now.cpuUs,
    peakMemoryBytes: () => now.bytes,
    childCpuUs: () => now.childCpuUs,
    cpuJiffies: () => ({ total: now.total, stolen: now.stolen, idle: now.idle, cores: 2 }),
    otherProcesses: () => new Map(others),
    mainCpuUs: () => machine.mainCpuUs?.(),
    loadAverage: () => machine.loadAverage?.(),
    throttling: () => machine.throttling?.(),
  };
  const watch = new ProcessWatch(time.nowUs() + 500_000, { clock: time, timers: time }, probes);
  return { time, now, others, machine, watch, probes };
}

describe('resource use of the process and its machine', () => {
  it('is only memory before the load starts', () => {
    expect(watched().watch.facts()).toEqual({ peakRssMiB: 100 });
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
      peakRssMiB: 120,
      childCpuCores: 0.2,
      machineCores: 2,
      stealShare: 0.025,
      otherCpuCores: 1.05,
      idleCpuCores: 0.2,
    });
  });

  it('includes the main thread, the load average and throttling if the system reports them', async () => {
    const { time, machine, watch } = watched();
    Object.assign(machine, { mainCpuUs: () => 100_000, throttling: () => ({ periods: 100, throttled: 10 }) });
    await time.advance(500);
    Object.assign(machine, { mainCpuUs: () => 350_000, throttling: () => ({ periods: 110, throttled: 13 }) });
    Object.assign(machine, { loadAverage: () => 4.25 });
    await time.advance(1000);
    expect(watch.facts()).toMatchObject({ mainCpuShare: 0.25, loadAverage: 4.25, throttledShare: 0.3 });
  });

  it('names other processes only on a busy machine', async () => {
    const { time, now, others, watch } = watched();
    await time.advance(500);
    others.set('7', { name: 'chrome', cpuTicks: 190, startTicks: 1 });
    Object.assign(now, { total: 12_000, idle: 5100 });
    await time.advance(1000);
    expect(watch.facts()).toMatchObject({ otherCpuCores: 0.9, idleCpuCores: 1.1 });
    expect(watch.facts()).not.toHaveProperty('busiestProcesses');
    Object.assign(now, { idle: 4900 });
    expect(watch.facts()).toMatchObject({
      otherCpuCores: 1.1,
      busiestProcesses: [{ name: 'chrome', cores: 0.9 }],
    });
  });

  it('of other processes is never negative: system ticks are coarse', async () => {
    const { time, now, watch } = watched();
    await time.advance(500);
    Object.assign(now, { cpuUs: 1_700_000, total: 10_200, idle: 4150 });
    await time.advance(1000);
    expect(watch.facts()).toMatchObject({ cpuShare: 1, otherCpuCores: 0, idleCpuCores: 1.5 });
  });

  it('is unknown at the very start', async () => {
    const { time, watch } = watched();
    await time.advance(500);
    expect(watch.facts()).toEqual({ cpuShare: 0, peakRssMiB: 100 });
  });

  it('omits steal time if the system does not report it', async () => {
    const time = new FakeTime();
    const watch = new ProcessWatch(time.nowUs(), { clock: time, timers: time }, NOTHING);
    await time.advance(1000);
    expect(watch.facts()).toEqual({ cpuShare: 0, peakRssMiB: 1 });
  });

  it('has no timers after close', () => {
    const { time, watch } = watched();
    watch.close();
    expect(time.armed).toBe(0);
  });
});
