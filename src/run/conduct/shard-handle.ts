import { FoundSoFar } from '../../distribute/found-so-far.ts';
import type { ShardEnd, ShardExecutor, ShardListener, StartedShard } from '../../distribute/shard-executor.ts';
import type { ShardFindings } from '../../distribute/shard-message.ts';
import type { Shard } from '../../engine/shard.ts';
import type { SampleSink } from '../../measure/sample.ts';
import { type InvalidSamples, SampleRing } from '../../measure/sample-ring.ts';

/** One running shard in its load thread: its samples, its findings, its end. */
export class ShardHandle {
  /** `2/3`: the second of three. */
  readonly name: string;
  readonly ended: Promise<ShardEnd>;
  private readonly found = new FoundSoFar();
  private readonly ring = new SampleRing();
  private readonly handle: StartedShard;
  private end: ShardEnd | undefined;

  constructor(
    shard: Shard,
    executor: ShardExecutor,
    takers: Pick<ShardListener, 'onNotice' | 'onLog' | 'onTrace' | 'turns'>,
  ) {
    const { index, count } = shard.segment;
    this.name = `${index + 1}/${count}`;
    this.handle = executor.start(shard, this.ring, {
      ...takers,
      onFindings: this.found.onFindings,
      onExemplar: this.found.onExemplar,
    });
    this.ended = this.handle.ended.then((end) => {
      this.end = end;
      return end;
    });
  }

  /** Cumulative; kept when the thread crashes. */
  get findings(): ShardFindings {
    return this.found.findings;
  }

  /** Starts no further conversation. */
  stop(): void {
    this.handle.stop();
  }

  /** Ends everything now. */
  interrupt(): void {
    this.handle.interrupt();
  }

  /** See `SampleRing.leaseUs`. */
  extendLease(untilUs: number): void {
    this.ring.leaseUs = untilUs;
  }

  /** Takes the samples that the thread has appended since the last call. */
  drain(sink: SampleSink): void {
    this.ring.drain(sink);
  }

  /** A crashed thread keeps its last gauge value, but has no active users. */
  get activeVus(): number {
    return this.end ? 0 : this.ring.activeVus;
  }

  /** Samples lost because the ring was full. */
  get samplesLost(): number {
    return this.ring.lost;
  }

  /** Impossible values that were discarded. */
  get invalidSamples(): InvalidSamples | undefined {
    return this.ring.invalidSamples;
  }
}
