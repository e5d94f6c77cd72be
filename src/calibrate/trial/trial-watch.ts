import type { RunObserver } from '../../live/run-observer.ts';
import { processCpuUs, residentMemoryBytes } from '../../platform/process/process-usage.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunningLoad } from '../../run/running-load.ts';
import { CUT_OFF_US, SETTLE_US } from './steady-window.ts';

/** CPU and memory use of the process at an instant: time and CPU in µs. */
export interface UsageReading {
  readonly atUs: number;
  readonly cpuUs: number;
  /** Memory, bytes. */
  readonly residentBytes: number;
}

/** Reads what a trial uses, and ends it once all its users have been connected for long enough. */
export class TrialWatch implements RunObserver<RunningLoad> {
  readonly tickMs = 200;
  readonly readings: UsageReading[] = [];
  /** When it ended the load. */
  endedUs: number | undefined;
  private readonly vus: number;
  private readonly enoughUs: number;
  private readonly clock: Clock;
  private connectedUs: number | undefined;

  constructor(
    { vus, steadySeconds = Number.POSITIVE_INFINITY }: { vus: number; steadySeconds?: number },
    clock: Clock,
  ) {
    this.vus = vus;
    this.enoughUs = SETTLE_US + steadySeconds * 1e6 + CUT_OFF_US;
    this.clock = clock;
  }

  tick(test: RunningLoad): void {
    const atUs = this.clock.nowUs();
    this.readings.push({ atUs, cpuUs: processCpuUs(), residentBytes: residentMemoryBytes() });
    if (this.endedUs !== undefined) return;
    // Each connects once; the counts come with the samples, so a moment later than the connections.
    if (test.recorder.readings().counter('connects') >= this.vus) this.connectedUs ??= atUs;
    if (this.connectedUs === undefined || atUs < this.connectedUs + this.enoughUs) return;
    this.endedUs = atUs;
    test.interrupt();
  }
}
