import type { ThreadHealth } from '../../measure/health/thread-health.ts';
import type { InvalidSamples } from '../../measure/sample-ring.ts';
import type { GeneratorFacts } from '../../report/run-facts.ts';
import type { ShardHandle } from './shard-handle.ts';

type WorkerFacts = GeneratorFacts['workers'][number];

/** The facts of one load thread in a report. `wallTime`: converts µs on the monotonic clock to ISO text. */
export function workerFacts(
  {
    name,
    samplesLost,
    invalidSamples,
    findings,
  }: Pick<ShardHandle, 'name' | 'samplesLost' | 'invalidSamples' | 'findings'>,
  wallTime: (atUs: number) => string,
): WorkerFacts {
  const { health } = findings;
  return {
    name,
    samplesLost,
    ...(invalidSamples && { invalidSamples: inWords(invalidSamples) }),
    ...(health && healthFacts(health, wallTime)),
  };
}

function inWords({ count, first }: InvalidSamples): WorkerFacts['invalidSamples'] {
  return { count, first: `${first.value} in series ${first.series}` };
}

function healthFacts(health: ThreadHealth, wallTime: (atUs: number) => string): Partial<WorkerFacts> {
  const { loopDelayMaxAtUs, loopDelayMaxDuring, unreadMaxAtUs, cpuShare } = health;
  return {
    loopDelayP99Ms: rounded(health.loopDelayP99Ms, 3),
    loopDelayMaxMs: rounded(health.loopDelayMaxMs, 3),
    ...(loopDelayMaxAtUs === undefined ? {} : { loopDelayMaxAt: wallTime(loopDelayMaxAtUs) }),
    ...(loopDelayMaxDuring && { loopDelayMaxDuring: loopDelayMaxDuring.join(', ') }),
    unreadMaxMs: rounded(health.unreadMaxMs, 3),
    ...(unreadMaxAtUs === undefined ? {} : { unreadMaxAt: wallTime(unreadMaxAtUs) }),
    gcShare: rounded(health.gcShare, 4),
    gcMaxMs: rounded(health.gcMaxMs, 3),
    ...(cpuShare === undefined ? {} : { cpuShare: rounded(cpuShare, 4) }),
    coreWait: health.coversCoreWait ? 'covered' : 'not-covered',
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
