import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { type Calibration, calibrationSchema } from '../../src/report/calibration-schema.ts';
import { onlyReport, palaver, startPalaver, tempFolder } from '../support/palaver.ts';

const SMALL = ['calibrate', '--quick', '--trials', '1', '--vus', '20', '--max-vus', '50'];

it('calibrates, stores the result, and later reports quote it', { timeout: 60_000 }, async () => {
  const cache = tempFolder();
  const env = { XDG_CACHE_HOME: cache };
  const { code, stdout, stderr } = await palaver([...SMALL, '--json'], env);
  expect(stderr).toContain('bot delay 50ms, trial 1 of 1: p99 ');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const calibration = calibrationSchema.parse(JSON.parse(stdout));
  expect(calibration).toMatchObject({ impossible: 0, trials: 1, memory: { vus: 50 } });
  expect(calibration.endpoints.map(({ delay }) => delay)).toEqual(['50ms', 'lognormal 60ms 0.4']);
  for (const endpoint of calibration.endpoints) expectSane(endpoint);
  const kept = join(cache, 'palaver', 'calibration.json');
  expect(stderr).toContain(`saved to ${kept}`);
  expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(calibration);

  const server = await startMock({ delay: '1ms' }, { port: 0 });
  const reports = tempFolder();
  const target = ['--target', `${server.url}/${server.token}`];
  const run = await palaver(['run', '--say', 'hello', ...target, '--report-dir', reports, '--quiet'], env);
  await server.stop();
  const varying = calibration.endpoints[1]!;
  const { errorMs, uncertaintyMs } = varying.quantiles.p99;
  expect(onlyReport(reports).generator.calibration).toMatchObject({
    calibratedAt: calibration.calibratedAt,
    turnsPerSecond: 100,
    p99: { errorMs, uncertaintyMs },
  });
  expect(run.stdout).toMatch(/^ calibrated +just before the run: p99 /m);
});

/** What holds on any machine that is not stuck: the values depend on the machine. */
function expectSane({
  vus,
  turnsPerSecond,
  reachedPerSecond,
  turns,
  ...metrics
}: Calibration['endpoints'][number]): void {
  expect({ vus, turnsPerSecond }).toEqual({ vus: 20, turnsPerSecond: 100 });
  expect(reachedPerSecond).toBeGreaterThan(10);
  expect(turns).toBeGreaterThan(10);
  expect(metrics.cpuPerTurnUs).toBeGreaterThan(0);
  expect(metrics.boundsWidthMs).toBeGreaterThan(0);
  const { p50, p99 } = metrics.quantiles;
  expect(p50.measuredMs).toBeGreaterThan(30);
  expect(p99.measuredMs).toBeGreaterThanOrEqual(p50.measuredMs);
  for (const { uncertaintyMs, errorMs, lowerErrorMs } of [p50, p99]) {
    expect(uncertaintyMs).toBeGreaterThan(0);
    expect(errorMs).toBeGreaterThan(lowerErrorMs);
  }
}

it('stopped by a signal ends at once, and stores nothing', async () => {
  const cache = tempFolder();
  const started = startPalaver(SMALL, { XDG_CACHE_HOME: cache });
  await started.said('do not use this machine');
  started.process.kill('SIGINT');
  const { code, stdout, stderr } = await started.finished;
  expect({ code, stdout }).toEqual({ code: 105, stdout: '' });
  expect(stderr).toContain('stopped by SIGINT');
  expect(existsSync(join(cache, 'palaver'))).toBe(false);
});

it.each([
  [['--vus', '20', '--rate', '1000'], '20 virtual users cannot reach 1,000 turns/s'],
  [['--vus', '5'], '--vus must be a whole number, at least 10 (got "5")'],
  [['talk.yml'], 'unexpected argument "talk.yml"'],
])('rejects %j', async (args, message) => {
  const { code, stderr } = await palaver(['calibrate', ...args]);
  expect(code).toBe(104);
  expect(stderr).toContain(message);
});
