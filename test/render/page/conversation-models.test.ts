import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../../src/render/build-page-model.ts';
import { EXAMPLE, mismatchedReport, SESSION, TRACE } from '../../support/mismatched-report.ts';
import { sampleReport } from '../../support/sample-report.ts';

describe('the page of a run with failed checks', () => {
  const report = mismatchedReport();
  const model = buildPageModel(report);

  it('shows what was run', () => {
    expect(model.summary).toEqual([
      ['target', 'wss://endpoint.example.test/…1a2b'],
      ['load', '10 virtual users for 45s'],
      ['duration', '45.0 s'],
      ['date', '2026-01-31 14:25:00 UTC'],
    ]);
    const [target] = report.targets;
    const several = ['eu', 'us', 'ap', 'sa'].map((name) => ({ ...target!, name }));
    const summaryOf = (targets: typeof several) => buildPageModel({ ...report, targets }).summary[0];
    expect(summaryOf(several.slice(0, 2))).toEqual(['targets', `eu: ${target!.address}, us: ${target!.address}`]);
    expect(summaryOf(several)).toEqual(['targets', 'eu, us, ap, sa']);
  });

  it('shows each cause with the ids to look it up', () => {
    expect(model.failures[0]!.lines).toEqual([
      {
        count: 200,
        text: `party size: ${EXAMPLE}`,
        when: expect.any(String),
        cause: {
          conversation: 'book a table',
          step: 'party size',
          example: EXAMPLE,
          firstMs: 2000,
          lastMs: 21_900,
          sessionId: SESSION,
          traceId: TRACE,
        },
      },
    ]);
  });

  it('summarises the timeline', () => {
    expect(model.timeline.whole).toMatchObject({ activeVus: 10, failedTurns: 200, failedConnections: 0 });
    expect(model.timeline.whole.turns).toBeCloseTo(400 / 45, 2);
  });

  it('shows what was said: the template, length and hash, or the text', () => {
    expect(model.conversations[0]!.turns).toMatchObject([
      { utterance: { template: 'hello' }, replies: [{ arrivedMs: 200, hash: '32 characters (#a2953d36)' }] },
      { utterance: { template: 'a table for {{guests}}' }, failure: EXAMPLE },
    ]);
    expect(buildPageModel(mismatchedReport(true)).conversations[0]!.turns).toMatchObject([
      { utterance: { text: 'hello' }, replies: [{ text: 'Good day, what can I do for you?' }] },
      { utterance: { text: 'a table for four' }, replies: [{ text: 'We are closed.' }] },
    ]);
  });

  it('shows conversations of an older report, and limits their text', () => {
    const [exemplar] = report.exemplars;
    const { utterance, ...turn } = exemplar!.turns[0]!;
    const old = { ...report, exemplars: [{ ...exemplar!, turns: [turn] }] };
    expect(buildPageModel(old).conversations[0]!.turns[0]).not.toHaveProperty('utterance');
    const replies = Array.from({ length: 100 }, () => ({ arrivedMs: 1, length: 300, text: 'x'.repeat(300) }));
    const wordy = { ...exemplar!, turns: [{ ...turn, replies }] };
    const { conversations, notes } = buildPageModel({
      ...report,
      exemplars: Array.from({ length: 20 }, () => ({ ...wordy })),
    });
    expect(conversations).toHaveLength(6);
    expect(notes).toContain('6 of the 20 conversations in report.json are shown.');
  });
});

it('the page of a run without errors shows no failures', () => {
  expect(buildPageModel(sampleReport(12)).failures).toEqual([]);
});
