import { describe, expect, it } from 'vitest';
import { buildCapacityPageModel } from '../../../src/render/capacity/build-capacity-page-model.ts';
import { renderCapacityPage } from '../../../src/render/capacity/render-capacity-page.ts';
import { SAMPLE_STEPS, sampleCapacity, sampleStep } from '../../support/sample-capacity.ts';

describe('the page of a capacity search', () => {
  it('shows the answer with key metrics', () => {
    const { answer, keyMetrics } = buildCapacityPageModel(sampleCapacity());
    expect(answer).toMatchObject({ headline: 'FOUND', mood: 'good', exitCode: 0 });
    expect(keyMetrics.map(({ label, value, detail = '' }) => `${label}: ${value} ${detail}`.trim())).toEqual([
      'sustained: 30 virtual users',
      'inconclusive: 33 virtual users',
      'sustained turns/s: 24.3',
      'first_output p95: 500 ms',
    ]);
  });

  it('names the load that failed and the bottleneck', () => {
    const { keyMetrics } = buildCapacityPageModel(sampleCapacity(SAMPLE_STEPS.slice(0, 3)));
    expect(keyMetrics.map(({ label, value }) => `${label}: ${value}`)).toEqual(
      expect.arrayContaining(['failed: 40', 'bottleneck: bot']),
    );
  });

  it('says of an inconclusive lowest load that it was inconclusive', () => {
    const lowest = sampleStep(1, 'ramp-up', 10, 'at-the-limit', ['first_output p(95) < 500ms: 620 ms, inconclusive']);
    const { answer } = buildCapacityPageModel(sampleCapacity([lowest], { kind: 'missed' }));
    expect(answer).toMatchObject({
      headline: 'LOWEST LOAD INCONCLUSIVE',
      mood: 'doubtful',
      meaning: 'the lowest load was inconclusive',
    });
  });

  it('marks an unconfirmed load, and formats rates', () => {
    const found = sampleCapacity([SAMPLE_STEPS[0]!], { kind: 'not-reached' });
    const { answer, keyMetrics, unit } = buildCapacityPageModel({ ...found, over: 'rate' });
    expect(keyMetrics[0]).toMatchObject({ value: '10', detail: 'conversations/s, unconfirmed', mood: 'doubtful' });
    expect(unit).toBe('conversations/s');
    expect(answer).toMatchObject({ exitCode: 112, meaning: 'the answer is not confirmed' });
    expect(keyMetrics.map(({ label }) => label)).not.toContain('sustained turns/s');
  });

  it('has a curve with one point per load, of the most informative step', () => {
    const steps = [...SAMPLE_STEPS, sampleStep(8, 'ramp-up', 80, 'invalid', ['late'])];
    const { curve, steps: rows } = buildCapacityPageModel(sampleCapacity(steps));
    expect(curve.load).toEqual([10, 20, 28, 30, 33, 40]);
    expect(curve.outcome.map(({ text, mood }) => `${text} ${mood}`)).toEqual([
      'unconfirmed doubtful',
      'sustained good',
      'sustained good',
      'sustained good',
      'inconclusive doubtful',
      'failed bad',
    ]);
    expect(curve.bounds).toEqual([30, 33]);
    // Of the same load in the order they were tested.
    expect(rows.map(({ load, number }) => `${load} #${number}`)).toEqual([
      '10 #1',
      '20 #2',
      '28 #4',
      '30 #6',
      '30 #7',
      '33 #5',
      '40 #3',
      '80 #8',
    ]);
    expect(rows[4]).toMatchObject({ outcome: 'sustained, confirmation', mood: 'good' });
  });

  it('uses the last test of a load, even if it was sustained at first', () => {
    const steps = [...SAMPLE_STEPS.slice(0, 6), sampleStep(7, 'confirm', 30, 'failed', ['too slow'])];
    const { curve } = buildCapacityPageModel(sampleCapacity(steps));
    expect(curve.outcome[curve.load.indexOf(30)]).toEqual({ text: 'failed', mood: 'bad' });
    expect(curve.bounds).toEqual([28, 30]);
  });

  it('shows the limits of objectives on its curves', () => {
    const objectives = [
      'turn p(99) < 1.5s',
      'first_output{step="hello"} p95 < 1s',
      'turn mean < 1s',
      'turns_timed_out == 0',
      'conversation_completion > 99%',
    ];
    const { curve } = buildCapacityPageModel({ ...sampleCapacity(), objectives });
    expect(curve.limits).toEqual([
      { of: 'latency', label: 'turn p(99) < 1.5s', value: 1500 },
      { of: 'completion', label: 'conversation_completion > 99%', value: 0.99 },
    ]);
  });

  it('names the load after which the endpoint had to recover, and loads that were repeated', () => {
    const recoveries = [
      { afterStep: 3, tookMs: 7200, probes: 1, recovered: true },
      { afterStep: 5, tookMs: 300_000, probes: 20, recovered: false },
    ];
    const cause = 'likely cause: other processes used 1.6 of 2 cores';
    const retries = [{ afterStep: 4, pauseMs: 5000, cause }];
    expect(buildCapacityPageModel({ ...sampleCapacity(), recoveries, retries }).pauses).toEqual([
      'After step 3 (40 virtual users) the endpoint was back to normal within 7.20 s.',
      `Step 4 (28 virtual users) was invalid and repeated after a pause of 5.00 s (${cause}).`,
      'After step 5 (33 virtual users) the endpoint was not back to normal within 5m 00s.',
    ]);
  });

  it.each([
    [{ kind: 'missed' }, [SAMPLE_STEPS[2]!], 'LOWEST LOAD NOT SUSTAINED', 'bad'],
    [{ kind: 'not-reached' }, [SAMPLE_STEPS[6]!], 'HIGHEST LOAD SUSTAINED', 'good'],
    [{ kind: 'not-reached' }, [SAMPLE_STEPS[1]!], 'UNCONFIRMED', 'doubtful'],
    [{ kind: 'cut', by: 'signal', why: 'stopped' }, [], 'NOT FINISHED', 'doubtful'],
    [{ kind: 'not-reached' }, [SAMPLE_STEPS[0]!], 'UNCONFIRMED', 'doubtful'],
  ] as const)('shows how the search ended: %o', (end, steps, headline, mood) => {
    expect(buildCapacityPageModel(sampleCapacity(steps, end)).answer).toMatchObject({ headline, mood });
  });

  it('is readable without scripts, and escapes HTML', () => {
    const hostile = { ...sampleCapacity(), scenario: '</script><img src=x onerror=alert(1)>' };
    const html = renderCapacityPage(hostile);
    expect(html).not.toContain('<img src=x');
    expect(html.split('<noscript>')[1]).toContain('<td>inconclusive: first_output p(95) &lt; 500ms: 620 ms');
  });
});
