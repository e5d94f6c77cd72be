import { describe, expect, it } from 'vitest';
import { parseCpuJiffies, readCpuJiffies } from '../../src/platform/machine/cpu-jiffies.ts';

const STAT =
  'cpu  100 1 20 300 4 5 6 7 90 1\ncpu0 50 0 10 150 2 2 3 3 45 0\ncpu1 50 1 10 150 2 3 3 4 45 1\nintr 1 2 3\n';

describe('/proc/stat', () => {
  it('yields the time of all cores, counting guests once, and the steal time', () => {
    expect(parseCpuJiffies(STAT)).toEqual({ total: 443, stolen: 7, idle: 304, cores: 2 });
  });

  it.each([
    '',
    'cpu',
    'cpu  1 2 3\n',
    'intr 1 2 3 4 5 6 7 8 9\n',
    'cpu  1 2 3 4 5 6 7 x\n',
    'cpu  1 2 3 4 5 6 7 8\nintr 1\n',
  ])('of another format is ignored: %j', (text) => {
    expect(parseCpuJiffies(text)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('of this machine has this format', () => {
    const { total, stolen } = readCpuJiffies()!;
    expect(total).toBeGreaterThan(stolen);
  });
});
