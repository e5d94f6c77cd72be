import { KnownError } from '../../platform/known-error.ts';
import { Readings } from '../readings.ts';
import type { RunShape } from '../shape/run-shape.ts';
import type { Cell } from './cell.ts';
import { decodeCells, encodeCells } from './encode-cells.ts';
import { SNAPSHOT_VERSION, type Snapshot, type SnapshotTimeline, snapshotSchema } from './snapshot-schema.ts';

export interface SnapshotParts {
  readonly shards: Readonly<Record<string, number>>;
  readonly shape: RunShape;
  readonly cells: readonly Cell[];
  readonly timeline: SnapshotTimeline;
}

/** Encodes the content of a recorder; cells are sorted, so equal contents give equal snapshots. */
export function snapshotOf({ shards, shape, cells, timeline }: SnapshotParts): Snapshot {
  return {
    version: SNAPSHOT_VERSION,
    shards: { ...shards },
    shape: structuredClone(shape) as Snapshot['shape'],
    ...encodeCells(cells),
    timeline,
  };
}

/** The readings of a snapshot. Throws a KnownError if a histogram is damaged. */
export function readingsOf(snapshot: Snapshot): Readings {
  return new Readings(decodeCells(snapshot));
}

/** Validates an untrusted snapshot. Throws a KnownError that names the place; `what` names the file or sender. */
export function parseSnapshot(value: unknown, what: string): Snapshot {
  refuseOtherMajor(value, what);
  const parsed = snapshotSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KnownError(
    `${what} is not a valid palaver snapshot: the field ${issue?.path.join('.') || '(top)'} is invalid`,
    {
      hint: 'the file is damaged or was edited; use the original',
      cause: parsed.error,
    },
  );
}

/** Checked first: a snapshot of another major version is not damaged, but has another form. */
function refuseOtherMajor(value: unknown, what: string): void {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version !== 'string' || version.split('.')[0] === SNAPSHOT_VERSION.split('.')[0]) return;
  throw new KnownError(`${what} has snapshot version ${version}; this palaver reads ${SNAPSHOT_VERSION}`, {
    hint: 'use the palaver version that wrote it',
  });
}
