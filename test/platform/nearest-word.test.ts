import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../src/platform/nearest-word.ts';

describe('the suggestion for a misspelt word', () => {
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

  it.each(['', 'x', 'deploy', 'benchmark'])('is none for %j', (word) => {
    expect(nearestWord(word, known)).toBeUndefined();
  });

  it('is none without candidates', () => {
    expect(nearestWord('run', [])).toBeUndefined();
  });
});
