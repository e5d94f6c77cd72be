import { Ajv2020 } from 'ajv/dist/2020.js';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import type { RunShape } from '../../src/measure/shape/run-shape.ts';
import { rememberSecret } from '../../src/platform/redact.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { Metrics, Trend } from '../../src/report/metric-schema.ts';
import { reportJsonSchema, reportSchema } from '../../src/report/report-schema.ts';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { errorEntry } from '../support/errors.ts';
import { expectGolden } from '../support/golden.ts';
import { sampleFacts, sampleMeasurements, sampleReport } from '../support/sample-report.ts';
import { appendConversation, recorderOf } from '../support/sample-run.ts';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, formats: { 'date-time': true } });
const validate = ajv.compile(reportJsonSchema());

function trendOf(metrics: Metrics, name: string): Trend {
  const metric = metrics[name];
  return metric?.kind === 'trend' ? metric : expect.fail(`${name} is no trend`);
}

describe('a report', () => {
  const report = sampleReport();

  it('is valid against its own JSON Schema, which drops none of its keys', () => {
    expect(validate(JSON.parse(serialiseReport(report)))).toBe(true);
    expect(reportSchema.parse(report)).toEqual(report);
    expect(validate({ ...report, verdict: { status: 'great' } })).toBe(false);
  });

  it('has the committed schema', () => {
    expectGolden('../../scenarios/report.schema.json', `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
  });

  it('includes failed turns in the quantiles, and excludes them from mean and maximum', () => {
    const step = report.groups.find((group) => group.step === 'party size')!;
    const turn = trendOf(step.metrics, 'turn');
    expect(turn).toMatchObject({ count: 390, censored: { 'timed-out': 10 }, p99: null, atLeastMs: 30_000 });
    expect(turn.max).toBeLessThan(10_000);
    expect(turn.bounds).not.toHaveProperty('p99');
    expect(step.metrics.turns_timed_out).toEqual({ kind: 'counter', count: 10 });
    expect(step.metrics.turn_failure).toEqual({ kind: 'rate', value: 0.025, numerator: 10, denominator: 400 });
    expect(trendOf(step.metrics, 'first_output{of:completed}').p99).toBeGreaterThan(0);
  });

  it('contains histograms that match its values', () => {
    const { count, min, max, mean, histogram = '', histogramLower = '' } = trendOf(report.metrics, 'first_output');
    const counts = decodeFromCompressedBase64(histogram);
    expect(counts.totalCount).toBe(count);
    expect(decodeFromCompressedBase64(histogramLower).totalCount).toBe(count);
    expect(Math.abs(counts.mean / 1000 - mean!)).toBeLessThan(mean! / 1000);
    expect(counts.getValueAtPercentile(100) / 1000).toBeGreaterThanOrEqual(max!);
    expect(min!).toBeLessThan(mean!);
  });

  it('is consistent: groups sum to the whole, blocks to counters, arrivals to conversations', () => {
    const steps = report.groups.filter((group) => group.step !== undefined);
    const turns = steps.map((group) => trendOf(group.metrics, 'turn').count);
    expect(turns.reduce((sum, count) => sum + count, 0)).toBe(trendOf(report.metrics, 'turn').count);
    const { blocks } = report.timeline;
    const sumOf = (name: string) => blocks.reduce((sum, block) => sum + (block.counters.eu?.[name] ?? 0), 0);
    for (const name of ['outputs', 'turns_completed', 'turns_timed_out', 'conversations_failed'])
      expect({ kind: 'counter', count: sumOf(name) }).toEqual(report.metrics[name]);
    expect(blocks.reduce((sum, block) => sum + block.arrivals, 0)).toBe(400);
    expect(blocks[0]).toMatchObject({ startMs: 0, phase: 'ramp', activeVus: 10 });
  });

  it('evaluates thresholds with their measured values', () => {
    expect(report.thresholds.map(({ state, actual }) => [state, actual === null])).toEqual([
      ['pass', false],
      ['fail', false],
      ['fail', true],
      ['fail', false],
      ['fail', false],
      ['pass', false],
      ['no-data', true],
    ]);
    expect(report.verdict).toMatchObject({ status: 'fail', exitCode: 99 });
    expect(report.checks).toEqual([
      { target: 'eu', conversation: 'book a table', step: 'hello', passed: 400, failed: 0 },
      { target: 'eu', conversation: 'book a table', step: 'party size', passed: 390, failed: 0 },
    ]);
  });

  it('is invalid if a consistency check fails, but not while the run is in progress', () => {
    const { table, recorder } = recorderOf();
    appendConversation(recorder, table, [{ step: 0, atMs: 0, outcome: 'completed', firstOutputUs: 5, turnUs: 6 }]);
    recorder.append(table.conversation(0, 0).counters.inputs_sent, 0, 1, 0);
    const measured = recorder.measurements();
    expect(buildReport(measured, sampleFacts()).verdict).toMatchObject({ status: 'invalid', exitCode: 112 });
    expect(buildReport(measured, sampleFacts({ settled: false })).verdict.status).toBe('pass');
  });

  it('is complete if nothing happened', () => {
    const empty = buildReport(recorderOf().recorder.measurements(), sampleFacts());
    expect(validate(JSON.parse(serialiseReport(empty)))).toBe(true);
    expect(empty.verdict).toMatchObject({ status: 'no-data', exitCode: 99 });
    expect(empty.metrics.outputs).toEqual({ kind: 'counter', count: 0 });
    expect(trendOf(empty.groups.at(-1)!.metrics, 'turn')).toMatchObject({ count: 0, p95: null, mean: null });
  });

  it('never contains a secret', () => {
    rememberSecret('t0ken-0f-the-target');
    const leak = 'wss://host/t0ken-0f-the-target';
    const facts = sampleFacts({
      targets: [{ name: 'eu', address: leak }],
      errors: [errorEntry({ example: `connect ${leak}` })],
      endings: [{ exit: 'incomplete', text: `lost ${leak}` }],
      run: { ...sampleFacts().run, tags: { url: leak } },
    });
    const text = serialiseReport(buildReport(sampleMeasurements(3), facts));
    expect(text).not.toContain('t0ken-0f-the-target');
    expect(text.match(/wss:\/\/host\/…[0-9a-f]{4}/g)).toHaveLength(4);
  });

  it('marks the exemplars with the reason for keeping them', () => {
    const exemplar = (number: number) => ({
      target: 'eu',
      conversation: 'book a table',
      number,
      vu: 0,
      sessionId: `palaver-${number}`,
      outcome: 'completed',
      startedMs: number,
      longestTurnMs: 1000 + number,
      turns: [],
    });
    const all = Array.from({ length: 50 }, (_, number) => exemplar(number));
    const { exemplars } = buildReport(sampleMeasurements(1), sampleFacts({ exemplars: { slowest: all, random: all } }));
    const kept = (kind: 'slowest' | 'random') => exemplars.filter((entry) => entry.kept.includes(kind));
    expect([kept('slowest').length, kept('random').length]).toEqual([20, 20]);
    expect(kept('slowest').map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => 49 - index));
    expect(new Set(exemplars.map(({ number }) => number)).size).toBe(exemplars.length);
  });
});

describe('the size of a report', () => {
  const wide: RunShape = {
    targets: ['eu'],
    conversations: Array.from({ length: 41 }, (_, index) => ({ name: `c${index}`, steps: ['1', '2', '3', '4', '5'] })),
    failureClasses: ['refused'],
  };

  it('is independent of the length of the run', () => {
    const short = serialiseReport(buildReport(sampleMeasurements(2_000), sampleFacts())).length;
    const long = serialiseReport(buildReport(sampleMeasurements(8_000), sampleFacts())).length;
    expect(long).toBeLessThan(short * 1.5);
  });

  it('stays under 3 MB with more than 200 step labels, and lists what was omitted', () => {
    const report = buildReport(sampleMeasurements(4_000, wide), sampleFacts());
    expect(serialiseReport(report).length).toBeLessThan(3_000_000);
    expect(report.timeline.blocks.every((block) => block.steps.length === 0)).toBe(true);
    expect(report.notes.join(' ')).toContain('Omitted to limit the report size: histograms per step in the timeline');
    expect(validate(JSON.parse(serialiseReport(report)))).toBe(true);
  });

  it('includes all histograms of an ordinary run', () => {
    const report = buildReport(sampleMeasurements(500), sampleFacts());
    expect(report.timeline.blocks[0]?.steps).toHaveLength(1);
    expect(report.notes).toHaveLength(1);
  });
});
