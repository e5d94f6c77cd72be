import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { childCpuUs } from '../../src/platform/machine/child-cpu.ts';

describe('the CPU time of child processes', () => {
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
