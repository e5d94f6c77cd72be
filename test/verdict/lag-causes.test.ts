import { describe, expect, it } from 'vitest';
import { explainLag } from '../../src/verdict/lag/explain-lag.ts';
import { isSaturated, lagCauses } from '../../src/verdict/lag/lag-causes.ts';
import type { GeneratorHealth } from '../../src/verdict/validity-facts.ts';

const thread = (cpuShare: number, name = '1/1') => ({ name, samplesLost: 0, cpuShare });

/** Two cores with time to spare, on a system that reports everything. */
const CALM: GeneratorHealth = {
  cpus: 2,
  machineCores: 2,
  workers: [thread(0.3)],
  cpuShare: 0.4,
  mainCpuShare: 0.05,
  stealShare: 0,
  otherCpuCores: 0.1,
  idleCpuCores: 1.5,
  loadAverage: 0.6,
};
const BUSY = { ...CALM, otherCpuCores: 1.6, idleCpuCores: 0, loadAverage: 4.1 };
const kinds = (health: GeneratorHealth) => lagCauses(health).map(({ kind }) => kind);

describe('the explanation of a late load generator', () => {
  it.each<[string, GeneratorHealth, string]>([
    [
      'other processes, by name',
      {
        ...BUSY,
        busiestProcesses: [
          { name: 'chrome', cores: 0.9 },
          { name: 'cc1', count: 2, cores: 0.6 },
        ],
      },
      'likely cause: other processes used 1.6 of 2 cores (chrome 0.9, 2 × cc1 0.6); load average 4.1 on 2 cores; stop them, or use a dedicated machine',
    ],
    [
      'steal',
      { ...CALM, stealShare: 0.08 },
      'likely cause: the hypervisor took 8 % of the time (steal); load average 0.6 on 2 cores; use a machine with dedicated cores',
    ],
    [
      'the CPU limit of the container',
      { ...CALM, cpus: 2, machineCores: 64, throttledShare: 0.12 },
      'likely cause: the CPU limit of this container was used up in 12 % of its periods; load average 0.6 on 64 cores; raise the CPU limit of the container',
    ],
    [
      'a load thread, with cores to spare',
      { ...CALM, cpus: 4, machineCores: 4, workers: [thread(0.97)], cpuShare: 1.2, idleCpuCores: 2.7 },
      'likely cause: palaver used 1.2 of 4 cores (load thread 1/1 97 %, main thread 5 % of a core); load average 0.6 on 4 cores; use --workers 2 or a second machine (--fleet)',
    ],
    [
      'the main thread',
      { ...CALM, mainCpuShare: 0.93, cpuShare: 1.4 },
      'likely cause: palaver used 1.4 of 2 cores (load thread 1/1 30 %, main thread 93 % of a core); load average 0.6 on 2 cores; use a machine with faster cores, or a second machine (--fleet)',
    ],
    [
      'the mock endpoint on the same machine',
      { ...CALM, cpuShare: 0.9, childCpuCores: 0.8, idleCpuCores: 0.2 },
      'likely cause: palaver used 0.9 of 2 cores (load thread 1/1 30 %, main thread 5 % of a core), the mock endpoint 0.8; load average 0.6 on 2 cores; run the mock endpoint on another machine (palaver mock), or use a machine with more cores',
    ],
    [
      'functions of the scenario',
      { ...CALM, workers: [{ ...thread(0.3), loopDelayMaxMs: 60, loopDelayMaxDuring: './hooks.ts#sign' }] },
      'likely cause: the event loop of load thread 1/1 was blocked for 60.0 ms while ./hooks.ts#sign ran; load average 0.6 on 2 cores; split their synchronous work, or move it to setup',
    ],
    [
      'nothing that averages show',
      CALM,
      'the averages show no cause: palaver used 0.4 of 2 cores (load thread 1/1 30 %, main thread 5 % of a core), other processes 0.1, steal 0 %; it may have been a short burst of load; load average 0.6 on 2 cores; use a machine with more cores, or a second machine (--fleet)',
    ],
    [
      'nothing that the system reports',
      { cpus: 8, workers: [{ name: '1/1', samplesLost: 0 }], cpuShare: 0.4 },
      'cause unknown: this system does not report the CPU use of other processes, of threads and by the hypervisor; use --workers 2 or a second machine (--fleet)',
    ],
  ])('names %s', (_what, health, text) => {
    expect(explainLag(health)).toBe(text);
    expect(text).not.toMatch(/fewer|lower/);
  });

  it('names several causes, the largest first, with advice for it', () => {
    const both = { ...BUSY, otherCpuCores: 0.7, stealShare: 0.05, cpuShare: 1.2, workers: [thread(0.95)] };
    expect(kinds(both)).toEqual(['own', 'processes', 'steal']);
    expect(explainLag(both)).toBe(
      'likely causes, the largest first: palaver used 1.2 of 2 cores (load thread 1/1 95 %, main thread 5 % of a core); ' +
        'other processes used 0.7 of 2 cores; the hypervisor took 5 % of the time (steal); load average 4.1 on 2 cores; ' +
        'use a machine with more cores, or a second machine (--fleet)',
    );
    expect(kinds({ ...both, otherCpuCores: 1.3 })).toEqual(['processes', 'own', 'steal']);
  });

  it('of a run in shards is about the most loaded machine, and its number of load threads', () => {
    const machines = [1, 2].map((number) => ({ shard: `${number}/2`, host: `host-${number}`, loadThreads: 1 }));
    const workers = [thread(0.3, '1/2'), thread(0.95, '2/2')];
    const text = explainLag({ ...CALM, cpus: 4, machineCores: 4, cpuShare: 1, workers, machines, mostLoaded: '2/2' });
    expect(text).toMatch(
      /^likely cause \(on host-2, shard 2\/2, the most loaded machine\): palaver used 1\.0 of 4 cores/,
    );
    expect(text).toMatch(/use --workers 2 or a second machine \(--fleet\)$/);
  });
});

describe('a cause', () => {
  it.each<[string, Partial<GeneratorHealth>, readonly string[]]>([
    ['other processes with cores to spare', { otherCpuCores: 1, idleCpuCores: 1 }, []],
    ['little steal', { stealShare: 0.02 }, []],
    ['little throttling', { throttledShare: 0.02 }, []],
    ['a thread with time to spare', { workers: [thread(0.89)] }, []],
    ['a thread without', { workers: [thread(0.3), thread(0.9)] }, ['own']],
    ['a full machine', { cpuShare: 0.5, idleCpuCores: 0.9 }, ['own']],
  ])('is not assumed lightly: %s', (_what, change, expected) => {
    expect(kinds({ ...CALM, ...change })).toEqual(expected);
  });

  it('may pass unless a thread of palaver itself has no time to spare', () => {
    expect(isSaturated(BUSY)).toBe(false);
    expect(isSaturated({ ...BUSY, workers: [thread(0.3), thread(0.9)] })).toBe(true);
    expect(isSaturated({ ...BUSY, mainCpuShare: 0.95 })).toBe(true);
    expect(isSaturated({ cpus: 2, workers: [{ name: '1/1', samplesLost: 0 }] })).toBe(false);
  });
});
