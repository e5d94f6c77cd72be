import { formatPercent } from '../../../platform/percent.ts';
import { formatDurationMs } from '../../../platform/time/duration.ts';
import { describeCalibration } from '../../../report/describe-calibration.ts';
import { isAnchored } from '../../../report/load-facts.ts';
import type { Metrics, Trend } from '../../../report/metric-schema.ts';
import type { Report } from '../../../report/report.ts';
import { isBusyMachine, nameProcesses } from '../../../verdict/lag/lag-causes.ts';
import { VALIDITY_LIMITS } from '../../../verdict/validity-limits.ts';
import { GENERATOR_LEGEND, generatorTable, worstGenerators } from '../../generator-rows.ts';
import { formatBounds, formatQuantile } from '../../tables/format-trend.ts';
import type { GeneratorModel, MetricModel } from '../page-model.ts';

type Worker = Report['generator']['workers'][number];

/** A trend of delays that the load generator itself causes. */
interface OwnDelay {
  /** The metric. */
  readonly name: string;
  /** The quantile that has a limit, ms. */
  readonly quantile: 'p95' | 'p99';
  readonly limitMs: number;
  /** From which event to which. */
  readonly what: string;
}

const SEND_LAG: OwnDelay = {
  name: 'send_lag',
  quantile: 'p99',
  limitMs: VALIDITY_LIMITS.sendLagMs,
  what: 'from when the utterance was due and its user free, until it was sent',
};
const START_DELAY: OwnDelay = {
  name: 'start_delay',
  quantile: 'p95',
  limitMs: VALIDITY_LIMITS.startDelayP95Ms,
  what: 'from the intended start to the creation of the socket',
};

/** Measurement quality: how late and how busy the load generator was. */
export function generatorModel(report: Report): GeneratorModel {
  const { metrics, generator, load } = report;
  return {
    lines: [
      ...ownDelay(metrics, SEND_LAG),
      ...(isAnchored(load) ? ownDelay(metrics, START_DELAY) : []),
      ...bounds(metrics),
      ...threadLines(generator.workers),
      ...machineLines(generator),
      ...describeCalibration(report).map((text) => ({ label: 'calibrated', value: 'yes', detail: text })),
    ],
    machines: {
      ...generatorTable(report),
      worst: worstGenerators(report) ?? '',
      legend: GENERATOR_LEGEND,
    },
    workers: generator.workers.map((worker) => ({
      name: worker.name,
      loopDelayP99Ms: worker.loopDelayP99Ms ?? null,
      loopDelayMaxMs: worker.loopDelayMaxMs ?? null,
      unreadMaxMs: worker.unreadMaxMs ?? null,
      gcShare: worker.gcShare ?? null,
      cpuShare: worker.cpuShare ?? null,
    })),
  };
}

/** Values above the limit are only marked doubtful: for long think times, the verdict allows more. */
function ownDelay(metrics: Metrics, { name, quantile, limitMs, what }: OwnDelay): MetricModel[] {
  const trend = metrics[name];
  if (trend?.kind !== 'trend' || trend.count === 0) return [];
  return [
    {
      label: `${name} ${quantile}`,
      value: formatQuantile(trend, quantile),
      detail: `${what}; longest ${formatDurationMs(trend.max ?? 0)}`,
      mood: moodAt(trend[quantile] ?? 0, limitMs),
    },
  ];
}

/** How exactly the arrivals behind the p99 of first outputs are known, or behind the p95 where turns failed. */
function bounds(metrics: Metrics): MetricModel[] {
  const trend = metrics.first_output;
  if (trend?.kind !== 'trend') return [];
  return (['p99', 'p95', 'p50'] as const).flatMap((name) => boundsMetric(trend, name)).slice(0, 1);
}

function boundsMetric(trend: Trend, quantile: 'p99' | 'p95' | 'p50'): MetricModel[] {
  const [lower, upper] = trend.bounds?.[quantile] ?? [0, null];
  if (upper === null) return [];
  return [
    {
      label: `width of the bounds of first_output ${quantile}`,
      value: formatDurationMs(upper - lower),
      detail: formatBounds([lower, upper]),
      mood: moodAt(upper - lower, Math.max(1, upper * VALIDITY_LIMITS.wideBounds)),
    },
  ];
}

