import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { childCpuUs, parseCpuTicks } from '../../src/platform/process/child-cpu.ts';

describe('the CPU time of child processes', () => {
  it.each([
    ['7 (node) S 1 7 7 0 -1 4 0 0 0 0 120 30 0 0 20 0 11', 150],
    ['7 (a ) b (c) S 1 7 7 0 -1 4 0 0 0 0 1 2 0 0', 3],
    ['', 0],
    ['7 (node) S 1', 0],
  ])('of %j', (stat, ticks) => {
    expect(parseCpuTicks(stat)).toBe(ticks);
  });

  it.runIf(process.platform === 'linux')('increases with the CPU use of a child', async () => {
    const before = childCpuUs();
    const work =
      'const end = process.cpuUsage; while (end().user < 3e5); console.log("done"); setInterval(() => {}, 1e3)';
    const child = spawn(process.execPath, ['-e', work]);
    try {
      await once(child.stdout, 'data');
      expect(childCpuUs() - before).toBeGreaterThan(200_000);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
