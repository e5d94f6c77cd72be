import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../../src/render/build-page-model.ts';
import type { PageModel } from '../../../src/render/page/page-model.ts';
import { buildReport } from '../../../src/report/build-report.ts';
import { BUSY_MACHINE, lateReport } from '../../support/late-report.ts';
import { sampleFacts, sampleMeasurements, sampleReport } from '../../support/sample-report.ts';
import { appendConversation, recorderOf, SHAPE } from '../../support/sample-run.ts';

function trendIn(model: PageModel, label: string, metric: string) {
  const row = model.rows.find((candidate) => candidate.label === label)!;
  return row.trends.find((trend) => trend.metric === metric)!;
}

function metricIn(model: PageModel, label: string) {
  return model.keyMetrics.find((metric) => metric.label === label)!;
}

describe('the page of a failed run', () => {
  const report = sampleReport(400);
  const model = buildPageModel(report);

  it('is plain JSON without losses', () => {
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('shows the verdict', () => {
    expect(model.verdict).toEqual({
      ...report.verdict,
      word: 'FAIL',
      suspect: false,
      why: '4 of 7 thresholds failed, 1 could not be evaluated',
      reasons: report.verdict.reasons.map(({ text }) => text),
    });
    expect(model.thresholds.map(({ state }) => state)).toEqual(report.thresholds.map(({ state }) => state));
    expect(new Set(model.thresholds.map(({ state }) => state))).toEqual(new Set(['pass', 'fail', 'no-data']));
    expect(model.failures).toMatchObject([{ class: 'timed-out', lines: [{ count: 10 }] }]);
    expect(model.checks).toEqual(report.checks);
    expect(metricIn(model, 'failed turns')).toMatchObject({ value: '1.25 %', detail: '10 of 800', mood: 'bad' });
    expect(metricIn(model, 'conversations')).toMatchObject({ value: '390', detail: 'completed, of 400 started' });
  });

  it('has a row for all and one per step; a single conversation has none of its own', () => {
    expect(model.rows.map(({ kind, label }) => [kind, label])).toEqual([
      ['all', 'all'],
      ['step', 'hello'],
      ['step', 'party size'],
    ]);
    expect(new Set(model.rows.map(({ id }) => id)).size).toBe(model.rows.length);
  });

  it('ranks failed turns as slowest', () => {
    const turn = trendIn(model, 'party size', 'turn');
    expect(turn).toMatchObject({ count: 390, failed: 10 });
    expect(turn.quantiles.p99).toEqual({ value: null, text: '>30.0 s' });
    expect(turn.quantiles.p50.text).toMatch(/^\d+ ms$/);
    expect(turn.curve!.share.at(-1)).toBe(0.975);
  });

  it('has curves of the turns, and of the send lag of the whole run', () => {
    const curves = (label: string) =>
      model.rows.find((row) => row.label === label)!.trends.flatMap(({ metric, curve }) => (curve ? [metric] : []));
    expect(curves('all').sort()).toEqual(['first_output', 'send_lag', 'turn']);
    expect(curves('hello').sort()).toEqual(['first_output', 'turn']);
  });

  it('has columns of one length that contain every turn', () => {
    const { timeline } = model;
    const { rows, blockMs, sendLag, whole: sums, ...columns } = timeline;
    const lengths = [
      ...Object.values(columns),
      ...Object.values(sendLag!),
      ...rows.flatMap(({ turn, firstOutput, firstOutputLowP95 }) => [
        ...Object.values(turn),
        ...Object.values(firstOutput),
        firstOutputLowP95!,
      ]),
    ].map(({ length }) => length);
    expect(new Set(lengths)).toEqual(new Set([report.timeline.blocks.length]));
    expect(rows.map(({ row }) => row)).toEqual(model.rows.map(({ id }) => id));
    const whole = timeline.startMs.map((startMs) => startMs + blockMs <= report.run.durationMs);
    const failed = timeline.failedTurns.reduce((sum, rate, at) => sum + (whole[at] ? (rate * blockMs) / 1000 : 0), 0);
    expect(failed).toBeCloseTo(10, 6);
  });

  it('shows the bounds of p95 over time, and the send lag', () => {
    const [all] = model.timeline.rows;
    for (const [index, low] of all!.firstOutputLowP95!.entries()) {
      const high = all!.firstOutput.p95[index];
      if (low === null) expect(high).toBeNull();
      else expect(low).toBeLessThanOrEqual(high!);
    }
    expect(Math.max(...model.timeline.sendLag!.p99.map((ms) => ms ?? 0))).toBeCloseTo(0.4, 2);
  });

  it('omits both if an older report lacks them', () => {
    const blocks = report.timeline.blocks.map(({ sendLag, steps, ...block }) => ({
      ...block,
      steps: steps.map(({ firstOutputLow, ...step }) => step),
    }));
    const { timeline } = buildPageModel({ ...report, timeline: { ...report.timeline, blocks } });
    expect(timeline).not.toHaveProperty('sendLag');
    expect(timeline.rows[0]).not.toHaveProperty('firstOutputLowP95');
  });

  it('has one row over time per step, with gaps without data', () => {
    const step = model.timeline.rows[2]!;
    expect(step.turn.p95[0]).toBeNull();
    const known = step.turn.p95.filter((value) => value !== null);
    expect(known.length).toBeGreaterThan(30);
    expect(Math.min(...known)).toBeGreaterThan(100);
  });
});

describe('the page of a run with few turns', () => {
  it('marks small samples', () => {
    const model = buildPageModel(sampleReport(12));
    const { quantiles } = trendIn(model, 'hello', 'first_output');
    expect(quantiles.p50.text).toMatch(/^≈/);
    expect(quantiles.p99).toMatchObject({ text: 'n/a', value: expect.any(Number) });
  });

  it('without any turn has no values, but all rows', () => {
    const model = buildPageModel(sampleReport(0));
    expect(model.verdict.status).toBe('no-data');
    expect(model.rows.map(({ label }) => label)).toEqual(['all', 'hello', 'party size']);
    expect(trendIn(model, 'hello', 'turn')).toMatchObject({
      count: 0,
      failed: 0,
      max: null,
      quantiles: { p95: { value: null, text: '–' } },
    });
    expect(trendIn(model, 'hello', 'turn').curve).toBeUndefined();
    expect(model.timeline.rows).toEqual([]);
    expect(metricIn(model, 'completion')).toMatchObject({ value: '–' });
    expect(model.conversations).toEqual([]);
  });

  it('with only failed turns has no curve and no quantile', () => {
    const { table, recorder } = recorderOf();
    for (let number = 0; number < 30; number++)
      appendConversation(recorder, table, [
        { step: 0, atMs: number * 100, outcome: 'timed-out', firstOutputUs: 0, turnUs: 30_000_000 },
      ]);
    const model = buildPageModel(buildReport(recorder.measurements(), sampleFacts()));
    const turn = trendIn(model, 'hello', 'turn');
    expect(turn).toMatchObject({ count: 0, failed: 30, quantiles: { p50: { value: null, text: '>30.0 s' } } });
    expect(turn.curve).toBeUndefined();
    expect(metricIn(model, 'turn p95')).toMatchObject({ value: '>30.0 s', mood: 'bad' });
  });
});

describe('the page of a run with wide measurement bounds', () => {
  it('shows wide bounds and marks the run as suspect', () => {
    const { table, recorder } = recorderOf();
    for (let number = 0; number < 1200; number++)
      appendConversation(recorder, table, [
        {
          step: 0,
          atMs: number * 10,
          outcome: 'completed',
          firstOutputUs: 100_000 + number,
          turnUs: 900_000,
          coarseUs: 30_000,
        },
        { step: 1, atMs: number * 10, outcome: 'completed', firstOutputUs: 50_000, turnUs: 900_000, coarseUs: 0 },
      ]);
    const model = buildPageModel(buildReport(recorder.measurements(), sampleFacts()));
    const [lower, upper] = trendIn(model, 'hello', 'first_output').quantiles.p95.bounds!;
    expect(upper! - lower).toBeCloseTo(30, 0);
    expect(trendIn(model, 'party size', 'first_output').quantiles.p95.bounds).toBeUndefined();
    const known = model.generator.lines.find(({ label }) => label === 'width of the bounds of first_output p99')!;
    expect(known).toMatchObject({ mood: 'doubtful', detail: expect.stringMatching(/^\d+.* to \d+ ms$/) });
  });
});

describe('the page of a run with an overloaded load generator', () => {
  it('shows the load of a busy machine, with the names of the busiest processes', () => {
    const { lines } = buildPageModel(lateReport({ ...BUSY_MACHINE, throttledShare: 0.01 })).generator;
    expect(lines).toContainEqual({
      label: 'cores used by other processes',
      value: '1.60',
      detail: 'chrome 0.9',
      mood: 'doubtful',
    });
    expect(lines).toContainEqual({ label: 'load average', value: '4.1', detail: 'of 1 minute, on 2 cores' });
    expect(lines).toContainEqual({
      label: 'throttled by the CPU limit',
      value: '1 %',
      detail: 'of its periods',
      mood: 'good',
    });
  });

  it('shows the worst load thread', () => {
    const healthy = { name: '1/2', samplesLost: 0, loopDelayP99Ms: 2, loopDelayMaxMs: 9, gcShare: 0.01, cpuShare: 0.4 };
    const ill = { name: '2/2', samplesLost: 7, loopDelayMaxMs: 900, loopDelayMaxAt: '2026-01-31T14:25:07.000Z' };
    const report = buildReport(
      sampleMeasurements(100),
      sampleFacts({
        generator: { palaver: '0.1.0', node: 'v20.20.0', cpus: 2, stealShare: 0.2, workers: [healthy, ill] },
      }),
    );
    const { lines, workers } = buildPageModel(report).generator;
    expect(lines).toContainEqual({
      label: 'longest event loop delay',
      value: '900 ms',
      detail: 'load thread 2/2, at 14:25:07 UTC',
      mood: 'doubtful',
    });
    expect(lines).toContainEqual({ label: 'samples lost', value: '7', mood: 'bad' });
    expect(lines).toContainEqual({ label: 'CPU steal (hypervisor)', value: '20 %', mood: 'doubtful' });
    expect(workers[1]).toEqual({
      name: '2/2',
      loopDelayP99Ms: null,
      loopDelayMaxMs: 900,
      unreadMaxMs: null,
      gcShare: null,
      cpuShare: null,
    });
  });
});

describe('the page of an incomplete run', () => {
  const { run, ...facts } = sampleFacts({ endings: [{ exit: 'signal', text: 'stopped by SIGINT' }] });
  const report = buildReport(sampleMeasurements(100), {
    ...facts,
    run: { ...run, partial: true, stopReason: 'signal' },
  });

  it('says that it is incomplete', () => {
    const model = buildPageModel(report);
    expect(model).toMatchObject({ running: false, verdict: { status: 'incomplete', exitCode: 105 } });
    expect(model.facts).toContainEqual(['end', 'signal, before the planned end']);
  });

  it('has no verdict while it is in progress, but says why it ends, or what is lost of it', () => {
    const model = buildPageModel(report, { running: true });
    expect(model.running).toBe(true);
    expect(model.verdict).toMatchObject({ status: 'running', word: 'RUNNING (suspect)', why: '' });
    expect(report.verdict.reasons.map(({ kind }) => kind)).toEqual(['ending', 'suspect']);
    expect(model.verdict.reasons).toEqual(['stopped by SIGINT', `(suspect) ${report.verdict.reasons[1]!.text}`]);
    const soFar = buildReport(sampleMeasurements(100), {
      ...facts,
      endings: [],
      run: { ...run, partial: true, stopReason: 'running' },
    });
    expect(soFar.verdict.reasons.map(({ kind }) => kind)).toEqual(['ending', 'suspect']);
    expect(buildPageModel(soFar, { running: true }).verdict.reasons).toEqual(model.verdict.reasons.slice(1));
    expect(model.facts.map(([label]) => label)).not.toContain('end');
  });

  it('computes the rates of the last block over its elapsed part', () => {
    const half = { ...report, run: { ...report.run, durationMs: report.timeline.blocks.length * 1000 - 500 } };
    const last = (model: PageModel) => model.timeline.turns.at(-1)!;
    const full = { ...report, run: { ...report.run, durationMs: report.timeline.blocks.length * 1000 } };
    expect(last(buildPageModel(full))).toBeGreaterThan(0);
    expect(last(buildPageModel(half))).toBeCloseTo(2 * last(buildPageModel(full)), 6);
  });
});

describe('the page of several targets and conversations', () => {
  const shape = {
    ...SHAPE,
    targets: ['eu', 'us'],
    conversations: [...SHAPE.conversations, { name: 'ask for the menu', steps: ['hello', 'menu'] }],
  };
  const model = buildPageModel(buildReport(sampleMeasurements(100, shape), sampleFacts()));

  it('has a row for each of them, in the order of the scenario', () => {
    expect(
      model.rows.map(({ kind, target, conversation, label }) => `${kind} ${target}/${conversation}/${label}`),
    ).toEqual([
      'all //all',
      'target eu//eu',
      'conversation eu/book a table/book a table',
      'step eu/book a table/hello',
      'step eu/book a table/party size',
      'conversation eu/ask for the menu/ask for the menu',
      'step eu/ask for the menu/hello',
      'step eu/ask for the menu/menu',
      'target us//us',
      'conversation us/book a table/book a table',
      'step us/book a table/hello',
      'step us/book a table/party size',
      'conversation us/ask for the menu/ask for the menu',
      'step us/ask for the menu/hello',
      'step us/ask for the menu/menu',
    ]);
  });

  it('draws only those with data over time', () => {
    expect(model.timeline.rows).toHaveLength(8);
    const idle = new Set(model.rows.filter(({ target }) => target === 'us').map(({ id }) => id));
    expect(model.timeline.rows.some(({ row }) => idle.has(row))).toBe(false);
  });

  it('merges the histograms of a conversation by step', () => {
    const at = (label: string) =>
      model.timeline.rows.find(({ row }) => row === model.rows.find((r) => r.label === label)!.id)!;
    const block = at('book a table').turn.p99.findIndex((value) => value !== null);
    expect(at('eu').turn.p99[block]).toBeGreaterThanOrEqual(at('book a table').turn.p50[block]!);
  });
});
