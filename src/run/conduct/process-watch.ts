import { childCpuUs } from '../../platform/process/child-cpu.ts';
import { type CpuJiffies, readCpuJiffies } from '../../platform/process/cpu-jiffies.ts';
import { peakMemoryBytes, processCpuUs } from '../../platform/process/process-usage.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { Timer, Timers } from '../../platform/time/timers.ts';
import type { GeneratorFacts } from '../../report/run-facts.ts';

/** Readings of the process and the machine; tests provide others. */
export interface ProcessProbes {
  readonly cpuUs: () => number;
  /** CPU time of child processes (the mock endpoint). */
  readonly childCpuUs: () => number;
  readonly peakMemoryBytes: () => number;
  readonly cpuJiffies: () => CpuJiffies | undefined;
}

const REAL: ProcessProbes = { cpuUs: processCpuUs, childCpuUs, peakMemoryBytes, cpuJiffies: readCpuJiffies };

type ProcessFacts = Pick<GeneratorFacts, 'cpuShare' | 'peakRssMiB' | 'stealShare' | 'otherCpuCores' | 'idleCpuCores'>;

/** CPU and memory use of the process and its machine since the start of the load. */
export class ProcessWatch {
  private readonly clock: Clock;
  private readonly probes: ProcessProbes;
  private readonly beginning: Timer;
  private atStart: Usage | undefined;

  /** `startUs`: start of the load, on the monotonic clock. */
  constructor(startUs: number, { clock, timers }: { clock: Clock; timers: Timers }, probes: ProcessProbes = REAL) {
    this.clock = clock;
    this.probes = probes;
    this.beginning = timers.at(startUs, () => {
      this.atStart = this.usage();
    });
  }

  /** Before the load begins, memory only. */
  facts(): ProcessFacts {
    const peakRssMiB = Math.round(this.probes.peakMemoryBytes() / 2 ** 20);
    if (!this.atStart) return { peakRssMiB };
    return { peakRssMiB, ...shareBetween(this.atStart, this.usage()) };
  }

  private usage(): Usage {
    const { cpuUs, childCpuUs, cpuJiffies } = this.probes;
    return { us: this.clock.nowUs(), cpuUs: cpuUs(), childCpuUs: childCpuUs(), jiffies: cpuJiffies() };
  }

  close(): void {
    this.beginning.cancel();
  }
}

/** Use up to an instant, `us` on the monotonic clock. */
interface Usage {
  readonly us: number;
  readonly cpuUs: number;
  readonly childCpuUs: number;
  readonly jiffies: CpuJiffies | undefined;
}

/** Values that the system does not report, or without elapsed time, are omitted. */
function shareBetween(start: Usage, now: Usage): ProcessFacts {
  const elapsedUs = now.us - start.us;
  const share = (us: number) => (elapsedUs > 0 ? us / elapsedUs : 0);
  const cpuShare = share(now.cpuUs - start.cpuUs);
  const ownShare = cpuShare + share(now.childCpuUs - start.childCpuUs);
  const machine = machineBetween(start.jiffies, now.jiffies);
  if (!machine) return { cpuShare: rounded(cpuShare) };
  const { cores, idle, stolen } = machine;
  return {
    cpuShare: rounded(cpuShare),
    stealShare: rounded(stolen / cores),
    otherCpuCores: rounded(Math.max(0, cores - idle - stolen - ownShare)),
    idleCpuCores: rounded(idle),
  };
}

/** All in cores, on average. */
function machineBetween(start: CpuJiffies | undefined, now: CpuJiffies | undefined) {
  if (!start || !now || now.total <= start.total) return undefined;
  const perCore = (now.total - start.total) / now.cores;
  const coresOf = (jiffies: number) => Math.max(0, jiffies) / perCore;
  return { cores: now.cores, idle: coresOf(now.idle - start.idle), stolen: coresOf(now.stolen - start.stolen) };
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
