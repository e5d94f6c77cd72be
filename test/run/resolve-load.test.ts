import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import { resolveLoad } from '../../src/run/plan/resolve-load.ts';
import type { RunOptions } from '../../src/run/run-options.ts';
import { openLoadOf, rateStages } from '../support/open-load.ts';
import { refusal } from '../support/refusal.ts';
import { scenarioOf } from '../support/shard-fixture.ts';

const { conversations } = scenarioOf([
  { timeoutMs: 20_000, think: { kind: 'constant', ms: 3000 } },
  { timeoutMs: 40_000, think: { kind: 'constant', ms: 1000 } },
]);
/** What the conversations say of a load: the longest think time + 2 s, the longest timeout + 5 s. */
const SPREAD = 5000;
const GRACEFUL = 45_000;
const OWN = closedLoad({ vus: 7, durationMs: 60_000, conversations: 99, startSpreadMs: 1, gracefulStopMs: 2 });

const load = (options: RunOptions, own = true) => resolveLoad({ conversations, load: own ? OWN : undefined }, options);

describe('the load of a run', () => {
  it('is that of the scenario by default', () => {
    expect(load({})).toEqual(OWN);
    expect(load({ 'graceful-stop': 9000 })).toEqual({ ...OWN, gracefulStopMs: 9000 });
    expect(load({ 'graceful-stop': 0 }).gracefulStopMs).toBe(0);
  });

  it('is one user and one conversation if there is none', () => {
    expect(load({}, false)).toEqual({
      model: 'closed',
      stages: [],
      maxVus: 1,
      conversations: 1,
      startSpreadMs: 0,
      paceMs: undefined,
      gracefulStopMs: GRACEFUL,
      warmUpMs: 0,
      measure: 'all',
    });
  });

  it('is entirely that of the flags; only the graceful stop of the file stays', () => {
    const replaced = load({ vus: 3, duration: 10_000 });
    expect(replaced).toEqual({
      model: 'closed',
      stages: [
        { durationMs: 0, vus: 3 },
        { durationMs: 10_000, vus: 3 },
      ],
      maxVus: 3,
      conversations: undefined,
      startSpreadMs: SPREAD,
      paceMs: undefined,
      gracefulStopMs: 2,
      warmUpMs: 0,
      measure: 'all',
    });
    expect(load({ duration: 10_000 }).maxVus).toBe(1);
    expect(load({ conversations: 5 })).toMatchObject({ stages: [], maxVus: 1, conversations: 5 });
  });

  it('with only vus is one conversation per user', () => {
    expect(load({ vus: 12 })).toMatchObject({ stages: [], maxVus: 12, conversations: 12 });
  });

  it('with a duration and conversations keeps both', () => {
    expect(load({ vus: 2, duration: 1000, conversations: 8 })).toMatchObject({ maxVus: 2, conversations: 8 });
  });

  it('ramps in stages', () => {
    const staged = load({ stage: ['30s:50', '1m30s:50', '10:0'] });
    expect(staged.stages).toEqual([
      { durationMs: 30_000, vus: 50 },
      { durationMs: 90_000, vus: 50 },
      { durationMs: 10_000, vus: 0 },
    ]);
    expect(staged).toMatchObject({ maxVus: 50, conversations: undefined });
  });

  it.each(['30s', '30s:', ':50', '30s:-1', '30s:1.5', 'x:50', '30s:50:70', '30s:12345678', ''])(
    'has no stage %j',
    (stage) => {
      const error = refusal(() => load({ stage: [stage] }));
      expect(error.message).toContain(`--stage must be a time and a number of users or a rate (got "${stage}")`);
      expect(error.hint).toContain('--stage 30s:50');
    },
  );

  it('rejects stages together with vus or a duration', () => {
    expect(refusal(() => load({ stage: ['30s:50'], vus: 3 })).message).toContain(
      '--vus cannot be combined with --stage; use one of them',
    );
    expect(refusal(() => load({ stage: ['30s:50'], duration: 1 })).message).toContain(
      '--duration cannot be combined with --stage; use one of them',
    );
  });
});

describe('an open load from flags', () => {
  it('is a rate and a duration', () => {
    expect(load({ rate: 5, duration: 10_000 })).toEqual({
      model: 'open',
      stages: rateStages([0, 5], [10_000, 5]),
      arrivals: 'uniform',
      conversations: undefined,
      // 5/s × 14 s are 70 users; there are 100 at least.
      maxVus: 100,
      whenFull: 'drop',
      gracefulStopMs: 2,
      warmUpMs: 0,
      measure: 'all',
    });
  });

  it('may end after a number of conversations', () => {
    expect(load({ rate: 5, conversations: 10 })).toMatchObject({ stages: rateStages([0, 5]), conversations: 10 });
  });

  it('ramps in stages of rates', () => {
    const staged = load({ stage: ['30s:10/s', '1m:600/min', '10:0/s'] });
    expect(staged.stages).toEqual(rateStages([30_000, 10], [60_000, 10], [10_000, 0]));
  });

  it('has as many users as its highest rate needs: think time and 5 s per turn', () => {
    // Two turns: 3 s and 1 s of thinking, 5 s each of answering.
    expect(load({ rate: 200, duration: 1000 }).maxVus).toBe(2800);
    expect(load({ stage: ['10s:200/s', '10s:20/s'] }).maxVus).toBe(2800);
    expect(load({ rate: 99_999, duration: 1000 }).maxVus).toBe(10_000);
    expect(load({ rate: 200, duration: 1000, 'max-vus': 7 }).maxVus).toBe(7);
  });

  it('of the scenario may get another maximum of users', () => {
    const own = openLoadOf({ ratePerSecond: 3, durationMs: 5000 });
    expect(resolveLoad({ conversations, load: own }, { 'max-vus': 9 })).toEqual({ ...own, maxVus: 9 });
  });

  it.each<[RunOptions, RegExp]>([
    [{ rate: 5, vus: 3, duration: 1000 }, /--vus cannot be combined with a rate/],
    [{ rate: 5, stage: ['10s:50'] }, /--stage with users cannot be combined with a rate/],
    [{ stage: ['10s:50', '10s:5/s'] }, /--stage cannot mix users \(30s:50\) and rates/],
    [{ rate: 5, stage: ['10s:5/s'] }, /--rate cannot be combined with --stage/],
    [{ rate: 5 }, /--duration is missing; add an end to the load: --duration, --conversations or --stage/],
    [{ rate: 0, duration: 1000 }, /--rate must be greater than 0 and at most 100,000\/s \(got 0\/s\)/],
    [{ vus: 3, duration: 1000, 'max-vus': 9 }, /--max-vus limits the users of an open load/],
    [{ 'max-vus': 9 }, /--max-vus limits the users of an open load/],
  ])('is refused of %j', (options, message) => {
    expect(refusal(() => load(options)).message).toMatch(message);
  });
});
