import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/build-report.ts';
import { sampleFacts, sampleMeasurements } from '../support/sample-report.ts';

const reportWith = (...coreWaits: ('covered' | 'not-covered' | undefined)[]) => {
  const { generator, ...facts } = sampleFacts();
  const workers = coreWaits.map((coreWait, index) => ({ name: `${index + 1}`, samplesLost: 0, coreWait }));
  return buildReport(sampleMeasurements(40), { ...facts, generator: { ...generator, workers } });
};

describe('a report of load threads with unknown run delay', () => {
  it('says so in its notes and does not make the run suspect', () => {
    const { notes, verdict } = reportWith('covered', 'not-covered');
    expect(notes).toContainEqual(
      expect.stringMatching(/^Measurement bounds do not include the time a load thread waited/),
    );
    expect(verdict.reasons.filter(({ text }) => text.includes('core'))).toEqual([]);
  });

  it('equals that of load threads with run delay, or not yet known', () => {
    expect(reportWith('covered').notes).toEqual(reportWith(undefined).notes);
    expect(reportWith('covered').notes.join()).not.toContain('waited');
  });
});
