import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibrate/calibrate.ts';
import { type CalibrateOptions, planCalibration } from '../../src/calibrate/calibration-plan.ts';
import type { Trial } from '../../src/calibrate/trial/run-trial.ts';
import type { TrialOutcome } from '../../src/calibrate/trial/trial-message.ts';
import { calibrationSchema } from '../../src/report/calibration-schema.ts';
import { FakeTime } from '../support/fake-time.ts';
import { refusal } from '../support/refusal.ts';
import { TestSystem } from '../support/test-system.ts';
import { metricsOff } from '../support/trial-metrics.ts';

const TRIAL_MS = 6000;

/** Calibrates a machine that is described by the outcome of any trial; each takes a while on the clock. */
async function calibrated(options: CalibrateOptions, outcomeOf: (trial: Trial) => TrialOutcome) {
  const time = new FakeTime();
  const trials: Trial[] = [];
  const said: string[] = [];
  const calibration = await calibrate(planCalibration(options), new TestSystem(), '1.2.3', {
    clock: time,
    onProgress: (line) => said.push(line),
    runTrial: (trial) => {
      trials.push(trial);
      time.stall(TRIAL_MS);
      return Promise.resolve(outcomeOf(trial));
    },
  });
  return { calibration, trials, said };
}

const measured = (errorMs: number, overrides = {}): TrialOutcome => ({
  kind: 'measured',
  metrics: metricsOff(errorMs, overrides),
});

/** 0.4 ms off up to so many turns/s and users, far off beyond. 30 KiB for each user. */
const machine =
  (most: { rate: number; vus: number }) =>
  ({ vus, turnsPerSecond }: Trial): TrialOutcome =>
    measured(turnsPerSecond > most.rate || vus > most.vus ? 5 : 0.4, {
      turnsPerSecond,
      residentBytes: 100 * 2 ** 20 + vus * 30 * 1024,
    });

