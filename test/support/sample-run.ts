import { Recorder } from '../../src/measure/recorder.ts';
import { type RunShape, SeriesTable } from '../../src/measure/series.ts';

/** A small run: two steps of one conversation at one target. */
export const SHAPE: RunShape = {
  targets: ['eu'],
  conversations: [{ name: 'book a table', steps: ['hello', 'party size'] }],
  failureClasses: ['refused', 'transport-close'],
};

/** A recorder and its series, as a load thread would address them. */
export function recorderOf(shape: RunShape = SHAPE, shard?: string) {
  const table = new SeriesTable(shape);
  return { table, recorder: new Recorder(table, shard) };
}
