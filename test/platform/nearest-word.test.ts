import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../src/platform/nearest-word.ts';

describe('did you mean', () => {
  const known = ['run', 'check', 'report', 'endpoint', 'validate'];
  it.each([
    ['reprot', 'report'],
    ['chek', 'check'],
    ['valdiate', 'validate'],
    ['rum', 'run'],
    ['ru', 'run'],
  ])('%s → %s', (word, meant) => {
    expect(nearestWord(word, known)).toBe(meant);
  });

  it.each(['', 'x', 'deploy', 'benchmark'])('nothing close to %j', (word) => {
    expect(nearestWord(word, known)).toBeUndefined();
  });

  it('nothing known', () => {
    expect(nearestWord('run', [])).toBeUndefined();
  });
});
