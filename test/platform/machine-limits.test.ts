import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { availableMemoryBytes } from '../../src/platform/process/available-memory.ts';
import { readLocalPorts } from '../../src/platform/process/local-ports.ts';
import { openFilesLimit } from '../../src/platform/process/open-files-limit.ts';

const kernel = (files: Readonly<Record<string, string>>) => (path: string) => files[path];
const nowhere = kernel({});
const MIB = 1_048_576;

describe('the open file limit', () => {
  const limits = (soft: string) =>
    kernel({
      '/proc/self/limits': [
        'Limit                     Soft Limit           Hard Limit           Units     ',
        'Max processes             96365                96365                processes ',
        `Max open files            ${soft.padEnd(21)}1048576              files     `,
        '',
      ].join('\n'),
    });

  it('is the soft limit', () => {
    expect(openFilesLimit(limits('1024'))).toBe(1024);
    expect(openFilesLimit(limits('unlimited'))).toBe(Number.POSITIVE_INFINITY);
  });

  it('is unknown if the system does not report it', () => {
    expect(openFilesLimit(nowhere)).toBeUndefined();
    expect(openFilesLimit(kernel({ '/proc/self/limits': 'Max cpu time unlimited' }))).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('is known on Linux', () => {
    expect(openFilesLimit()).toBeGreaterThan(0);
  });
});

describe('the local ports', () => {
  const settings = (more: Readonly<Record<string, string>> = {}) => {
    const all: Record<string, string> = { ip_local_port_range: '32768\t60999\n', ...more };
    return kernel(Object.fromEntries(Object.entries(all).map(([name, text]) => [`/proc/sys/net/ipv4/${name}`, text])));
  };

  it('are those of the range, including both ends', () => {
    expect(readLocalPorts(settings())).toEqual({
      count: 28_232,
      reuse: 'none',
      maxLingering: Number.POSITIVE_INFINITY,
    });
    expect(readLocalPorts(settings({ tcp_max_tw_buckets: '8192\n' }))?.maxLingering).toBe(8192);
  });

  it.each([
    ['0\n', '1\n', 'none'],
    ['1\n', '1\n', 'all'],
    ['2\n', '1\n', 'loopback'],
    ['1\n', '0\n', 'none'],
    ['2\n', '2\n', 'loopback'],
  ])('with tcp_tw_reuse %j and tcp_timestamps %j are reused: %3$s', (tcp_tw_reuse, tcp_timestamps, reuse) => {
    expect(readLocalPorts(settings({ tcp_tw_reuse, tcp_timestamps }))?.reuse).toBe(reuse);
  });

  it('are unknown if the system does not report them', () => {
    expect(readLocalPorts(nowhere)).toBeUndefined();
    expect(readLocalPorts(settings({ ip_local_port_range: 'none' }))).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('are known on Linux', () => {
    const [first, last] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split('\t').map(Number);
    expect(readLocalPorts()?.count).toBe(last! - first! + 1);
  });
});

describe('available memory', () => {
  const meminfo = { '/proc/meminfo': 'MemTotal:        8192000 kB\nMemAvailable:    4096000 kB\n' };
  const group = (path: string, max: string, current: string, stat = '') => ({
    [`/sys/fs/cgroup${path}/memory.max`]: `${max}\n`,
    [`/sys/fs/cgroup${path}/memory.current`]: `${current}\n`,
    [`/sys/fs/cgroup${path}/memory.stat`]: stat,
  });
  const own = (path: string) => ({ '/proc/self/cgroup': `0::${path}\n` });

  it('is that of the machine', () => {
    expect(availableMemoryBytes(kernel(meminfo))).toBe(4_096_000 * 1024);
  });

  it('is that of the control group, if less', () => {
    const small = group('', String(512 * MIB), String(112 * MIB));
    expect(availableMemoryBytes(kernel({ ...meminfo, ...own('/'), ...small }))).toBe(400 * MIB);
    const large = group('', String(2 ** 40), '0');
    expect(availableMemoryBytes(kernel({ ...meminfo, ...own('/'), ...large }))).toBe(4_096_000 * 1024);
    const unlimited = group('', 'max', String(112 * MIB));
    expect(availableMemoryBytes(kernel({ ...meminfo, ...own('/'), ...unlimited }))).toBe(4_096_000 * 1024);
  });

  it('includes the file cache of the control group', () => {
    const stat = `anon 1\nfile ${80 * MIB}\ninactive_file ${60 * MIB}\nactive_file ${20 * MIB}\n`;
    const files = { ...meminfo, ...own('/'), ...group('', String(512 * MIB), String(512 * MIB), stat) };
    expect(availableMemoryBytes(kernel(files))).toBe(80 * MIB);
  });

  it('is never negative', () => {
    const files = { ...meminfo, ...own('/'), ...group('', String(512 * MIB), String(600 * MIB)) };
    expect(availableMemoryBytes(kernel(files))).toBe(0);
  });

  it('is limited by every parent group', () => {
    const files = {
      ...meminfo,
      ...own('/ci.slice/job'),
      ...group('/ci.slice/job', 'max', '0'),
      ...group('/ci.slice', String(300 * MIB), String(100 * MIB)),
    };
    expect(availableMemoryBytes(kernel(files))).toBe(200 * MIB);
  });

  it('is unknown if the system does not report it', () => {
    expect(availableMemoryBytes(nowhere)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('is known on Linux', () => {
    const left = availableMemoryBytes()!;
    expect(left).toBeGreaterThan(10 * MIB);
    expect(left).toBeLessThan(totalmem());
  });
});
