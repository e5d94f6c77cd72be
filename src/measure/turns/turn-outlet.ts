import { type StreamedTurn, type TurnBatch, TurnBatchBuilder } from './turn-batch.ts';
import type { TurnQuota } from './turn-quota.ts';

/** Receives every turn of a load thread. Releases the quota of turns that are written. */
export interface TurnTaker {
  readonly quota: TurnQuota;
  take(batch: TurnBatch): void;
}

/**
 * Size at which a batch is sent. 64 turns block the load thread for about 0.1 ms, collecting them included.
 */
const MAX_TURNS = 64;
const MAX_SIZE = 256 * 1024;

/** Sends the turns of a load thread in batches; those that exceed the quota are lost and counted. */
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

  /** Sends the collected turns; called regularly, so that turns are not delayed. */
  flush(): void {
    if (this.batch.turns === 0) return;
    const batch = this.batch.takeOut();
    if (this.taker.quota.reserve(batch.size, batch.turns)) this.taker.take(batch);
  }
}
