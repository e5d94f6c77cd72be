import type { Shard } from '../engine/shard.ts';
import type { ExemplarConversation } from '../measure/exemplars.ts';
import type { SampleRing } from '../measure/sample-ring.ts';
import type { TurnLog } from '../measure/turns/turn-log.ts';
import type { TurnTaker } from '../measure/turns/turn-outlet.ts';
import type { ThreadFindings } from './shard-message.ts';

/** Runs shards somewhere: in this thread for tests, in a worker thread otherwise, on other machines later. */
export interface ShardExecutor {
  /**
   * Loads what runs the shards, so that all of them can begin at the same instant; the next shards to start take it. Resolves
   * once that is done, however long it takes on a busy machine. Where it is missing, a shard can begin at once.
   */
  prepare?(shards: readonly ShardNeeds[]): Promise<void>;
  /** `turnLog`: also write down every turn one by one. */
  start(shard: Shard, ring: SampleRing, listener: ShardListener, turnLog?: TurnLog): StartedShard;
}

/** What a thread must have room for. */
export type ShardNeeds = Pick<Shard, 'segment' | 'load' | 'targets'>;

export interface ShardListener {
  /** One line for the person who watches. */
  onNotice(message: string): void;
  /** Cumulative; each call replaces the findings before. */
  onFindings(findings: ThreadFindings): void;
  /** A conversation that the shard keeps for now; called once for each. */
  onExemplar(exemplar: ExemplarConversation): void;
  /** Where given, every turn is handed over to it. */
  readonly turns?: TurnTaker | undefined;
}

export interface StartedShard {
  /** How the shard ended; never rejects. After it, the ring holds everything the shard appended. */
  readonly ended: Promise<ShardEnd>;
  stop(): void;
  interrupt(): void;
}

export type ShardEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'crashed'; readonly message: string; readonly stack: string | undefined };
