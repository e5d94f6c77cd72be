import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import type { Shard } from '../engine/shard.ts';
import type { HookReference } from '../hooks/hook-reference.ts';
import type { AddressEntry } from '../measure/address-counts.ts';
import type { ErrorEntry } from '../measure/error-log.ts';
import type { ExemplarConversation, Exemplars } from '../measure/exemplars.ts';
import type { ThreadHealth } from '../measure/health/thread-health.ts';
import type { TraceEntry } from '../measure/traces/trace-event.ts';
import type { TurnBatch } from '../measure/turns/turn-batch.ts';

/** The shard that a load thread runs, and the memory it shares with the main thread. */
export interface ShardStart {
  readonly shard: Shard;
  readonly ring: SharedArrayBuffer;
  /** The log of every single turn, if any. */
  readonly turnLog?: SharedArrayBuffer | undefined;
  /** Quota of turns in flight, if every turn is sent. */
  readonly turnQuota?: SharedArrayBuffer | undefined;
}

/** What a load thread is given before its shard, to load its code. */
export interface ThreadData {
  /** Socket.IO versions of the targets. */
  readonly socketio: readonly SettledEndpoint['socketio'][];
  /** Functions of the user that its conversations call. */
  readonly hooks: readonly HookReference[];
  /** Of a `HookGuard`, if there are any. */
  readonly hookGuard?: SharedArrayBuffer | undefined;
}

/** Main thread → load thread. */
export type ShardRequest =
  /** The first one, once. */
  { readonly kind: 'start'; readonly start: ShardStart } | { readonly kind: 'stop' } | { readonly kind: 'interrupt' };

/** Load thread → main thread; samples do not go this way, they are in the ring. */
export type ShardResponse =
  /** The code of the thread is loaded; it waits for its shard. */
  | { readonly kind: 'loaded' }
  | { readonly kind: 'notice'; readonly message: string }
  /** A hook logged it. */
  | { readonly kind: 'log'; readonly line: string }
  /** Everything kept so far, cumulative: it replaces the findings sent before. */
  | { readonly kind: 'findings'; readonly findings: ThreadFindings }
  /** A conversation to keep as an example; sent once, when it ends, since all at once would be too much. */
  | { readonly kind: 'exemplar'; readonly exemplar: ExemplarConversation }
  /** A captured value that no output may contain; sent before everything that may. */
  | { readonly kind: 'secret'; readonly secret: string }
  /** The turns that ended since the last such message; sent as far as the quota allows. */
  | { readonly kind: 'turns'; readonly batch: TurnBatch }
  /** An event of a traced conversation. */
  | { readonly kind: 'trace'; readonly entry: TraceEntry }
  | { readonly kind: 'done' }
  | { readonly kind: 'crashed'; readonly message: string; readonly stack: string | undefined };

/** Findings of a load thread, except samples; their size is bounded. */
export interface ThreadFindings {
  readonly errors: readonly ErrorEntry[];
  readonly addresses: readonly AddressEntry[];
  readonly health?: ThreadHealth | undefined;
}

/** All findings of a shard, except its samples; bounded, too. */
export interface ShardFindings extends ThreadFindings {
  readonly exemplars: Exemplars;
}
