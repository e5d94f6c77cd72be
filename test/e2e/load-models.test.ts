import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { countIn, onlyReport, palaver, reasonsBeside, scenarioFile, tempFolder } from '../support/palaver.ts';

let mock: MockServer;
beforeAll(async () => {
  mock = await startMock({ bot: 'echo', delay: '100ms', outputs: 1, workers: 200 });
});
afterAll(() => mock.stop());

/** Runs this scenario (or these flags alone) against the mock endpoint; counts are of this run. */
async function run(scenario: string | undefined, ...flags: string[]) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'guests.csv'), 'guest\nAda\nGrace\nEdsger\n');
  const before = mock.stats().inputs;
  const file = scenario === undefined ? ['--say', 'hi'] : [scenarioFile(folder, scenario)];
  const target = ['-t', `${mock.url}/secret-token-4711`, '--report-dir', folder, '--seed', '3'];
  const finished = await palaver(['run', ...file, ...target, ...flags]);
  return { ...finished, report: onlyReport(folder), inputs: mock.stats().inputs - before };
}

const QUICK = 'conversations: [{ steps: [{ say: hi, think: 0s }] }]';

describe('open load', () => {
  it('starts conversations at the configured rate and times', async () => {
    const { report, stderr, stdout, inputs } = await run(undefined, '--rate', '20/s', '-d', '1500ms');
    expect(countIn(report, 'conversations_due')).toBe(30);
    expect([countIn(report, 'conversations_started'), inputs]).toEqual([30, 30]);
    expect(report.load).toMatchObject({ model: 'open', maxVus: 120, arrivals: 'uniform', whenFull: 'drop' });
    expect(report.run.measuredMs).toBe(1500);
    expect(stderr).toContain('open, 20/s evenly spaced, at most 120 virtual users (further ones are dropped)');
    expect(stdout).toContain('turn_intended');
    // Blocks of a second: 20 arrivals in the first, 10 in the second.
    expect(report.timeline.blocks.map(({ arrivals }) => arrivals).slice(0, 2)).toEqual([20, 10]);
  });

  it('lasts for its duration although the last conversation starts early, so that rates are those of the load', async () => {
    const { report } = await run(`load: { open: { stages: [ 0s: 4/s, 500ms: 4/s, 0s: 0/s, 500ms: 0/s ] } }\n${QUICK}`);
    expect(countIn(report, 'conversations_completed')).toBe(2);
    expect(report.run.measuredMs).toBe(1000);
    expect(report.metrics.goodput).toMatchObject({ value: 2 });
  });

  it('drops arrivals without a free user, and says what to change', async () => {
    const { report, inputs } = await run(`load: { open: { rate: 20/s, duration: 1s, maxVus: 1 } }\n${QUICK}`);
    const [due, started, dropped] = ['due', 'started', 'dropped'].map((what) =>
      countIn(report, `conversations_${what}`),
    );
    expect(due).toBe(20);
    expect([started, dropped! + started!]).toEqual([inputs, 20]);
    expect(dropped).toBeGreaterThan(5);
    expect(report.verdict).toMatchObject({ status: 'inconclusive', exitCode: 112 });
    expect(report.verdict.reasons.map(({ text }) => text).join()).toMatch(
      new RegExp(
        `planned load was not reached: ${dropped} of 20 conversations .* were dropped .*; raise --max-vus \\(maxVus\\)`,
      ),
    );
  });

  it('ends with a message when a feed is exhausted', async () => {
    const { report, stderr, inputs } = await run(
      'load: { open: { rate: 10/s, duration: 30s, arrivals: poisson } }\n' +
        'conversations: [{ feed: { file: guests.csv, order: unique }, steps: [{ say: "I am {{guest}}", think: 0s }] }]',
    );
    expect(stderr).toContain('a data feed is used up, so no further conversation starts');
    expect([inputs, countIn(report, 'conversations_completed')]).toEqual([3, 3]);
    expect(report.metrics.conversations_dropped).toMatchObject({ count: 1, reasons: { 'feed-empty': 1 } });
    // The end of the feed is no fault of the load's.
    expect(reasonsBeside(report).join()).not.toMatch(/feed|dropped|planned load/);
  });
});

describe('measured phases', () => {
  it('exclude warm-up and ramps from metrics, and nothing from usage', async () => {
    const { report, inputs } = await run(
      'load: { open: { stages: [ 1s: 20/s, 1s: 20/s, 1s: 0/s ] }, measure: steady, warmUp: 500ms }\n' +
        `${QUICK}\nthresholds: [ conversations_started == 20, turn p(50) < 5s ]`,
    );
    expect(report.budget.inputs).toBe(inputs);
    expect(inputs).toBe(40);
    expect(countIn(report, 'conversations_started')).toBe(20);
    expect(countIn(report, 'inputs_sent')).toBe(20);
    expect(report.metrics.turn).toMatchObject({ count: 20 });
    expect(report.run.measuredMs).toBe(1000);
    expect(report.metrics.goodput).toMatchObject({ value: 20 });
    expect(report.thresholds.map(({ state }) => state)).toEqual(['pass', 'pass', 'pass']);
    const blocks = report.timeline.blocks.map(({ phase, arrivals }) => [phase, arrivals]);
    expect(blocks.slice(0, 3)).toEqual([
      ['ramp', 10],
      ['steady', 20],
      ['ramp', 10],
    ]);
  });
});

describe('closed load with a pace', () => {
  it('starts conversations at the interval of each user', async () => {
    const { report, stderr } = await run(
      `load: { closed: { vus: 3, duration: 1s, pace: 250ms, startSpread: 0s } }\n${QUICK}`,
    );
    expect(countIn(report, 'conversations_due')).toBe(12);
    expect(countIn(report, 'conversations_started') + countIn(report, 'conversations_waiting')).toBe(12);
    expect(stderr).toContain('closed, 3 virtual users, one conversation each every 250ms');
    expect(report.load).toMatchObject({ model: 'closed', paceMs: 250 });
  });
});

it('rejects vus together with a rate', async () => {
  const { code, stderr } = await palaver(['run', '--say', 'hi', '--mock', '--vus', '3', '--rate', '5/s', '-d', '1s']);
  expect(code).toBe(104);
  expect(stderr).toContain('--vus cannot be combined with a rate');
});
