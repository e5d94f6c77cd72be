import { describe, expect, it } from 'vitest';
import { capacityRendererOf } from '../../../src/render/capacity-renderers.ts';
import { renderCapacity } from '../../../src/render/render-capacity.ts';
import { stepLine } from '../../../src/render/step-line.ts';
import { capacityJsonSchema, capacitySchema } from '../../../src/report/capacity/capacity-schema.ts';
import { expectGolden } from '../../support/golden.ts';
import { SAMPLE_STEPS, sampleCapacity } from '../../support/sample-capacity.ts';

describe('the text output of a capacity search', () => {
  it('is a table of loads and an answer, within 80 columns', () => {
    const text = renderCapacity(sampleCapacity());
    expectGolden('capacity.txt', text);
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('says which loads were repeated, after which pause, and why', () => {
    const cause = 'likely cause: other processes used 1.6 of 2 cores (chrome 0.9)';
    const text = renderCapacity({ ...sampleCapacity(), retries: [{ afterStep: 4, pauseMs: 5000, cause }] });
    expect(text.replace(/\s+/g, ' ')).toContain(
      `Step 4 (28 virtual users) was invalid and repeated after a pause of 5.00 s (${cause}).`,
    );
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('is shown step by step during the search', () => {
    expectGolden('capacity-steps.txt', `${SAMPLE_STEPS.map((step) => stepLine(step, 'vus')).join('\n')}\n`);
  });

  it('has one line for a step that fits', () => {
    expect(stepLine(SAMPLE_STEPS[1]!, 'vus', 120)).toMatch(
      /^✓ {2}2 {2}20 virtual users .* 100 % completed {2}sustained \(ramp-up\)$/,
    );
  });

  it('never shows 100 % completed if one conversation was not', () => {
    expect(stepLine({ ...SAMPLE_STEPS[1]!, completion: 0.99996 }, 'rate')).toContain('>99.99 % completed');
  });

  it('has no latency if a step stopped before its first turn', () => {
    const none = { p50Ms: null, p95Ms: null, p99Ms: null };
    const step = { ...SAMPLE_STEPS[1]!, firstOutput: none, turn: none };
    const before = { ...step, outcome: 'stopped', turnsPerSecond: 0, completion: null } as const;
    expect(stepLine(before, 'vus')).toContain('p95 n/a');
    expect(stepLine({ ...before, outcome: 'held', completion: 1 }, 'vus')).toContain('p95 –');
    expect(stepLine({ ...step, outcome: 'failed' }, 'vus')).toContain('p95 failed');
  });

  it('shows no control characters of a hostile name', () => {
    const text = renderCapacity({ ...sampleCapacity(), scenario: 'a\u001b[31mb' });
    expect(text).not.toContain('\u001b');
  });
});

describe('the JSON output of a capacity search', () => {
  it('is valid against its schema', () => {
    const text = capacityRendererOf('json')(sampleCapacity());
    expect(capacitySchema.parse(JSON.parse(text)).answer.held).toBe(30);
  });

  it('has the committed schema', () => {
    expectGolden('../../scenarios/capacity.schema.json', `${JSON.stringify(capacityJsonSchema(), null, 2)}\n`);
  });

  it('lists the output types', () => {
    expect(() => capacityRendererOf('xml')).toThrow('unknown output type xml for a capacity search');
  });
});
