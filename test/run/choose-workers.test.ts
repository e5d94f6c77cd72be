import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import type { Calibration } from '../../src/report/calibration-schema.ts';
import { chooseWorkers, describeWorkers, type WorkerNeeds, workerNeeds } from '../../src/run/choose-workers.ts';
import { MEASURED_CPU_PER_TURN_US, turnsPerWorker } from '../../src/run/plan/turns-per-worker.ts';
import { quickScenario } from '../../src/scenario/quick-scenario.ts';
import { sampleCalibration } from '../support/sample-calibration.ts';

const NEEDS: WorkerNeeds = {
  asked: undefined,
  turnsPerSecond: 100,
  maxVus: 1000,
  cpus: 8,
  perWorker: 2500,
  mock: false,
};
/** The last endpoint decides. */
const calibration = ({ cpuPerTurnUs, sustained }: { cpuPerTurnUs?: number; sustained?: number }): Calibration => {
  const { endpoints, limits, ...others } = sampleCalibration();
  const { cpuPerTurnUs: _, ...first } = endpoints[0]!;
  const last = { ...first, ...(cpuPerTurnUs !== undefined && { cpuPerTurnUs }) };
  const found = { ...limits!, turnsPerSecond: { ...(sustained !== undefined && { sustained }), failed: 10_000 } };
  return { ...others, endpoints: [{ ...first, cpuPerTurnUs: 1 }, last], limits: found };
};
const choose = (needs: Partial<WorkerNeeds>) => chooseWorkers({ ...NEEDS, ...needs });

describe('the default number of workers', () => {
  it.each<[string, Partial<WorkerNeeds>, number]>([
    ['one for a small plan', {}, 1],
    ['one for a plan that never talks', { turnsPerSecond: 0 }, 1],
    ['one up to its limit', { turnsPerSecond: 2500 }, 1],
    ['a second one above', { turnsPerSecond: 2501 }, 2],
    ['one for each 2,500 turns', { turnsPerSecond: 12_000 }, 5],
    ['one core is left to the main thread', { turnsPerSecond: 1e6 }, 7],
    ['and one to the mock endpoint', { turnsPerSecond: 1e6, mock: true }, 6],
    ['at least one on a small machine', { turnsPerSecond: 1e6, cpus: 1 }, 1],
    ['at least one next to the mock endpoint', { turnsPerSecond: 1e6, cpus: 2, mock: true }, 1],
    ['no more than there are users', { turnsPerSecond: 1e6, maxVus: 3 }, 3],
  ])('%s', (_name, needs, count) => {
    expect(choose(needs)).toEqual({ count, notices: [] });
  });
});

describe('the given number of workers', () => {
  it('is used for any plan', () => {
    expect(choose({ asked: 8 })).toEqual({ count: 8, notices: [] });
    expect(choose({ asked: 1, turnsPerSecond: 1e6 })).toEqual({ count: 1, notices: [] });
  });

  it('is reduced to the number of users, with a message', () => {
    const notices = ['--workers 5 exceeds the number of virtual users; using 2'];
    expect(choose({ asked: 5, maxVus: 2 })).toEqual({ count: 2, notices });
  });

  it('may exceed the number of cores, with a message', () => {
    const notices = ['more load threads (9) than cores (8): they slow each other down'];
    expect(choose({ asked: 9 })).toEqual({ count: 9, notices });
  });
});

describe('the needs of a plan', () => {
  const HERE = { cpus: 4, calibration: undefined };
  const load = closedLoad({ vus: 40, durationMs: 60_000, startSpreadMs: 0, gracefulStopMs: 0 });
  const { conversations } = quickScenario(['hello']);
  const plan = (targets: number) => ({ scenario: { conversations }, load, targets: Array(targets).fill('one') });

  it('are those of all targets together', () => {
    const [one, two, none] = [1, 2, 0].map((targets) => workerNeeds(plan(targets), {}, HERE));
    expect(one).toMatchObject({ asked: undefined, maxVus: 40, cpus: 4, mock: false });
    expect(one!.turnsPerSecond).toBeGreaterThan(0);
    expect(two!.turnsPerSecond).toBeCloseTo(2 * one!.turnsPerSecond, 9);
    expect(none!.turnsPerSecond).toBe(one!.turnsPerSecond);
  });

  it('are divided among shards, and depend on the cost of a turn', () => {
    const whole = workerNeeds(plan(1), {}, HERE);
    const half = workerNeeds(plan(1), {}, { ...HERE, shards: 2 });
    expect(half).toMatchObject({ maxVus: 20, turnsPerSecond: whole.turnsPerSecond / 2 });
    expect(whole.perWorker).toBe(turnsPerWorker(undefined));
    expect(workerNeeds(plan(1), {}, { cpus: 4, calibration: calibration({ cpuPerTurnUs: 1000 }) }).perWorker).toBe(500);
  });

  it('include the options', () => {
    expect(workerNeeds(plan(1), { workers: 3, mock: true }, HERE)).toMatchObject({ asked: 3, mock: true });
  });
});

describe('what a load thread should carry', () => {
  it('is half a core by the calibrated cost of a turn of the endpoint that varies like a bot', () => {
    expect(turnsPerWorker(calibration({ cpuPerTurnUs: 200 }))).toBe(2500);
    expect(turnsPerWorker(calibration({ cpuPerTurnUs: 2_000_000 }))).toBe(1);
  });

  it('is half a core by the committed cost without a calibration, or if it has none', () => {
    const usual = Math.floor(500_000 / MEASURED_CPU_PER_TURN_US);
    expect(turnsPerWorker(undefined)).toBe(usual);
    expect(turnsPerWorker(calibration({}))).toBe(usual);
  });

  it('has a committed cost that is about what the benchmark measured', () => {
    const { results } = JSON.parse(readFileSync('test/bench/results/committed.json', 'utf8'));
    const { figures } = results.find(({ benchmark }: { benchmark: string }) => benchmark === 'accuracy');
    const name = 'CPU per turn; constant 50 ms, 2,000 turns/s, shared cores';
    const { palaver } = figures.find((figure: { name: string }) => figure.name === name);
    expect(MEASURED_CPU_PER_TURN_US / palaver.median).toBeGreaterThan(1 / 1.5);
    expect(MEASURED_CPU_PER_TURN_US / palaver.median).toBeLessThan(1.5);
  });

  it('is at most the rate up to which the calibration found accurate results', () => {
    expect(turnsPerWorker(calibration({ cpuPerTurnUs: 200, sustained: 1800 }))).toBe(1800);
    expect(turnsPerWorker(calibration({ cpuPerTurnUs: 200, sustained: 9000 }))).toBe(2500);
    expect(turnsPerWorker({ ...calibration({ cpuPerTurnUs: 200 }), limits: undefined })).toBe(2500);
  });
});

it('are mentioned only with several workers', () => {
  expect(describeWorkers({ count: 1, notices: [] })).toEqual([]);
  expect(describeWorkers({ count: 3, notices: [] })).toEqual([expect.stringMatching(/^load threads {2}3/)]);
});
