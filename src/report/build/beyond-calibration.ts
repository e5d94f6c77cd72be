import type { SnapshotTimeline } from '../../measure/recorder/snapshot-schema.ts';
import { calibratedRate } from '../describe-calibration.ts';
import type { GeneratorFacts } from '../run-facts.ts';

/** A note if a load thread exceeded the rate for which this machine is calibrated; informational. */
export function beyondCalibration(
  { calibration, workers }: Pick<GeneratorFacts, 'calibration' | 'workers'>,
  timeline: SnapshotTimeline,
): readonly string[] {
  if (!calibration) return [];
  const known = calibratedRate(calibration);
  const busiest = Math.round(busiestTurnsPerSecond(timeline) / Math.max(1, workers.length));
  if (busiest <= known) return [];
  return [
    `A load thread reached ${busiest} turns/s; this machine is calibrated up to ${known} turns/s, so the measurement ` +
      'error at this rate is unknown. See palaver calibrate.',
  ];
}

/** Inputs sent per second in the block with the most of them. */
function busiestTurnsPerSecond({ blockMs, blocks }: SnapshotTimeline): number {
  const inputs = blocks.map(({ counters }) =>
    Object.values(counters).reduce((sum, { inputs_sent = 0 }) => sum + inputs_sent, 0),
  );
  return (Math.max(0, ...inputs) / blockMs) * 1000;
}
