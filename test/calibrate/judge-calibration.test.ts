import { describe, expect, it } from 'vitest';
import { judgeCalibration } from '../../src/calibrate/judge-calibration.ts';
import { renderCalibration } from '../../src/calibrate/render-calibration.ts';
import { painter } from '../../src/render/paint.ts';
import { expectGolden } from '../support/golden.ts';
import { sampleCalibration } from '../support/sample-calibration.ts';

const limited = (turnsPerSecond: object, vus: object) => {
  const { limits, ...rest } = sampleCalibration();
  return judgeCalibration({ ...rest, limits: { ...limits!, turnsPerSecond, vus } }).at(-1);
};
const SHARP = 'with bot delay lognormal 60ms 0.4 the p99 error is below 1 ms';

describe('the result of a calibration', () => {
  it('shows the p99 error with each endpoint', () => {
    expect(judgeCalibration(sampleCalibration()).slice(0, -1)).toEqual([
      'With bot delay 50ms at 1,000 turns/s, p99 is overstated by 0.2 to 0.3 ms.',
      'With bot delay lognormal 60ms 0.4 at 1,000 turns/s, p99 is overstated by 0.8 to 0.9 ms.',
    ]);
  });

  it('begins with an incorrect bound', () => {
    expect(judgeCalibration(sampleCalibration({ impossible: 1 }))[0]).toBe(
      '1 reply arrived, according to palaver, before the endpoint sent it: measurement bounds are wrong on this machine.',
    );
    expect(judgeCalibration(sampleCalibration({ impossible: 3 }))[0]).toContain('3 replies arrived');
  });

  it.each([
    [
      { sustained: 4100, failed: 4800 },
      { sustained: 12_000 },
      `${SHARP} up to 4,100 turns/s (not at 4,800 turns/s); at 1,000 turns/s, at least up to 12,000 virtual users (highest tested).`,
    ],
    [
      { failed: 125 },
      { sustained: 200, failed: 250 },
      `${SHARP} at no value tested, down to 125 turns/s; at 1,000 turns/s, up to 200 virtual users (not at 250 virtual users).`,
    ],
  ])('with limits %j, %j', (turnsPerSecond, vus, sentence) => {
    expect(limited(turnsPerSecond, vus)).toBe(`On this machine, ${sentence} These limits are per load thread.`);
  });

  it('blames a busy machine if even the endpoint has an uncertain median', () => {
    const calibration = sampleCalibration();
    const [constant, varying] = calibration.endpoints;
    const p50 = { measuredMs: 51, uncertaintyMs: 1.51, errorMs: 1.4, lowerErrorMs: -0.6 };
    const endpoints = [{ ...constant!, quantiles: { ...constant!.quantiles, p50 } }, varying!];
    expect(judgeCalibration({ ...calibration, endpoints }).at(-1)).toBe(
      "The uncertainty of the endpoint's p50 was 1.5 ms: this machine was busy. Calibrate again when it is idle.",
    );
  });

  it('omits limits that were not searched', () => {
    const { limits: _, ...quick } = sampleCalibration();
    expect(judgeCalibration(quick)).toHaveLength(2);
  });
});

it('a calibration as tables', () => {
  const calibration = sampleCalibration();
  const [constant, varying] = calibration.endpoints;
  const p99_9 = { measuredMs: 208.151, uncertaintyMs: 2.5, errorMs: 1.25, lowerErrorMs: 0.3 };
  const endpoints = [constant!, { ...varying!, quantiles: { ...varying!.quantiles, p99_9 } }];
  const few = renderCalibration({ ...calibration, endpoints: [{ ...constant!, turns: 500 }] }, 80, painter(false));
  expect(few).toMatch(/p99 +≈50\.00 ms/);
  expect(few).toMatch(/p99\.9 +n\/a +n\/a *\n/);
  expectGolden('calibration.txt', renderCalibration({ ...calibration, endpoints, trials: 3 }, 80, painter(false)));
});
