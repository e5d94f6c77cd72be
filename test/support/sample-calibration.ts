import { endpointMetrics } from '../../src/calibrate/compare-endpoints.ts';
import type { Calibration } from '../../src/report/calibration-schema.ts';
import { TestSystem } from './test-system.ts';
import { metricsOff } from './trial-metrics.ts';

/** Made in a `TestSystem`, two days before its runs: 0.3 ms over at a constant delay, 0.9 ms at one that varies. */
export function sampleCalibration(overrides: Partial<Calibration> = {}): Calibration {
  const { host, cpuModel, cpus, node, platform } = new TestSystem().machine;
  const load = { vus: 500, turnsPerSecond: 1000 };
  return {
    version: '3.0.0',
    palaver: '0.1.0',
    calibratedAt: '2026-01-29T14:25:00.000Z',
    machine: { host, cpuModel, cpus, node, platform },
    impossible: 0,
    trials: 1,
    endpoints: [
      endpointMetrics('50ms', load, [metricsOff(0.3)]),
      endpointMetrics('lognormal 60ms 0.4', load, [metricsOff(0.9)]),
    ],
    memory: { vus: 3000, kibPerVu: 24.06 },
    limits: {
      withinMs: 1,
      delay: 'lognormal 60ms 0.4',
      turnsPerSecond: { sustained: 4100, failed: 4800 },
      vus: { sustained: 12_000 },
      vusAtTurnsPerSecond: 1000,
    },
    ...overrides,
  };
}
