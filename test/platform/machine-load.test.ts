import { describe, expect, it } from 'vitest';
import { busiestProcesses, readOtherProcesses } from '../../src/platform/machine/busiest-processes.ts';
import { readCpuThrottling } from '../../src/platform/machine/cpu-throttling.ts';
import { readLoadAverage } from '../../src/platform/machine/load-average.ts';
import { parseProcessStat } from '../../src/platform/machine/process-stat.ts';

const file = (path: string, text: string) => (asked: string) => (asked === path ? text : undefined);

describe('the text of a process', () => {
  it.each([
    ['7 (node) S 1 7 7 0 -1 4 0 0 0 0 120 30 0 0 20 0 11 0 9000 1', { name: 'node', cpuTicks: 150, startTicks: 9000 }],
    ['7 (a ) b (c) S 1 7 7 0 -1 4 0 0 0 0 1 2 0 0 20 0 11 0 5', { name: 'a ) b (c', cpuTicks: 3, startTicks: 5 }],
    ['7 (caf\u00c3\u00a9) S 1 7 7 0 -1 4 0 0 0 0 1 2 0 0 20 0 11 0 5', { name: 'café', cpuTicks: 3, startTicks: 5 }],
    ['', undefined],
    ['7 (node) S 1', undefined],
  ])('%j', (stat, parsed) => {
    expect(parseProcessStat(stat)).toEqual(parsed);
  });
});

describe('the busiest processes', () => {
  const stat = (name: string, cpuTicks: number, startTicks = 1) => ({ name, cpuTicks, startTicks });

  it('are at most three names with the highest CPU use since the first reading', () => {
    const start = new Map([
      ['1', stat('idle', 9000)],
      ['2', stat('chrome', 500)],
      ['3', stat('make', 100)],
      ['4', stat('old', 7000)],
    ]);
    const now = new Map([
      ['1', stat('idle', 9004)],
      ['2', stat('chrome', 590)],
      ['3', stat('make', 110)],
      // The number is used again by a new process.
      ['4', stat('cc1', 25, 2)],
      ['5', stat('cc1', 35)],
      ['6', stat('node', 50)],
    ]);
    expect(busiestProcesses(start, now, 1_000_000)).toEqual([
      { name: 'chrome', cores: 0.9 },
      { name: 'cc1', count: 2, cores: 0.6 },
      { name: 'node', cores: 0.5 },
    ]);
    expect(busiestProcesses(now, now, 1_000_000)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('do not include this process', () => {
    const all = readOtherProcesses();
    expect(all?.size).toBeGreaterThan(0);
    expect(all?.has(String(process.pid))).toBe(false);
  });
});

describe('the load of the machine', () => {
  it.each([
    ['8.62 7.31 5.82 4/466 11561', 8.62],
    ['', undefined],
  ])('is the first field of /proc/loadavg: %j', (text, average) => {
    expect(readLoadAverage(file('/proc/loadavg', text))).toBe(average);
  });

  it('is unknown without /proc', () => {
    expect(readLoadAverage(() => undefined)).toBeUndefined();
    expect(readCpuThrottling(() => undefined)).toBeUndefined();
  });

  it.each([
    ['/sys/fs/cgroup/cpu.stat', 'usage_usec 9\nnr_periods 200\nnr_throttled 30\nthrottled_usec 900', [200, 30]],
    ['/sys/fs/cgroup/cpu/cpu.stat', 'nr_periods 10\nnr_throttled 0\nthrottled_time 0', [10, 0]],
    // No limit.
    ['/sys/fs/cgroup/cpu.stat', 'usage_usec 9\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0', undefined],
    ['/sys/fs/cgroup/cpu.stat', 'usage_usec 9', undefined],
  ])('includes throttling by the CPU limit, from %s', (path, text, counts) => {
    const read = readCpuThrottling(file(path, text));
    expect(read && [read.periods, read.throttled]).toEqual(counts);
  });
});
