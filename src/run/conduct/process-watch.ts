import { busiestProcesses, type OtherProcesses, readOtherProcesses } from '../../platform/machine/busiest-processes.ts';
import { childCpuUs } from '../../platform/machine/child-cpu.ts';
import { type CpuJiffies, readCpuJiffies } from '../../platform/machine/cpu-jiffies.ts';
import { type CpuThrottling, readCpuThrottling } from '../../platform/machine/cpu-throttling.ts';
import { readLoadAverage } from '../../platform/machine/load-average.ts';
import { peakMemoryBytes, processCpuUs } from '../../platform/process/process-usage.ts';
import { threadCpuReader } from '../../platform/process/thread-schedstat.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { Timer, Timers } from '../../platform/time/timers.ts';
import type { GeneratorFacts } from '../../report/run-facts.ts';
import { isBusyMachine } from '../../verdict/lag/lag-causes.ts';

/** Readings of the process and the machine; tests provide others. Undefined: not reported by the system. */
export interface ProcessProbes {
  readonly cpuUs: () => number;
  /** CPU time of the calling thread, which is the main thread. */
  readonly mainCpuUs: () => number | undefined;
  /** CPU time of child processes (the mock endpoint). */
  readonly childCpuUs: () => number;
  readonly peakMemoryBytes: () => number;
  readonly cpuJiffies: () => CpuJiffies | undefined;
  readonly loadAverage: () => number | undefined;
  readonly throttling: () => CpuThrottling | undefined;
  readonly otherProcesses: () => OtherProcesses | undefined;
}

const REAL: ProcessProbes = {
  cpuUs: processCpuUs,
  mainCpuUs: () => threadCpuReader()?.(),
  childCpuUs,
  peakMemoryBytes,
  cpuJiffies: readCpuJiffies,
  loadAverage: readLoadAverage,
  throttling: readCpuThrottling,
  otherProcesses: readOtherProcesses,
};

type ProcessFacts = Pick<
  GeneratorFacts,
  | 'cpuShare'
  | 'mainCpuShare'
  | 'childCpuCores'
  | 'peakRssMiB'
  | 'machineCores'
  | 'stealShare'
  | 'otherCpuCores'
  | 'idleCpuCores'
  | 'loadAverage'
  | 'throttledShare'
  | 'busiestProcesses'
>;

/** CPU and memory use of the process and its machine since the start of the load. */
export class ProcessWatch {
  private readonly clock: Clock;
  private readonly probes: ProcessProbes;
  private readonly beginning: Timer;
  private atStart: (Usage & { readonly others: OtherProcesses | undefined }) | undefined;

  /** `startUs`: start of the load, on the monotonic clock. */
  constructor(startUs: number, { clock, timers }: { clock: Clock; timers: Timers }, probes: ProcessProbes = REAL) {
    this.clock = clock;
    this.probes = probes;
    this.beginning = timers.at(startUs, () => {
      this.atStart = { ...this.usage(), others: probes.otherProcesses() };
    });
  }

  /** Before the load begins, memory only. */
  facts(): ProcessFacts {
    const peakRssMiB = Math.round(this.probes.peakMemoryBytes() / 2 ** 20);
    if (!this.atStart) return { peakRssMiB };
    const now = this.usage();
    const facts = { peakRssMiB, ...sharesBetween(this.atStart, now), ...loadOf(this.probes) };
    return isBusyMachine(facts) ? { ...facts, ...this.busiest(now.us - this.atStart.us) } : facts;
  }

  /** Read only if it explains something: it takes milliseconds, and names other programs. */
  private busiest(elapsedUs: number): Pick<ProcessFacts, 'busiestProcesses'> {
    const { others } = this.atStart!;
    const now = others && this.probes.otherProcesses();
    const busiest = now ? busiestProcesses(others, now, elapsedUs) : [];
    return busiest.length > 0 ? { busiestProcesses: busiest } : {};
  }

  private usage(): Usage {
    const { cpuUs, mainCpuUs, childCpuUs, cpuJiffies, throttling } = this.probes;
    return {
      us: this.clock.nowUs(),
      cpuUs: cpuUs(),
      mainCpuUs: mainCpuUs(),
      childCpuUs: childCpuUs(),
      jiffies: cpuJiffies(),
      throttling: throttling(),
    };
  }

  close(): void {
    this.beginning.cancel();
  }
}

/** Use up to an instant, `us` on the monotonic clock. */
interface Usage {
  readonly us: number;
  readonly cpuUs: number;
  readonly mainCpuUs: number | undefined;
  readonly childCpuUs: number;
  readonly jiffies: CpuJiffies | undefined;
  readonly throttling: CpuThrottling | undefined;
}

function loadOf({ loadAverage }: ProcessProbes): Pick<ProcessFacts, 'loadAverage'> {
  const average = loadAverage();
  return average === undefined ? {} : { loadAverage: average };
}

/** Values that the system does not report, or without elapsed time, are omitted. */
function sharesBetween(start: Usage, now: Usage): ProcessFacts {
  const elapsedUs = now.us - start.us;
  const share = (us: number) => (elapsedUs > 0 ? Math.max(0, us) / elapsedUs : 0);
  const cpuShare = share(now.cpuUs - start.cpuUs);
  const children = share(now.childCpuUs - start.childCpuUs);
  const machine = machineBetween(start.jiffies, now.jiffies);
  return {
    cpuShare: rounded(cpuShare),
    ...(start.mainCpuUs !== undefined &&
      now.mainCpuUs !== undefined && { mainCpuShare: rounded(share(now.mainCpuUs - start.mainCpuUs)) }),
    ...(children > 0 && { childCpuCores: rounded(children) }),
    ...(machine && {
      machineCores: machine.cores,
      stealShare: rounded(machine.stolen / machine.cores),
      otherCpuCores: rounded(Math.max(0, machine.cores - machine.idle - machine.stolen - cpuShare - children)),
      idleCpuCores: rounded(machine.idle),
    }),
    ...throttledBetween(start.throttling, now.throttling),
  };
}

/** All in cores, on average. */
function machineBetween(start: CpuJiffies | undefined, now: CpuJiffies | undefined) {
  if (!start || !now || now.total <= start.total) return undefined;
  const perCore = (now.total - start.total) / now.cores;
  const coresOf = (jiffies: number) => Math.max(0, jiffies) / perCore;
  return { cores: now.cores, idle: coresOf(now.idle - start.idle), stolen: coresOf(now.stolen - start.stolen) };
}

function throttledBetween(start: CpuThrottling | undefined, now: CpuThrottling | undefined): ProcessFacts {
  const periods = now && start ? now.periods - start.periods : 0;
  return periods > 0 ? { throttledShare: rounded(Math.max(0, now!.throttled - start!.throttled) / periods) } : {};
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
