import { describe, expect, it } from 'vitest';
import { findUnknownLabels } from '../../../src/scenario/faults/find-unknown-labels.ts';
import { parseSteps } from '../../../src/scenario/file/parse-steps.ts';

const unknown = (steps: unknown, thresholds: readonly string[], stepLists: unknown = {}) => {
  const scenario = { conversations: [{ name: 'talk', steps }], thresholds, stepLists };
  return findUnknownLabels(scenario, parseSteps(scenario)).map(({ path }) => path.join('/'));
};

describe('labels in thresholds', () => {
  it('are checked even if other steps are invalid', () => {
    const thresholds = ['turn{step=ask} p95 < 2s', 'turn{step=aks} p95 < 2s'];
    expect(unknown([{ say: 'a', as: 'ask', timeout: 'soon' }], thresholds)).toEqual(['thresholds/1']);
  });

  it('may name the second use of a list', () => {
    const thresholds = ['turn{step="card (2)"} p95 < 2s', 'turn{step="card (3)"} p95 < 2s'];
    expect(unknown([{ use: 'pay' }, { use: 'pay' }], thresholds, { pay: ['card'] })).toEqual(['thresholds/1']);
  });

  it('must not name a step that is not a turn', () => {
    expect(unknown(['a', { wait: { as: 'answer' } }], ['turn{step=answer} p95 < 2s'])).toEqual(['thresholds/0']);
  });

  it('are accepted if the label of an invalid step is unreadable; others are still checked', () => {
    const thresholds = ['turn{step=ask} p95 < 2s', 'turn{conversation=tolk} p95 < 2s'];
    expect(unknown([5], thresholds)).toEqual(['thresholds/1']);
  });
});
