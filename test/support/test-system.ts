import type { OutputStream, SystemDeps } from '../../src/platform/system-deps.ts';
import { type Clock, monotonicClock } from '../../src/platform/time/clock.ts';
import { realTimers } from '../../src/platform/time/real-timers.ts';
import type { Timers } from '../../src/platform/time/timers.ts';

type Handler<Told> = (told: Told) => void;

/** A system whose signals and crashes come from the test; its time is real unless given. */
export class TestSystem implements SystemDeps {
  readonly args: readonly string[] = [];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd = '/';
  /** Not there. */
  readonly home = '/nowhere';
  readonly stdout: OutputStream = silent();
  readonly stderr: OutputStream = silent();
  readonly clock: Clock;
  readonly timers: Timers;
  readonly wallClock = { now: () => new Date('2026-01-31T14:25:00.000Z') };
  readonly machine = {
    host: 'here',
    cpus: 2,
    cpuModel: 'test',
    node: 'v20.20.0',
    platform: 'test',
  };
  private readonly onSignal = new Set<Handler<string>>();
  private readonly onBug = new Set<Handler<unknown>>();

  constructor(env: Readonly<Record<string, string | undefined>> = {}, time?: Clock & Timers) {
    this.env = env;
    this.clock = time ?? monotonicClock;
    this.timers = time ?? realTimers;
  }

  onStopSignal(handler: Handler<string>): () => void {
    this.onSignal.add(handler);
    return () => void this.onSignal.delete(handler);
  }

  onCrash(handler: Handler<unknown>): () => void {
    this.onBug.add(handler);
    return () => void this.onBug.delete(handler);
  }

  onExit(): () => void {
    return () => {};
  }

  signal(name: string): void {
    for (const handler of this.onSignal) handler(name);
  }

  crash(error: unknown): void {
    for (const handler of this.onBug) handler(error);
  }

  /** Handlers for signals and crashes right now. */
  get listeners(): number {
    return this.onSignal.size + this.onBug.size;
  }
}

function silent(): OutputStream {
  return { isTty: false, columns: undefined, write: () => {} };
}
