import type { Shard } from '../engine/shard.ts';
import type { ErrorEntry } from '../measure/error-log.ts';
import type { Exemplars } from '../measure/exemplars.ts';
import type { ThreadHealth } from '../measure/thread-health.ts';

/** What a load thread is started with. */
export interface ShardStart {
  readonly shard: Shard;
  readonly ring: SharedArrayBuffer;
  /** Where every turn is written down one by one, if it is. */
  readonly turnLog?: SharedArrayBuffer | undefined;
}

/** Main thread → load thread. */
export type ShardRequest = { readonly kind: 'stop' } | { readonly kind: 'interrupt' };

/** Load thread → main thread; samples do not go this way, they are in the ring. */
export type ShardResponse =
  | { readonly kind: 'notice'; readonly message: string }
  /** Everything kept so far, cumulative: it replaces the findings sent before. */
  | { readonly kind: 'findings'; readonly findings: ShardFindings }
  | { readonly kind: 'done' }
  | { readonly kind: 'crashed'; readonly message: string; readonly stack: string | undefined };

/** What a shard keeps besides samples: bounded, however long the run is. */
export interface ShardFindings {
  readonly errors: readonly ErrorEntry[];
  readonly exemplars: Exemplars;
  readonly health?: ThreadHealth | undefined;
}
