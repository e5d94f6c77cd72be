import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { sampleFacts } from './sample-report.ts';
import { appendConversation, recorderOf } from './sample-run.ts';

/** A run with a busy load generator: nothing failed, but the measurement bounds of arrivals are 30 ms apart. */
export function coarseReport(thresholds: readonly string[] = []): Report {
  const { table, recorder } = recorderOf();
  for (let number = 0; number < 1200; number++) {
    const turn = {
      atMs: number * 10,
      outcome: 'completed' as const,
      turnUs: 900_000 + number * 100,
      coarseUs: 30_000,
    };
    appendConversation(recorder, table, [
      { ...turn, step: 0, firstOutputUs: 400_000 + number * 100 },
      { ...turn, step: 1, firstOutputUs: 100_000, coarseUs: 900 },
    ]);
  }
  return buildReport(recorder.measurements(), sampleFacts({ thresholds: thresholds.map(parseThreshold) }));
}
