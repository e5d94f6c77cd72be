import { groupThousands } from '../platform/group-thousands.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import type { Report } from '../report/report.ts';

export const GENERATOR_HEAD = [
  'shard',
  'host',
  'cores',
  'load threads',
  'loop delay',
  'palaver',
  'others',
  'lost samples',
] as const;

export const GENERATOR_LEGEND =
  'loop delay: longest event loop delay of a load thread; palaver, others: cores that palaver and other processes used, on average.';

/** The load generators of a run in shards, in their order, as cells of a table; empty for a run on one machine. */
export function generatorRows({ generator }: Pick<Report, 'generator'>): string[][] {
  return (generator.machines ?? []).map((machine) => [
    machine.shard,
    machine.host,
    String(machine.cpus),
    String(machine.loadThreads),
    formatDurationMs(machine.loopDelayMaxMs),
    cores(machine.cpuShare),
    cores(machine.otherCpuCores),
    groupThousands(machine.samplesLost),
  ]);
}

/** The load generator with the fewest cores to spare, and that with the longest event loop delay; undefined on one machine. */
export function worstGenerators({ generator }: Pick<Report, 'generator'>): string | undefined {
  const { machines = [], mostLoaded } = generator;
  const slowest = machines.toSorted((left, right) => right.loopDelayMaxMs - left.loopDelayMaxMs)[0];
  if (!slowest || mostLoaded === undefined) return undefined;
  const delay = formatDurationMs(slowest.loopDelayMaxMs);
  return `Most loaded: shard ${mostLoaded}; longest event loop delay: shard ${slowest.shard} (${delay}).`;
}

const cores = (value: number | undefined) => (value === undefined ? '' : value.toFixed(1));
