import { describe, expect, it } from 'vitest';
import { buildCapacityPageModel } from '../../../src/render/capacity/build-capacity-page-model.ts';
import { renderCapacityPage } from '../../../src/render/capacity/render-capacity-page.ts';
import { SAMPLE_STEPS, sampleCapacity, sampleStep } from '../../support/sample-capacity.ts';

describe('what the page of a search shows', () => {
  it('is the answer in figures', () => {
    const { answer, figures } = buildCapacityPageModel(sampleCapacity());
    expect(answer).toMatchObject({ headline: 'FOUND', mood: 'good', exitCode: 0 });
    expect(figures.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'held: 30 virtual users',
      'did not hold: 33 virtual users',
      'the limit: bot',
      'turns/s that held: 24.3',
      'first_output p95 there: 500 ms',
    ]);
  });

  it('is a curve with one point a load, of the step that tells most, and the limits of objectives', () => {
    const steps = [...SAMPLE_STEPS, sampleStep(8, 'climb', 80, 'invalid', ['late'])];
    const { curve, steps: rows } = buildCapacityPageModel(sampleCapacity(steps));
    expect(curve.load).toEqual([10, 20, 28, 30, 33, 40]);
    expect(curve.held).toEqual([true, true, true, true, false, false]);
    expect(curve.bracket).toEqual([30, 33]);
    expect(curve.limits).toEqual([{ label: 'first_output p(95) < 500ms', ms: 500 }]);
    expect(rows.map(({ load }) => load)).toEqual(['10', '20', '28', '30', '30', '33', '40', '80']);
    expect(rows[4]).toMatchObject({ outcome: 'held, confirmation', mood: 'good' });
  });

  it.each([
    [{ kind: 'missed' }, [SAMPLE_STEPS[2]!], 'LOWEST LOAD FAILED', 'bad'],
    [{ kind: 'not-reached' }, [SAMPLE_STEPS[6]!], 'HIGHEST LOAD HELD', 'good'],
    [{ kind: 'not-reached' }, [SAMPLE_STEPS[1]!], 'HIGHEST LOAD HELD', 'doubtful'],
    [{ kind: 'cut', by: 'signal', why: 'stopped' }, [], 'NOT FINISHED', 'doubtful'],
    [{ kind: 'not-reached' }, [SAMPLE_STEPS[0]!], 'HIGHEST LOAD HELD', 'doubtful'],
  ] as const)('says how the search ended: %o', (end, steps, headline, mood) => {
    expect(buildCapacityPageModel(sampleCapacity(steps, end)).answer).toMatchObject({ headline, mood });
  });

  it('is told without scripts, too, and never as HTML of its own', () => {
    const hostile = { ...sampleCapacity(), scenario: '</script><img src=x onerror=alert(1)>' };
    const html = renderCapacityPage(hostile);
    expect(html).not.toContain('<img src=x');
    expect(html.split('<noscript>')[1]).toContain('<td>at the limit: first_output p(95) &lt; 500ms: 620 ms');
  });
});
