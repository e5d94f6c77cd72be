import { describe, expect, it } from 'vitest';
import { steadyWindow, turnsWithin } from '../../src/calibrate/trial/steady-window.ts';
import { joinedTurn } from '../support/trial-metrics.ts';

/** A user who speaks every 100 ms from one second to another; each reply comes after 50 ms. */
function user(conversation: number, fromS: number, toS: number) {
  const turns = Math.round((toS - fromS) * 10);
  return Array.from({ length: turns }, (_, turn) => {
    return joinedTurn({ conversation, sentUs: fromS * 1e6 + turn * 100_000, lateUs: 0 });
  });
}

describe('the steady window', () => {
  it('starts one second after the last user first sent an input, and ends with the first conversation', () => {
    const turns = [...user(0, 1, 9), ...user(1, 3, 8), ...user(2, 2, 9)];
    expect(steadyWindow(turns, { vus: 3, endedUs: undefined })).toEqual({ fromUs: 4e6, toUs: 7.95e6 });
  });

  it('ends shortly before all users were stopped, even if some sent their last input long before', () => {
    const turns = [...user(0, 1, 9), ...user(1, 3, 8)];
    expect(steadyWindow(turns, { vus: 2, endedUs: 8.7e6 })).toEqual({ fromUs: 4e6, toUs: 8.4e6 });
  });

  it.each([
    ['one user never came', [...user(0, 1, 9)], 2],
    ['the first was done before the last had settled', [...user(0, 1, 3), ...user(1, 2.5, 9)], 2],
    ['no user sent an input', [], 1],
  ])('is missing if %s', (_why, turns, vus) => {
    expect(steadyWindow(turns, { vus, endedUs: undefined })).toBeUndefined();
  });

  it('contains the turns that start in it', () => {
    const window = { fromUs: 2e6, toUs: 3e6 };
    expect(turnsWithin(user(0, 1, 4), window).map(({ sent }) => sent.loUs)).toEqual(
      Array.from({ length: 10 }, (_, turn) => 2e6 + turn * 100_000),
    );
  });
});
