import { KnownError } from '../../platform/known-error.ts';
import { LatencyHistogram } from '../histogram/histogram.ts';
import { Readings } from '../readings.ts';
import type { Labels, RunShape } from '../series.ts';
import type { Cell } from './cell.ts';
import { cellKey, compareKeys } from './cell-key.ts';
import { SNAPSHOT_VERSION, type Snapshot, type SnapshotTimeline, snapshotSchema } from './snapshot-schema.ts';

export interface SnapshotParts {
  readonly shards: Readonly<Record<string, number>>;
  readonly shape: RunShape;
  readonly cells: readonly Cell[];
  readonly timeline: SnapshotTimeline;
}

/** Encodes the content of a recorder; cells are sorted, so equal contents give equal snapshots. */
export function snapshotOf({ shards, shape, cells, timeline }: SnapshotParts): Snapshot {
  const sorted = sortedByKey(cells);
  return {
    version: SNAPSHOT_VERSION,
    shards: { ...shards },
    shape: structuredClone(shape) as Snapshot['shape'],
    trends: sorted.flatMap((cell) =>
      cell.kind === 'trend'
        ? [{ ...identityOf(cell), metric: cell.metric, upper: cell.upper.encode(), ...lowerOf(cell.lower) }]
        : [],
    ),
    counters: sorted.flatMap((cell) =>
      cell.kind === 'counter' ? [{ ...identityOf(cell), metric: cell.metric, count: cell.count }] : [],
    ),
    censored: sorted.flatMap((cell) =>
      cell.kind === 'censored'
        ? [
            {
              ...identityOf(cell),
              metric: cell.metric,
              count: cell.count,
              shortestUs: cell.shortestUs,
              ...(cell.elapsed && { elapsed: cell.elapsed.encode() }),
            },
          ]
        : [],
    ),
    timeline,
  };
}

function sortedByKey(cells: readonly Cell[]): Cell[] {
  const keyed = cells.map((cell) => ({ key: cellKey(cell), cell }));
  return keyed.sort((left, right) => compareKeys(left.key, right.key)).map(({ cell }) => cell);
}

function identityOf({ labels, excluded }: Cell): { labels: Snapshot['trends'][0]['labels']; excluded?: true } {
  return { labels: { ...labels }, ...(excluded && { excluded }) };
}

function lowerOf(lower: LatencyHistogram | undefined) {
  return lower ? { lower: lower.encode() } : {};
}

/** The readings of a snapshot. Throws a KnownError if a histogram is damaged. */
export function readingsOf(snapshot: Snapshot): Readings {
  return new Readings([
    ...snapshot.trends.map(
      (cell): Cell => ({
        kind: 'trend',
        metric: cell.metric,
        labels: cell.labels as Labels,
        excluded: cell.excluded,
        upper: LatencyHistogram.decode(cell.upper),
        lower: cell.lower && LatencyHistogram.decode(cell.lower),
      }),
    ),
    ...snapshot.counters.map((cell): Cell => ({ kind: 'counter', ...cell, labels: cell.labels as Labels })),
    ...snapshot.censored.map(
      (cell): Cell => ({
        kind: 'censored',
        ...cell,
        labels: cell.labels as Labels,
        elapsed: cell.elapsed && LatencyHistogram.decode(cell.elapsed),
      }),
    ),
  ]);
}

/** Validates an untrusted snapshot. Throws a KnownError that names the place; `what` names the file or sender. */
export function parseSnapshot(value: unknown, what: string): Snapshot {
  refuseOtherMajor(value, what);
  const parsed = snapshotSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KnownError(
    `${what} is not a valid palaver snapshot: ${issue?.path.join('.') || 'top level'}: ${issue?.message}`,
    {
      hint: 'the file is damaged or edited; use the original',
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
