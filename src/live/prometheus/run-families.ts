import type { ThreadHealth } from '../../measure/health/thread-health.ts';
import { redact } from '../../platform/redact.ts';
import type { ObservedRun, RunIdentity } from '../run-observer.ts';
import { type MetricFamily, type MetricValue, PREFIX } from './metric-family.ts';

/** Which run it is: a gauge that is always 1, as Prometheus tells what is no number. */
export function identityFamily({ run, name, scenario, version }: RunIdentity): MetricFamily {
  const identity = { run, name, scenario, version };
  return gauge('run_info', 'which run this is', [{ labels: hideSecrets(identity), value: 1 }]);
}

const hideSecrets = (identity: Omit<RunIdentity, 'startedAt'>) =>
  Object.fromEntries(Object.entries(identity).map(([name, text]) => [name, redact(text)]));

/** How the run stands: its load, its errors by class, and how well the load threads could do their work. */
export function runFamilies(run: ObservedRun): MetricFamily[] {
  const errors = run.findings.errors.map(({ target, class: errorClass, count }) => ({
    labels: { target, class: errorClass },
    value: count,
  }));
  return [
    gauge('run_elapsed_seconds', 'time since the load began', [unlabelled(Math.max(0, run.elapsedMs()) / 1000)]),
    gauge('active_vus', 'virtual users holding a conversation or thinking', [unlabelled(run.activeVus)]),
    counter('errors', 'errors by class, as the report lists them', errors),
    ...workerFamilies(run),
  ];
}

type Asked = readonly [name: string, help: string, read: (health: ThreadHealth) => number | undefined];

/** Since the load began, as in the report; a share of 1 is all of one core, or all the time. */
const HEALTH: readonly Asked[] = [
  ['loop_delay_p99_seconds', 'delay of its event loop, p99', (health) => health.loopDelayP99Ms / 1000],
  ['loop_delay_max_seconds', 'its longest stall', (health) => health.loopDelayMaxMs / 1000],
  ['unread_max_seconds', 'the longest time bytes may have lain unread in it', (health) => health.unreadMaxMs / 1000],
  ['gc_ratio', 'share of the time spent in garbage collection', (health) => health.gcShare],
  ['cpu_ratio', 'share of a core that it used', (health) => health.cpuShare],
];

function workerFamilies({ shards }: ObservedRun): MetricFamily[] {
  const lost = shards.map(({ name, samplesLost }) => ({ labels: { worker: name }, value: samplesLost }));
  return [
    counter('worker_samples_lost', 'samples of a load thread that found no room', lost),
    ...HEALTH.map(([name, what, read]) => {
      const values = shards.flatMap(({ name: worker, findings: { health } }): MetricValue[] => {
        const value = health && read(health);
        return value === undefined || !Number.isFinite(value) ? [] : [{ labels: { worker }, value }];
      });
      return gauge(`worker_${name}`, `of a load thread: ${what}`, values);
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
