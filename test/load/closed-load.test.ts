import { describe, expect, it } from 'vitest';
import { type ClosedLoadInput, checkClosedLoad, closedLoad } from '../../src/load/closed-load.ts';
import { conversationsOf } from '../../src/load/conversation-number.ts';
import { plannedEndMs, targetAt } from '../../src/load/load-profile.ts';
import { KnownError } from '../../src/platform/known-error.ts';

const load = (input: Omit<ClosedLoadInput, 'startSpreadMs' | 'gracefulStopMs'>) =>
  closedLoad({ startSpreadMs: 2000, gracefulStopMs: 35_000, ...input });

describe('a closed load', () => {
  it('with vus and a duration jumps to its level and ends', () => {
    const profile = load({ vus: 20, durationMs: 60_000 });
    expect(profile).toMatchObject({
      maxVus: 20,
      conversations: undefined,
      startSpreadMs: 2000,
      gracefulStopMs: 35_000,
    });
    expect(plannedEndMs(profile)).toBe(60_000);
    expect([0, 30_000, 59_999, 60_000].map((t) => targetAt(profile, t))).toEqual([20, 20, 20, 0]);
  });

  it('with only conversations has one user and no planned end', () => {
    const profile = load({ conversations: 5 });
    expect(profile).toMatchObject({ maxVus: 1, stages: [], conversations: 5 });
    expect(plannedEndMs(profile)).toBe(Number.POSITIVE_INFINITY);
  });

  it('with only a duration has one user', () => {
    expect(load({ durationMs: 1000 }).maxVus).toBe(1);
  });

  it('with stages has as many users as its highest stage', () => {
    const profile = load({
      stages: [
        { durationMs: 10_000, vus: 5 },
        { durationMs: 10_000, vus: 50 },
        { durationMs: 5000, vus: 0 },
      ],
    });
    expect(profile.maxVus).toBe(50);
    expect([0, 5000, 10_000, 15_000, 20_000, 22_500, 25_000].map((t) => targetAt(profile, t))).toEqual([
      0, 2.5, 5, 27.5, 50, 25, 0,
    ]);
  });

  it.each([
    ['nothing at all', {}, /duration is missing; add an end to the load: duration, conversations or stages/],
    ['users without an end', { vus: 5 }, /duration is missing/],
    ['0 users', { vus: 0, durationMs: 1000 }, /vus must be a whole number from 1 to 1,000,000 \(got 0\)/],
    ['half a user', { vus: 1.5, durationMs: 1000 }, /vus .* \(got 1\.5\)/],
    ['users that are no number', { vus: Number.NaN, durationMs: 1000 }, /vus .* \(got NaN\)/],
    ['fewer than no users', { vus: -3, durationMs: 1000 }, /vus .* \(got -3\)/],
    ['a negative duration', { vus: 1, durationMs: -1000 }, /duration must be greater than 0s \(got -1s\)/],
    ['a duration of 0', { vus: 1, durationMs: 0 }, /duration must be greater than 0s \(got 0s\)/],
    ['0 conversations', { conversations: 0 }, /conversations must be a whole number, at least 1 \(got 0\)/],
    ['no stages', { stages: [] }, /stages must have at least one stage longer than 0s/],
    [
      'stages without time',
      { stages: [{ durationMs: 0, vus: 5 }] },
      /stages must have at least one stage longer than 0s/,
    ],
    [
      'stages without users',
      { stages: [{ durationMs: 1000, vus: 0 }] },
      /stages must have at least one stage above 0 users/,
    ],
    ['a negative stage', { stages: [{ durationMs: -1, vus: 5 }] }, /stages of at least 0s \(stage 1 lasts -1ms\)/],
    [
      'stages and users',
      { vus: 5, stages: [{ durationMs: 1000, vus: 5 }] },
      /vus cannot be combined with stages; use one of them/,
    ],
    ['everything wrong at once', { vus: 0, durationMs: -1, conversations: -1 }, /vus .*\nduration .*\nconversations /],
  ])('with %s is rejected', (_name, input, message) => {
    expect(() => load(input)).toThrow(KnownError);
    expect(() => load(input)).toThrow(message);
  });

  it('counts conversations per user if configured', () => {
    const terms = { startSpreadMs: 0, gracefulStopMs: 0 };
    const each = closedLoad({ vus: 7, conversationsPerVu: 3, ...terms });
    expect([0, 3, 6].map((vu) => conversationsOf(each, vu))).toEqual([3, 3, 3]);
    const staged = closedLoad({ stages: [{ durationMs: 1000, vus: 4 }], conversationsPerVu: 2, ...terms });
    expect(staged.conversations).toBe(8);
    expect(checkClosedLoad({ vus: 7, conversations: 3, conversationsPerVu: 3, ...terms })).toEqual([
      { field: 'conversationsPerVu', message: 'cannot be combined with conversations; use one of them' },
    ]);
    expect(checkClosedLoad({ conversationsPerVu: 0, ...terms })[0]).toMatchObject({ field: 'conversationsPerVu' });
  });
});
