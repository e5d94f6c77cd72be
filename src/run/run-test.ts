import type { ShardEnd, ShardExecutor, ShardHandle } from '../distribute/shard-executor.ts';
import type { ShardFindings } from '../distribute/shard-message.ts';
import { shapeOf } from '../engine/run-shard.ts';
import type { Shard } from '../engine/shard.ts';
import { measuredWindows } from '../load/measured-windows.ts';
import { Recorder } from '../measure/recorder.ts';
import { SampleRing } from '../measure/sample-ring.ts';
import { SeriesTable } from '../measure/series.ts';
import type { Clock } from '../platform/clock.ts';
import { every, type Timer } from '../platform/timers.ts';

/** How often samples move from the ring into the histograms. */
const DRAIN_PERIOD_MS = 100;

const NOTHING_FOUND: ShardFindings = { errors: [], exemplars: { slowest: [], random: [] } };

export interface TestServices {
  readonly executor: ShardExecutor;
  readonly clock: Clock;
  readonly onNotice: (message: string) => void;
}

/**
 * One test under way: the load runs elsewhere, here its samples are gathered. Everything measured so far can be read at
 * any moment, so a report can be written whatever happens.
 */
export class RunningTest {
  readonly recorder: Recorder;
  readonly ring = new SampleRing();
  /** How the load ended; the recorder then holds everything. Never rejects. */
  readonly ended: Promise<ShardEnd>;
  findings: ShardFindings = NOTHING_FOUND;
  private readonly handle: ShardHandle;
  private readonly draining: Timer;
  private readonly startUs: number;
  private readonly clock: Clock;

  constructor(shard: Shard, services: TestServices) {
    this.clock = services.clock;
    this.startUs = shard.startUs;
    this.recorder = new Recorder(
      new SeriesTable(shapeOf(shard.scenario, shard.targets)),
      '1/1',
      measuredWindows(shard.load),
    );
    this.draining = every(DRAIN_PERIOD_MS, () => this.drain());
    this.handle = services.executor.start(shard, this.ring, {
      onNotice: services.onNotice,
      onFindings: (findings) => {
        this.findings = findings;
      },
    });
    this.ended = this.handle.ended.then((end) => {
      this.draining.cancel();
      this.drain();
      return end;
    });
  }

  /** No further conversation begins. */
  stop(): void {
    this.handle.stop();
  }

  /** Everything ends now. */
  interrupt(): void {
    this.handle.interrupt();
  }

  /** Since the load began; negative before it. */
  elapsedMs(): number {
    return (this.clock.nowUs() - this.startUs) / 1000;
  }

  /** Moves what the load thread has appended so far into the recorder. */
  drain(): void {
    this.ring.drain(this.recorder);
    this.recorder.observeActiveVus(Math.max(0, this.elapsedMs()), this.ring.activeVus);
  }
}
