import { type StreamedTurn, type TurnBatch, TurnBatchBuilder } from './turn-batch.ts';
import type { TurnQuota } from './turn-quota.ts';

/** Who takes every turn of a load thread. What it has written it gives back to the quota. */
export interface TurnTaker {
  readonly quota: TurnQuota;
  take(batch: TurnBatch): void;
}

/**
 * Size at which a batch is handed over. Of 64 turns it stops the load thread for about 0.1 ms, gathering them included.
 */
const MAX_TURNS = 64;
const MAX_SIZE = 256 * 1024;

/** How a load thread hands over its turns one by one, in batches; those it may not hand over are lost and counted. */
export class TurnOutlet {
  private readonly taker: TurnTaker;
  private readonly batch = new TurnBatchBuilder();

  constructor(taker: TurnTaker) {
    this.taker = taker;
  }

  append(turn: Omit<StreamedTurn, 'moreReplies'>): void {
    this.taker.quota.offer();
    this.batch.add(turn);
    if (this.batch.turns >= MAX_TURNS || this.batch.size >= MAX_SIZE) this.flush();
  }

  /** Hands over what has been gathered; to be called now and then, so that turns do not lie long. */
  flush(): void {
    if (this.batch.turns === 0) return;
    const batch = this.batch.takeOut();
    if (this.taker.quota.take(batch.size, batch.turns)) this.taker.take(batch);
  }
}
