import { describe, expect, it } from 'vitest';
import { limitReportSize } from '../../src/report/build/limit-report-size.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { sampleFacts, sampleMeasurements } from '../support/sample-report.ts';

type Exemplar = Report['exemplars'][number];

/** A conversation of so many turns, the later the longer. */
function exemplar(number: number, turns: number): Exemplar {
  return {
    kept: ['slowest'],
    target: 'eu',
    conversation: 'book a table',
    number,
    vu: number,
    sessionId: `plv-c${number}`,
    outcome: 'completed',
    startedMs: 0,
    longestTurnMs: turns,
    turns: Array.from({ length: turns }, (_, index) => ({
      step: `step number ${index}`,
      outcome: 'completed',
      endedBy: 'final-ping',
      intendedMs: index * 1000,
      sentMs: index * 1000,
      endedMs: index * 1001,
      replies: Array.from({ length: 12 }, () => ({ arrivedMs: index * 1000, length: 4, hash: '01234567' })),
    })),
  };
}

describe('exemplars of very long conversations', () => {
  const plain = buildReport(sampleMeasurements(100), sampleFacts());

  it('are reduced to their longest turns, in order, before the report exceeds 3 MB', () => {
    const report = limitReportSize({
      ...plain,
      exemplars: Array.from({ length: 40 }, (_, index) => exemplar(index, 600)),
    });
    expect(serialiseReport(report).length).toBeLessThan(3_000_000);
    expect(report.exemplars).toHaveLength(40);
    expect(report.exemplars[0]!.turns.map(({ step }) => step)).toEqual(
      Array.from({ length: 10 }, (_, index) => `step number ${590 + index}`),
    );
    expect(report.exemplars[0]!.turns[0]!.replies).toHaveLength(10);
    expect(report.notes.join(' ')).toContain('all but the 10 longest turns of each exemplar');
  });

  it('are complete if they fit', () => {
    const report = limitReportSize({ ...plain, exemplars: [exemplar(0, 100)] });
    expect(report.exemplars[0]!.turns).toHaveLength(100);
  });
});