/** A metric of each load thread. */
interface ThreadMetric {
  readonly key: 'loopDelayMaxMs' | 'unreadMaxMs' | 'gcShare';
  /** When it was largest, if that is known. */
  readonly at?: 'loopDelayMaxAt' | 'unreadMaxAt';
  readonly label: string;
  readonly format: (value: number) => string;
  /** Beyond it, the measurement is doubtful. */
  readonly limit: number;
}

const THREAD_METRICS: readonly ThreadMetric[] = [
  {
    key: 'loopDelayMaxMs',
    at: 'loopDelayMaxAt',
    label: 'longest event loop delay',
    format: formatDurationMs,
    limit: VALIDITY_LIMITS.eventLoopBlockedMs,
  },
  {
    key: 'unreadMaxMs',
    at: 'unreadMaxAt',
    label: 'maximum socket read delay',
    format: formatDurationMs,
    limit: VALIDITY_LIMITS.ackDelayMs,
  },
  { key: 'gcShare', label: 'garbage collection', format: formatPercent, limit: VALIDITY_LIMITS.gcShareOfTime },
];

function threadLines(workers: readonly Worker[]): MetricModel[] {
  const lost = workers.reduce((sum, { samplesLost }) => sum + samplesLost, 0);
  return [
    ...THREAD_METRICS.flatMap((metric) => worstOf(workers, metric)),
    ...(workers.some(({ coreWait }) => coreWait === 'not-covered') ? [CORE_WAIT] : []),
    ...(lost > 0 ? [{ label: 'samples lost', value: String(lost), mood: 'bad' } as const] : []),
  ];
}

const CORE_WAIT: MetricModel = {
  label: 'waiting for a core',
  value: 'not covered',
  detail: 'not reported by this operating system',
  mood: 'doubtful',
};

/** The largest value of any load thread. */
function worstOf(workers: readonly Worker[], { key, at, label, format, limit }: ThreadMetric): MetricModel[] {
  const [worst] = workers
    .filter((worker) => worker[key] !== undefined)
    .toSorted((left, right) => right[key]! - left[key]!);
  if (!worst) return [];
  const when = at && worst[at] ? `, at ${worst[at].slice(11, 19)} UTC` : '';
  const value = worst[key]!;
  return [{ label, value: format(value), detail: `load thread ${worst.name}${when}`, mood: moodAt(value, limit) }];
}

function machineLines(generator: Report['generator']): MetricModel[] {
  const { cpuShare, cpus, stealShare, otherCpuCores, peakRssMiB, loadAverage, throttledShare } = generator;
  const { machineCores = cpus, busiestProcesses = [] } = generator;
  return [
    ...(cpuShare === undefined
      ? []
      : [{ label: 'cores in use', value: cpuShare.toFixed(2), detail: `of ${cpus}, on average` }]),
    ...(otherCpuCores === undefined
      ? []
      : [
          {
            label: 'cores used by other processes',
            value: otherCpuCores.toFixed(2),
            ...(busiestProcesses.length > 0 && { detail: nameProcesses(busiestProcesses) }),
            mood: isBusyMachine(generator) ? ('doubtful' as const) : ('good' as const),
          },
        ]),
    ...(loadAverage === undefined
      ? []
      : [{ label: 'load average', value: loadAverage.toFixed(1), detail: `of 1 minute, on ${machineCores} cores` }]),
    ...(throttledShare === undefined
      ? []
      : [
          {
            label: 'throttled by the CPU limit',
            value: formatPercent(throttledShare),
            detail: 'of its periods',
            mood: moodAt(throttledShare, VALIDITY_LIMITS.throttledShareOfTime),
          },
        ]),
    ...(stealShare === undefined
      ? []
      : [
          {
            label: 'CPU steal (hypervisor)',
            value: formatPercent(stealShare),
            mood: moodAt(stealShare, VALIDITY_LIMITS.stealShareOfTime),
          },
        ]),
    ...(peakRssMiB === undefined ? [] : [{ label: 'peak memory', value: `${Math.round(peakRssMiB)} MiB` }]),
  ];
}

function moodAt(value: number, limit: number): 'good' | 'doubtful' {
  return value <= limit ? 'good' : 'doubtful';
}
