import { hash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LoadProfile } from '../../load/load-profile.ts';
import type { TargetOrder } from '../../load/target-order.ts';
import type { AddressEntry } from '../../measure/address-counts.ts';
import type { ScopedCells } from '../../measure/recorder/scoped-cells.ts';
import type { Snapshot } from '../../measure/recorder/snapshot-schema.ts';
import { KnownError } from '../../platform/known-error.ts';
import { LIMITS } from '../../platform/limits.ts';
import type { RunFacts } from '../../report/run-facts.ts';

/** Schema of a shard file. Semver; only files of the same version of palaver are merged. */
export const SHARD_FILE_VERSION = '2.0.0';

/** What every shard of a run has in common; shards that differ in it are not merged. */
export interface ShardIdentity {
  readonly palaver: string;
  readonly scenario: string;
  readonly load: LoadProfile;
  readonly targetOrder: TargetOrder;
  readonly targets: readonly string[];
  readonly thresholds: readonly string[];
  readonly seed: number;
  readonly run: string;
  /** The first arrival, ISO 8601. */
  readonly startAt: string;
  /** Number of shards. */
  readonly shards: number;
}

/** Everything a shard measured and knows; instants are relative to the start. */
export interface ShardState {
  readonly identity: ShardIdentity;
  /** From 0. */
  readonly index: number;
  /** Name of the machine. */
  readonly host: string;
  /** Name of the agent of a fleet that ran it. */
  readonly agent?: string;
  /** Where it runs, if that has a name: a label of all that it measured. */
  readonly place?: string;
  readonly facts: Omit<RunFacts, 'scoped'>;
  readonly addresses: readonly AddressEntry[];
  readonly snapshot: Snapshot;
  readonly scoped: ScopedCells;
}

/** `shard-3-of-8.json.gz` */
export function shardFileName({ index, identity }: Pick<ShardState, 'index' | 'identity'>): string {
  return `shard-${index + 1}-of-${identity.shards}.json.gz`;
}

const NEWLINE = 0x0a;

export const SHARD_FILE = /^shard-\d+-of-\d+\.json\.gz$/;

/** The bytes of a shard file: JSON with a checksum of its content, compressed. */
export function encodeShard(state: ShardState): Buffer {
  const content = JSON.stringify(state);
  return gzipSync(
    `${JSON.stringify({ palaverShard: SHARD_FILE_VERSION, sha256: hash('sha256', content) })}\n${content}\n`,
  );
}

/**
 * Throws a KnownError if the file is no shard file, of another version, longer than `maxBytes` without compression, or not as it
 * was written. `what` names it.
 */
export function decodeShard(bytes: Buffer, what: string, maxBytes: number = LIMITS.shardContentBytes): ShardState {
  const [head, content] = linesOf(bytes, what, maxBytes);
  const { palaverShard, sha256: written } = headOf(head);
  if (typeof palaverShard !== 'string')
    throw new KnownError(`${what} is not a shard file`, {
      hint: 'name the shard files that palaver run --shard or palaver agent wrote',
    });
  if (palaverShard.split('.')[0] !== SHARD_FILE_VERSION.split('.')[0]) {
    throw new KnownError(`${what} has shard file version ${palaverShard}; this palaver reads ${SHARD_FILE_VERSION}`, {
      hint: 'use the palaver version that wrote it',
    });
  }
  if (hash('sha256', content) !== written)
    throw new KnownError(`${what} is damaged or was edited: its checksum differs`, { hint: 'use the original file' });
  return JSON.parse(content.toString('utf8')) as ShardState;
}

/** The head, and the content as bytes, since it is long. */
function linesOf(bytes: Buffer, what: string, maxBytes: number): [string, Buffer] {
  try {
    const plain = gunzipSync(bytes, { maxOutputLength: maxBytes });
    const end = plain.indexOf('\n');
    const head = plain.subarray(0, Math.max(0, end));
    return [head.toString('utf8'), plain.subarray(end + 1, plain.at(-1) === NEWLINE ? -1 : undefined)];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new KnownError(`${what} is too long: its content is limited to ${Math.floor(maxBytes / 2 ** 20)} MiB`, {
        hint: 'name the shard files that palaver run --shard or palaver agent wrote',
        cause,
      });
    }
    throw new KnownError(`${what} is not a shard file, or it is incomplete: it cannot be decompressed`, {
      hint: 'copy it again from the machine that wrote it',
      cause,
    });
  }
}

function headOf(line: string): { readonly palaverShard?: unknown; readonly sha256?: unknown } {
  try {
    const head: unknown = JSON.parse(line);
    return typeof head === 'object' && head !== null ? head : {};
  } catch {
    return {};
  }
}
