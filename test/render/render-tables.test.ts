import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderTables } from '../../src/render/render-tables.ts';
import { rendererOf } from '../../src/render/renderers.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import { coarseReport } from '../support/coarse-report.ts';
import { errorCause, errorEntry } from '../support/errors.ts';
import { expectGolden } from '../support/golden.ts';
import { sampleFacts, sampleMeasurements, sampleReport } from '../support/sample-report.ts';
import { appendConversation, recorderOf } from '../support/sample-run.ts';

// Columns as cli-table3 itself counts them.
const tableModule = createRequire(import.meta.url).resolve('cli-table3');
const stringWidth: (text: string) => number = createRequire(tableModule)('string-width');

const FOLDER = 'reports/restaurant-booking-20260131T142500Z-7f3a';

/** The widest line; the lines with the folder are never cut. */
function widest(text: string): number {
  const lines = stripVTControlCharacters(text).split('\n');
  return Math.max(...lines.filter((line) => !line.includes(FOLDER)).map((line) => stringWidth(line)));
}

describe('the tables', () => {
  const failed = sampleReport(400);
  const few = sampleReport(12);

  it('of a failed run', () => {
    expectGolden('tables-failed.txt', renderTables(failed, { folder: FOLDER }));
  });

  it('of a run with few turns', () => {
    expectGolden('tables-few-turns.txt', renderTables(few, { folder: FOLDER }));
  });

  it('in colour', () => {
    expectGolden('tables-colour.txt', renderTables(failed, { folder: FOLDER, colour: true }));
  });

  it('with wide measurement bounds', () => {
    expectGolden('tables-coarse.txt', renderTables(coarseReport()));
  });

  // Slower and slower, with a stall: nothing is sent from 60 s to 90 s. The second step fails at the end.
  const slowing = () => {
    const { table, recorder } = recorderOf();
    for (let atMs = 0; atMs < 180_000; atMs += 200) {
      if (atMs >= 60_000 && atMs < 90_000) continue;
      const firstOutputUs = 200_000 + atMs * 5;
      const outcome = atMs < 160_000 ? 'completed' : 'timed-out';
      appendConversation(recorder, table, [
        { step: 0, atMs, outcome: 'completed', firstOutputUs, turnUs: firstOutputUs + 50_000 },
        { step: 1, atMs: atMs + 1500, outcome, firstOutputUs: 90_000, turnUs: outcome === 'completed' ? 90_000 : 3e7 },
      ]);
    }
    return buildReport(recorder.measurements(), sampleFacts());
  };

  it.each([100, 120])('show p95 over time at %i columns', (width) => {
    expectGolden(`tables-${width}-columns.txt`, renderTables(slowing(), { width, folder: FOLDER }));
  });

  it('have sparklines from 100 columns on, for runs that are long enough', () => {
    const bars = /[▁-█]/;
    expect(renderTables(slowing(), { width: 99 })).not.toMatch(bars);
    const { timeline } = failed;
    const short = { ...failed, timeline: { ...timeline, blocks: timeline.blocks.slice(0, 3) } };
    expect(renderTables(short, { width: 120 })).not.toMatch(bars);
    expect(renderTables(few, { width: 100 })).toMatch(bars);
    const bare = { ...timeline, blocks: timeline.blocks.map((block) => ({ ...block, steps: [] })) };
    expect(renderTables({ ...failed, timeline: bare }, { width: 120 })).not.toMatch(/over time|peak/);
  });

  it('mark a sparkline that includes a warm-up excluded from the numbers', () => {
    const { timeline } = failed;
    const blocks = timeline.blocks.map((block, index) => (index < 5 ? { ...block, phase: 'warm-up' as const } : block));
    const warm = { ...failed, timeline: { ...timeline, blocks } };
    expect(renderTables(warm, { width: 120 })).toContain('p95 over time, warm-up included: one bar per 3.00 s');
    expect(renderTables(failed, { width: 120 })).toContain('p95 over time: one bar per 3.00 s');
  });

  it('have the same text in colour and without', () => {
    const coloured = renderTables(failed, { folder: FOLDER, colour: true });
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(renderTables(failed, { folder: FOLDER }));
  });

  it('have no colour by default', () => {
    for (const report of [failed, few]) expect(renderTables(report)).not.toContain('\u001b');
  });

  it('fit the width for any names, including wide characters', () => {
    const names = [
      '東京のレストランを予約する'.repeat(6),
      'x'.repeat(200),
      'a very long conversation name '.repeat(5),
      '🍕🍝'.repeat(40),
    ];
    for (const name of names) {
      const shape = {
        targets: ['eu'],
        conversations: [{ name, steps: [name, `${name} (2)`] }],
        failureClasses: ['refused'],
      };
      const cause = errorCause({ conversation: name, step: name, sessionId: name, example: name });
      const error = errorEntry({ class: name, count: 123_456_789, example: name, causes: [cause] });
      const facts = sampleFacts({ errors: [error], endings: [{ exit: 'incomplete', text: name }] });
      const report = buildReport(sampleMeasurements(50, shape), {
        ...facts,
        run: { ...facts.run, name },
        targets: [{ name: 'eu', address: name }],
        load: { ...facts.load, description: name },
        notes: [name],
      });
      expect(widest(renderTables(report, { folder: FOLDER }))).toBeLessThanOrEqual(80);
      expect(widest(renderTables(report, { folder: FOLDER, colour: true }))).toBeLessThanOrEqual(80);
      for (const width of [100, 120])
        expect(widest(renderTables(report, { folder: FOLDER, width }))).toBeLessThanOrEqual(width);
    }
  });

  it('use a wider terminal up to a limit', () => {
    expect(widest(renderTables(failed, { width: 40, folder: FOLDER }))).toBeLessThanOrEqual(80);
    expect(widest(renderTables(failed, { width: 100, folder: FOLDER }))).toBeGreaterThan(90);
    expect(widest(renderTables(failed, { width: 500, folder: FOLDER }))).toBeLessThanOrEqual(120);
  });

  it('show every step, target and error of the report', () => {
    const report: Report = structuredClone(failed);
    const us = report.groups.map((group) => ({ ...group, target: 'us' }));
    const text = renderTables({
      ...report,
      targets: [...report.targets, { name: 'us', address: 'us' }],
      groups: [...report.groups, ...us],
    });
    for (const part of ['book a table at eu', 'book a table at us', 'all conversations at us', 'eu: timed-out'])
      expect(text).toContain(part);
  });
});

describe('renderers', () => {
  it('are found by name, and unknown names list the known ones', () => {
    const report = sampleReport(12);
    expect(JSON.parse(rendererOf('json')(report, {}))).toEqual(report);
    expect(rendererOf('tables')(report, {})).toBe(renderTables(report));
    expect(() => rendererOf('toString')).toThrow(/unknown output type toString/);
  });
});
