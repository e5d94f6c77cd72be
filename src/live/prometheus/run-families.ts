import type { ThreadHealth } from '../../measure/health/thread-health.ts';
import { redact } from '../../platform/redact.ts';
import type { ObservedRun, RunIdentity } from '../run-observer.ts';
import { type MetricFamily, type MetricValue, PREFIX } from './metric-family.ts';

/** Which run it is: a gauge that is always 1, the Prometheus convention for values that are not numbers. */
export function identityFamily({ run, name, scenario, version }: RunIdentity): MetricFamily {
  const identity = { run, name, scenario, version };
  return gauge('run_info', 'identity of the run', [{ labels: hideSecrets(identity), value: 1 }]);
}

const hideSecrets = (identity: Omit<RunIdentity, 'startedAt' | 'place'>) =>
  Object.fromEntries(Object.entries(identity).map(([name, text]) => [name, redact(text)]));

/** State of the run: its load, its errors by class, and the health of the load threads. */
export function runFamilies(run: ObservedRun): MetricFamily[] {
  const errors = run.findings.errors.map(({ target, class: errorClass, count }) => ({
    labels: { target, class: errorClass },
    value: count,
  }));
  return [
    gauge('run_elapsed_seconds', 'time since the load began', [unlabelled(Math.max(0, run.elapsedMs()) / 1000)]),
    gauge('active_vus', 'active virtual users', [unlabelled(run.activeVus)]),
    counter('errors', 'failures by class, as in the report', errors),
    ...workerFamilies(run),
  ];
}

type Asked = readonly [name: string, help: string, read: (health: ThreadHealth) => number | undefined];

/** Since the start of the load, as in the report; a ratio of 1 is one full core, or all the time. */
const HEALTH: readonly Asked[] = [
  ['loop_delay_p99_seconds', 'p99 of the event loop delay', (health) => health.loopDelayP99Ms / 1000],
  ['loop_delay_max_seconds', 'longest event loop delay', (health) => health.loopDelayMaxMs / 1000],
  [
    'unread_max_seconds',
    'longest time that received bytes may have waited unread',
    (health) => health.unreadMaxMs / 1000,
  ],
  ['gc_ratio', 'share of time spent in garbage collection', (health) => health.gcShare],
  ['cpu_ratio', 'CPU use in cores', (health) => health.cpuShare],
];

function workerFamilies({ shards }: ObservedRun): MetricFamily[] {
  const lost = shards.map(({ name, samplesLost }) => ({ labels: { worker: name }, value: samplesLost }));
  return [
    counter('worker_samples_lost', "samples lost because a load thread's ring buffer was full", lost),
    ...HEALTH.map(([name, what, read]) => {
      const values = shards.flatMap(({ name: worker, findings: { health } }): MetricValue[] => {
        const value = health && read(health);
        return value === undefined || !Number.isFinite(value) ? [] : [{ labels: { worker }, value }];
      });
      return gauge(`worker_${name}`, `${what} of a load thread`, values);
    }).filter(({ values }) => values.length > 0),
  ];
}

const unlabelled = (value: number): MetricValue => ({ labels: {}, value });

function gauge(name: string, help: string, values: readonly MetricValue[]): MetricFamily {
  return { name: `${PREFIX}_${name}`, help, type: 'gauge', values };
}

function counter(name: string, help: string, values: readonly MetricValue[]): MetricFamily {
  return { name: `${PREFIX}_${name}_total`, help, type: 'counter', values };
}
