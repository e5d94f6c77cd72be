import { describe, expect, it } from 'vitest';
import { renderTables } from '../../src/render/render-tables.ts';
import { buildReport } from '../../src/report/build-report.ts';
import { quoteCalibration } from '../../src/run/conduct/quote-calibration.ts';
import { sampleCalibration } from '../support/sample-calibration.ts';
import { sampleFacts } from '../support/sample-report.ts';
import { appendConversation, recorderOf } from '../support/sample-run.ts';

const quote = quoteCalibration(sampleCalibration())!;

/** A run in which so many conversations of two turns each begin in one second. */
function reportOf(conversations: number, calibration: typeof quote | undefined, workers = 1) {
  const { table, recorder } = recorderOf();
  const turn = { outcome: 'completed' as const, firstOutputUs: 100_000, turnUs: 120_000 };
  for (let number = 0; number < conversations; number++) {
    const atMs = (number / conversations) * 1000;
    appendConversation(recorder, table, [
      { ...turn, step: 0, atMs },
      { ...turn, step: 1, atMs },
    ]);
  }
  const { generator, ...facts } = sampleFacts();
  const threads = Array.from({ length: workers }, (_, index) => ({ name: `${index + 1}`, samplesLost: 0 }));
  return buildReport(recorder.measurements(), {
    ...facts,
    generator: { ...generator, workers: threads, ...(calibration && { calibration }) },
  });
}

const beyond = (report: ReturnType<typeof reportOf>) => report.notes.filter((note) => note.includes('calibrated'));

describe('a report on a calibrated machine', () => {
  it.each([
    ['2026-01-29T14:25:00.000Z', '2 days before the run'],
    ['2026-01-30T15:25:00.000Z', '1 day before the run'],
    ['2026-01-31T13:20:00.000Z', '1h 05m before the run'],
    ['2026-01-31T14:24:30.000Z', 'just before the run'],
    ['2026-02-01T00:00:00.000Z', 'after the run'],
  ])('quotes the result at %s: %s', (calibratedAt, age) => {
    const report = reportOf(10, { ...quote, calibratedAt });
    const [, row] = /^ calibrated {6}((?:.+\n)(?: {17}.+\n)*)/m.exec(renderTables(report))!;
    expect(row!.trim().replace(/\s+/g, ' ')).toBe(
      `${age}: p99 overstated by 0.8 to 0.9 ms at 1000 turns/s; off by less than 1 ms up to 4100 turns/s`,
    );
  });

  it('quotes no limit if none is known', () => {
    const { maxRate: _, ...quick } = quote;
    expect(renderTables(reportOf(10, quick))).not.toContain('off by less');
  });

  it('is otherwise the same as without a calibration', () => {
    const { generator, ...rest } = reportOf(10, quote);
    const { generator: bare, ...others } = reportOf(10, undefined);
    expect(rest).toEqual(others);
    expect(generator).toEqual({ ...bare, calibration: quote });
    expect(renderTables({ ...others, generator: bare })).not.toContain('calibrated');
  });

  it.each([
    ['at the limit', 2050, 1, quote, 0],
    ['beyond it', 2051, 1, quote, 1],
    ['beyond it in two threads', 2051, 2, quote, 0],
    ['beyond the rate of the trials, where no limit is known', 501, 1, { ...quote, maxRate: undefined }, 1],
    ['without a calibration', 2051, 1, undefined, 0],
  ])('notes for a run %s what the calibration does not cover', (_what, conversations, workers, calibration, notes) => {
    const report = reportOf(conversations, calibration, workers);
    expect(beyond(report)).toHaveLength(notes);
    expect(report.verdict.reasons).toEqual([]);
  });

  it('names both rates', () => {
    expect(beyond(reportOf(2500, quote))[0]).toContain(
      'reached 5000 turns/s; this machine is calibrated up to 4100 turns/s',
    );
  });
});
