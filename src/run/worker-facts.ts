import type { GeneratorFacts } from '../report/run-facts.ts';
import type { ShardRun } from './shard-run.ts';

/** What a report tells of one load thread. */
export function workerFacts({ name, samplesLost, findings }: ShardRun): GeneratorFacts['workers'][number] {
  const { health } = findings;
  return {
    name,
    samplesLost,
    ...(health && {
      loopDelayP99Ms: health.loopDelayP99Ms,
      loopDelayMaxMs: health.loopDelayMaxMs,
      gcShare: health.gcShare,
    }),
  };
}
