import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/build-report.ts';
import { sampleFacts, sampleMeasurements } from '../support/sample-report.ts';
import { SHAPE } from '../support/sample-run.ts';

/** The notes of a run of the first conversations of a scenario. */
function notesOf(started: number, names: readonly string[], series?: 'none'): string[] {
  const conversations = names.map((name) => ({ name, steps: ['hello', 'party size'] }));
  const { notes } = buildReport(sampleMeasurements(started, { ...SHAPE, conversations, series }), sampleFacts());
  return notes.filter((note) => note.includes('never started'));
}

describe('the notes of a report', () => {
  it('name the conversations of the scenario that never started', () => {
    expect(notesOf(1, ['a', 'b', 'c'])).toEqual([expect.stringMatching(/^2 of the 3 conversations .*: "b", "c"\. To/)]);
    expect(notesOf(1, [...'abcdefgh'])).toEqual([expect.stringContaining('"e", "f" and 2 more. To')]);
    expect(notesOf(3, ['a', 'b', 'c'])).toEqual([]);
  });

  it('do not if no conversation started, or they are not measured separately', () => {
    expect(notesOf(0, ['a', 'b'])).toEqual([]);
    expect(notesOf(1, ['a', 'b'], 'none')).toEqual([]);
  });
});
