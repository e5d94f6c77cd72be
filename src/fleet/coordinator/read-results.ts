import { KnownError } from '../../platform/known-error.ts';
import { decodeShard, type ShardState } from '../../run/shards/shard-file.ts';

/** Whose results they must be. */
export interface ExpectedShard {
  readonly run: string;
  /** From 0. */
  readonly index: number;
}

/** The content of a shard file that has arrived. Undefined: it is damaged, or another shard. */
export function readResults(file: Buffer, { run, index }: ExpectedShard): ShardState | undefined {
  try {
    const state = decodeShard(file, 'shard file');
    return state.identity.run === run && state.index === index ? state : undefined;
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}
