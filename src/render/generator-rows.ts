import { groupThousands } from '../platform/group-thousands.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import type { Report } from '../report/report.ts';

const NUMBERS = ['cores', 'load threads', 'loop delay', 'palaver', 'others', 'lost samples'] as const;

export const GENERATOR_LEGEND =
  'loop delay: longest event loop delay of a load thread; palaver, others: cores that palaver and other processes used, on average.';

/** A table whose first columns are `names`, the others numbers. */
export interface GeneratorTable {
  readonly head: readonly string[];
  readonly names: number;
  readonly rows: readonly string[][];
}

/** The load generators of a run in shards, in their order, agents by their names; without rows for a run on one machine. */
export function generatorTable({ generator: { machines = [] } }: Pick<Report, 'generator'>): GeneratorTable {
  const hasPlaces = machines.some(({ place }) => place !== undefined);
  const hasAgents = machines.some(({ agent }) => agent !== undefined);
  const names = ['shard', hasAgents ? 'agent' : 'host', ...(hasPlaces ? ['place'] : [])];
  const rows = machines.map((machine) => [
    machine.shard,
    machine.agent ?? machine.host,
    ...(hasPlaces ? [machine.place ?? '–'] : []),
    String(machine.cpus),
    String(machine.loadThreads),
    formatDurationMs(machine.loopDelayMaxMs),
    cores(machine.cpuShare),
    cores(machine.otherCpuCores),
    groupThousands(machine.samplesLost),
  ]);
  return { head: [...names, ...NUMBERS], names: names.length, rows };
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
