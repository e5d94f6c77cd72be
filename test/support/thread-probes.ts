import type { ThreadWatchDeps } from '../../src/measure/health/thread-watch.ts';

/** Probes of a thread whose readings a test sets. */
export class FakeProbes implements ThreadWatchDeps {
  nowUs = 0;
  cpu = 0;
  readonly clock = { nowUs: () => this.nowUs };
  readonly delay = { max: 0, p99: 0, running: false };
  readonly loopDelay = {
    start: () => void Object.assign(this.delay, { running: true }),
    stop: () => void Object.assign(this.delay, { running: false }),
    maxMs: () => this.delay.max,
    p99Ms: () => this.delay.p99,
  };
  readonly gc = { totalMs: 0, longestMs: 0, start: () => {}, stop: () => {} };
  readonly inbox: { longestUs: number; longestAtUs: number | undefined } = { longestUs: 0, longestAtUs: undefined };
  readonly cpuUs: (() => number) | undefined = () => this.cpu;
  readonly coversCoreWait = true;
}
