import type { ThreadHealth } from '../../measure/thread-health.ts';
import type { MetricFamily, ScalarFamily } from './metric-family.ts';
import type { RunView, WorkerView } from './run-view.ts';

/** How the run stands, and whether palaver itself keeps up: what can make a run invalid. */
export function generatorFamilies(view: RunView): MetricFamily[] {
  const { run, elapsedMs, activeVus, cpuShare, stealShare, peakRssMb } = view;
  const lost = view.workers.map(({ name, samplesLost }) => ({ labels: { worker: name }, value: samplesLost }));
  return [
    { name: 'palaver_run_info', help: 'the run, as labels', type: 'gauge', series: [{ labels: { ...run }, value: 1 }] },
    gauge('run_elapsed_seconds', 'since the first arrival was due', Math.max(0, elapsedMs / 1000)),
    gauge('active_vus', 'virtual users holding a conversation or thinking', activeVus),
    { name: 'palaver_samples_lost_total', help: 'samples that found no room', type: 'counter', series: lost },
    ...workerGauges(view.workers),
    gauge('process_cpu_ratio', 'cores in use by this process', cpuShare),
    gauge('steal_ratio', 'time taken away by the hypervisor', stealShare),
    gauge('peak_memory_bytes', 'the most memory that this process has used', peakRssMb && peakRssMb * 2 ** 20),
  ];
}

function workerGauges(workers: readonly WorkerView[]): ScalarFamily[] {
  const of = (name: string, help: string, read: (health: ThreadHealth) => number | undefined): ScalarFamily => ({
    name: `palaver_${name}`,
    help: `${help}, of a load thread since the load began`,
    type: 'gauge',
    series: workers.flatMap(({ name: worker, health }) => {
      const value = health && read(health);
      return value === undefined ? [] : [{ labels: { worker }, value }];
    }),
  });
  return [
    of('loop_delay_p99_seconds', '99th percentile of the delay of the event loop', (of) => of.loopDelayP99Ms / 1000),
    of('loop_delay_max_seconds', 'longest standstill of the event loop', (of) => of.loopDelayMaxMs / 1000),
    of('unread_max_seconds', 'longest time that bytes may have lain unread', (of) => of.unreadMaxMs / 1000),
    of('gc_ratio', 'time spent in garbage collection', (of) => of.gcShare),
    of('worker_cpu_ratio', 'share of one core in use', (of) => of.cpuShare),
  ];
}

/** A value that is not known is a metric without series. */
function gauge(name: string, help: string, value: number | undefined): ScalarFamily {
  const series = value === undefined ? [] : [{ labels: {}, value }];
  return { name: `palaver_${name}`, help, type: 'gauge', series };
}
