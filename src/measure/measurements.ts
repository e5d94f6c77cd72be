import type { Readings } from './readings.ts';
import type { SnapshotTimeline } from './recorder/snapshot-schema.ts';
import type { RunShape } from './shape/run-shape.ts';

/** Everything measured of a run, for its report. */
export interface Measurements {
  readonly shape: RunShape;
  /** As in a snapshot, but with histograms in HDR V2 encoding (compressed, base64). */
  readonly timeline: SnapshotTimeline;
  readonly readings: Readings;
}
