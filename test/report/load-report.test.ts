import { describe, expect, it } from 'vitest';
import { renderTables } from '../../src/render/render-tables.ts';
import { phaseAt } from '../../src/report/build/build-timeline.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { LoadFacts } from '../../src/report/run-facts.ts';
import { sampleFacts } from '../support/sample-report.ts';
import { appendConversation, recorderOf } from '../support/sample-run.ts';

const OPEN: LoadFacts = {
  model: 'open',
  description: 'open, 10/s evenly spaced',
  stages: [
    { durationMs: 10_000, ratePerSecond: 10 },
    { durationMs: 30_000, ratePerSecond: 10 },
  ],
  maxVus: 100,
  arrivals: 'uniform',
  whenFull: 'drop',
  warmUpMs: 2000,
  measure: 'all',
};

/** 100 conversations that began, 7 that were dropped and 3 that waited to the end. */
function openReport(load: LoadFacts = OPEN, lateStarts = 0) {
  const { table, recorder } = recorderOf();
  const turn = { step: 0, outcome: 'completed', firstOutputUs: 300_000, turnUs: 310_000 } as const;
  const series = table.conversation(0, 0);
  for (let number = 0; number < 100; number++) {
    appendConversation(recorder, table, [{ ...turn, atMs: number * 100 }]);
    recorder.append(series.trends.start_delay, number * 100, 2000, 2000);
  }
  recorder.append(series.counters.conversations_due, 5000, 10, 0);
  recorder.append(series.dropped['no-vu'], 5000, 7, 0);
  recorder.append(series.counters.conversations_waiting, 5000, 3, 0);
  if (lateStarts > 0) recorder.append(series.startsLate['late-loop'], 5000, lateStarts, 0);
  const facts = sampleFacts();
  return buildReport(recorder.measurements(), { ...facts, load, run: { ...facts.run, measuredMs: 20_000 } });
}

describe('the report of an open load', () => {
  it('shows dropped and waiting arrivals, and marks the run as suspect', () => {
    const report = openReport();
    const text = renderTables(report);
    expect(text).toMatch(/conversations\s+100 started, 100 completed, 7 dropped, 3 waiting/);
    expect(report.metrics.conversations_dropped).toMatchObject({ count: 7, reasons: { 'no-vu': 7 } });
    const reasons = report.verdict.reasons.map(({ kind, text: words }) => `${kind}: ${words.slice(0, 44)}`);
    expect(reasons).toEqual([
      'inconclusive: the planned load was not reached: 7 of 110 c',
      'suspect: 3 of 110 conversations (2.73 %) were still w',
    ]);
  });

  it('shows start delay and turn_intended, with the matching note', () => {
    const text = renderTables(openReport());
    expect(text).toMatch(/^ {3}start_delay\s+100/m);
    expect(text).toMatch(/^ {3}turn_intended\s+100/m);
    expect(text).toContain('turn_intended counts from the scheduled time');
    const closed = renderTables(openReport({ ...OPEN, model: 'closed', stages: [] }));
    expect(closed).not.toMatch(/start_delay|turn_intended/);
    expect(closed).toContain('each user records one long turn');
    expect(renderTables(openReport({ ...OPEN, model: 'closed', stages: [], paceMs: 5000 }))).toContain('turn_intended');
  });

  it('is invalid if palaver started too many conversations late, and only then', () => {
    expect(openReport(OPEN, 1).verdict.status).toBe('invalid');
    expect(openReport({ ...OPEN, model: 'closed' }, 1).verdict.status).toBe('pass');
  });

  it('measures goodput per second of measured time', () => {
    expect(openReport().metrics.goodput).toMatchObject({ value: 5, denominator: 20 });
  });

  it('assigns each block of the timeline to its phase', () => {
    const phases = [0, 1999, 2000, 9999, 10_000, 39_999, 40_000].map((atMs) => phaseAt(OPEN, atMs));
    expect(phases).toEqual(['warm-up', 'warm-up', 'ramp', 'ramp', 'steady', 'steady', 'stop']);
    const endless = { ...OPEN, stages: [{ durationMs: 0, ratePerSecond: 5 }] };
    expect([0, 3000, 1e9].map((atMs) => phaseAt(endless, atMs))).toEqual(['warm-up', 'steady', 'steady']);
  });
});