describe('a calibration', () => {
  it('compares both endpoints in alternation, measures memory per VU, and finds both limits', async () => {
    const { calibration, trials, said } = await calibrated({}, machine({ rate: 5000, vus: 7000 }));
    expect(calibrationSchema.parse(calibration)).toEqual(calibration);
    expect(calibration).toMatchObject({
      palaver: '1.2.3',
      calibratedAt: '2026-01-31T14:25:00.000Z',
      machine: { host: 'here', cpuModel: 'test', cpus: 2, node: 'v20.20.0', platform: 'test' },
      impossible: 0,
      memory: { vus: 3000, kibPerVu: expect.closeTo((30 * 2990) / 3000, 6) },
      limits: {
        withinMs: 1,
        turnsPerSecond: { sustained: 4000, failed: 5700 },
        vus: { sustained: 6000, failed: 8500 },
      },
    });
    expect(trials.slice(0, 4).map(({ delay, seed }) => [delay, seed])).toEqual([
      ['50ms', 1],
      ['lognormal 60ms 0.4', 1],
      ['50ms', 2],
      ['lognormal 60ms 0.4', 2],
    ]);
    expect(said[0]).toBe('bot delay 50ms, trial 1 of 3: p99 overstated by 0.3 to 0.4 ms');
  });

  it('uses the median of its trials, and sums what was counted', async () => {
    const errors = [0.2, 9, 0.5];
    const { calibration } = await calibrated({ quick: true }, ({ seed }) =>
      measured(errors[seed - 1]!, { cpuPerTurnUs: seed * 100 }),
    );
    for (const endpoint of calibration.endpoints) {
      expect(endpoint).toMatchObject({ turns: 12_000, lateLower: 3, cpuPerTurnUs: 200 });
      expect(endpoint.quantiles.p99.errorMs).toBe(0.5);
    }
  });

  it('is quick without a search, with one memory trial', async () => {
    const { calibration, trials } = await calibrated({ quick: true }, machine({ rate: 5000, vus: 7000 }));
    expect(calibration.limits).toBeUndefined();
    expect(trials.map(({ vus }) => vus)).toEqual([500, 500, 500, 500, 500, 500, 10, 1000]);
  });

  it('ignores one disturbed trial of three', async () => {
    const sound = machine({ rate: 1e6, vus: 1e6 });
    const { calibration } = await calibrated({ 'max-rate': 4000, 'max-vus': 6000 }, (trial) =>
      trial.seed === 1 ? measured(80) : sound(trial),
    );
    expect(calibration.limits).toMatchObject({ turnsPerSecond: { sustained: 4000 }, vus: { sustained: 6000 } });
  });

  it.each([
    ['comes to less than the rate asked for', 0.1, 0.89],
    ['is off by 1 ms', 1, 1],
    // The endpoint, which is unsure of 0.1 ms, may have taken even longer than it says.
    ['may understate by more than that', -0.95, 1],
  ])('finds no limit if every load %s', async (_what, errorMs, share) => {
    const { calibration } = await calibrated({}, ({ turnsPerSecond }) =>
      measured(errorMs, { turnsPerSecond: turnsPerSecond * share }),
    );
    expect(calibration.limits!.turnsPerSecond.sustained).toBeUndefined();
    expect(calibration.limits!.turnsPerSecond.failed).toBeLessThan(250);
  });

  it('searches limits no longer than allowed', async () => {
    const { calibration, trials } = await calibrated(
      { 'max-rate': 1e9, 'max-vus': 1e9 },
      machine({ rate: 1e9, vus: 1e9 }),
    );
    // 40 s and 25 s, each step two trials of 6 s; the first value is known.
    expect(trials.length - 6 - 6).toBe(8 + 6);
    expect(calibration.limits).toMatchObject({ turnsPerSecond: { sustained: 16_000 }, vus: { sustained: 24_000 } });
  });

  it('treats a load that the machine cannot sustain as above the limit', async () => {
    const few = machine({ rate: 1e6, vus: 1e6 });
    const { calibration, said } = await calibrated({}, (trial) =>
      trial.vus >= 6000 ? { kind: 'not-sustained', why: 'it may open 4096 files' } : few(trial),
    );
    expect(calibration.limits?.vus).toMatchObject({ sustained: 5000, failed: 6000 });
    expect(said).toContain('1,000 turns/s, 6,000 VUs: not sustained: it may open 4096 files');
  });

  it('counts impossible values in all trials, including those of the search', async () => {
    const { calibration, trials } = await calibrated({ 'max-rate': 2000, 'max-vus': 3000 }, () =>
      measured(0.1, { turnsPerSecond: 2000, impossible: 2 }),
    );
    expect(trials.length).toBeGreaterThan(12);
    expect(calibration.impossible).toBe(trials.length * 2);
  });

  it('gives up with 112 if the machine cannot sustain even the modest load', async () => {
    const refused = calibrated({}, () => ({ kind: 'not-sustained', why: '3 of 500 virtual users were active' }));
    await expect(refused).rejects.toMatchObject({
      exit: 'incomplete',
      message: expect.stringContaining('3 of 500 virtual users were active'),
    });
  });
});

describe('the plan of a calibration', () => {
  it.each([
    [{}, 500, 1000],
    [{ vus: 1000 }, 1000, 1000],
    [{ vus: 20 }, 20, 100],
    [{ rate: 5000 }, 1000, 5000],
    [{ vus: 1000, rate: 5000 }, 1000, 5000],
  ])('for %j has %i virtual users at %i turns/s', (options, vus, turnsPerSecond) => {
    expect(planCalibration(options)).toMatchObject({ vus, turnsPerSecond });
  });

  it('rejects more turns/s than its virtual users can reach', () => {
    const { message, hint } = refusal(() => planCalibration({ vus: 20, rate: 1000 }));
    expect(message).toBe('20 virtual users cannot reach 1,000 turns/s');
    expect(hint).toBe('use --rate 250 or less, or --vus 200');
  });
});
