import type { Shard } from '../engine/shard.ts';
import type { ExemplarConversation } from '../measure/exemplars.ts';
import type { SampleRing } from '../measure/sample-ring.ts';
import type { TraceEntry } from '../measure/traces/trace-event.ts';
import type { TurnLog } from '../measure/turns/turn-log.ts';
import type { TurnTaker } from '../measure/turns/turn-outlet.ts';
import type { ThreadFindings } from './shard-message.ts';

/** Runs shards: in this thread for tests, otherwise in worker threads. */
export interface ShardExecutor {
  /**
   * Prepares the threads for the next shards, so that all of them can start at the same instant. Resolves once they are loaded,
   * however long that takes. If undefined, a shard can start at once.
   */
  prepare?(shards: readonly ShardNeeds[]): Promise<void>;
  /** Ends the threads that were prepared and have not been given a shard. */
  discard?(): void;
  /** `turnLog`: also record every single turn. */
  start(shard: Shard, ring: SampleRing, listener: ShardListener, turnLog?: TurnLog): StartedShard;
}

/** The data that a thread gets. */
export type ShardNeeds = Pick<Shard, 'segment' | 'load' | 'targets' | 'hooks'>;

export interface ShardListener {
  /** Prints a one-line notice for the user. */
  onNotice(message: string): void;
  /** A line that a hook logs. Default: it is dropped. */
  onLog?(line: string): void;
  /** Cumulative; each call replaces the findings before. */
  onFindings(findings: ThreadFindings): void;
  /** A conversation that the shard keeps as an example; called once for each. */
  onExemplar(exemplar: ExemplarConversation): void;
  /** A secret was captured, in another thread than the caller's. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  /** An event of a traced conversation, as it happens. */
  onTrace?(entry: TraceEntry): void;
  /** If given, gets every turn. */
  readonly turns?: TurnTaker | undefined;
}

export interface StartedShard {
  /** How the shard ended; never rejects. The ring then contains all samples of the shard. */
  readonly ended: Promise<ShardEnd>;
  stop(): void;
  interrupt(): void;
}

export type ShardEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'crashed'; readonly message: string; readonly stack: string | undefined };
