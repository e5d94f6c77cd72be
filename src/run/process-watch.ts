import type { Clock } from '../platform/clock.ts';
import { type CpuJiffies, readCpuJiffies } from '../platform/cpu-jiffies.ts';
import { peakMemoryBytes, processCpuUs } from '../platform/process-usage.ts';
import type { Timer, Timers } from '../platform/timers.ts';
import type { GeneratorFacts } from '../report/run-facts.ts';

/** What is asked of the process and the machine; in a test, not of this one. */
export interface ProcessProbes {
  readonly cpuUs: () => number;
  readonly peakMemoryBytes: () => number;
  readonly cpuJiffies: () => CpuJiffies | undefined;
}

const REAL: ProcessProbes = { cpuUs: processCpuUs, peakMemoryBytes, cpuJiffies: readCpuJiffies };

type ProcessFacts = Pick<GeneratorFacts, 'cpuShare' | 'peakRssMb' | 'stealShare'>;

/** How busy the process and its machine have been since the load began. */
export class ProcessWatch {
  private readonly clock: Clock;
  private readonly probes: ProcessProbes;
  private readonly beginning: Timer;
  private atStart:
    | { readonly us: number; readonly cpuUs: number; readonly jiffies: CpuJiffies | undefined }
    | undefined;

  /** `startUs`: when the load begins, on the monotonic clock. */
  constructor(startUs: number, { clock, timers }: { clock: Clock; timers: Timers }, probes: ProcessProbes = REAL) {
    this.clock = clock;
    this.probes = probes;
    this.beginning = timers.at(startUs, () => {
      this.atStart = { us: clock.nowUs(), cpuUs: probes.cpuUs(), jiffies: probes.cpuJiffies() };
    });
  }

  /** Before the load begins, the memory only. */
  facts(): ProcessFacts {
    const peakRssMb = Math.round(this.probes.peakMemoryBytes() / 2 ** 20);
    if (!this.atStart) return { peakRssMb };
    const { us, cpuUs, jiffies } = this.atStart;
    const elapsedUs = this.clock.nowUs() - us;
    const cpuShare = elapsedUs > 0 ? rounded((this.probes.cpuUs() - cpuUs) / elapsedUs) : 0;
    const stealShare = stealBetween(jiffies, this.probes.cpuJiffies());
    return { cpuShare, peakRssMb, ...(stealShare === undefined ? {} : { stealShare: rounded(stealShare) }) };
  }

  close(): void {
    this.beginning.cancel();
  }
}

/** Undefined where the system does not tell, or no time has passed. */
function stealBetween(start: CpuJiffies | undefined, now: CpuJiffies | undefined): number | undefined {
  if (!start || !now || now.total <= start.total) return undefined;
  return Math.max(0, now.stolen - start.stolen) / (now.total - start.total);
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
