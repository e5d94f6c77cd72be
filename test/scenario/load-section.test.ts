import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { LoadProfile } from '../../src/load/load-profile.ts';
import { parseReplay } from '../../src/scenario/build/replay.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { rateStages } from '../support/open-load.ts';
import { refusal } from '../support/refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'palaver-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

const load = (section: string): LoadProfile | undefined =>
  loadScenario(
    `load: ${section}\nconversations: [{ steps: [{ say: hi, think: 2s }, { say: bye, think: 3s }] }]`,
    join(folder, 'x.yml'),
    {
      env: {},
      needTargets: false,
    },
  ).load;

describe('the load section', () => {
  it('of an open load has every default', () => {
    expect(load('{ open: { rate: 5/s, duration: 10m } }')).toEqual({
      model: 'open',
      stages: rateStages([0, 5], [600_000, 5]),
      arrivals: 'uniform',
      conversations: undefined,
      maxVus: 100,
      whenFull: 'drop',
      gracefulStopMs: 35_000,
      warmUpMs: 0,
      measure: 'all',
    });
  });

  it('of an open load accepts every key', () => {
    const section = `
      gracefulStop: 9s
      warmUp: 20s
      measure: steady
      open: { stages: [ 30s: 10/s, { duration: 1m, rate: 600/min } ], arrivals: poisson, maxVus: 7, whenFull: wait, conversations: 99 }`;
    expect(load(`\n${section}`)).toEqual({
      model: 'open',
      stages: rateStages([30_000, 10], [60_000, 10]),
      arrivals: 'poisson',
      conversations: 99,
      maxVus: 7,
      whenFull: 'wait',
      gracefulStopMs: 9000,
      warmUpMs: 20_000,
      measure: 'steady',
    });
  });

  it('gives an open load as many virtual users as it needs: think time and 5 s per turn', () => {
    expect(load('{ open: { rate: 20/s, duration: 1m } }')).toMatchObject({ maxVus: 300 });
    expect(load('{ open: { stages: [ 1m: 20/s, 1m: 1/s ] } }')).toMatchObject({ maxVus: 300 });
  });

  it('increases virtual users and arrivals in steps', () => {
    expect(load('{ closed: { stairs: { from: 5, to: 10, step: 5, each: 1m, ramp: 10s } } }')).toMatchObject({
      maxVus: 10,
      stages: [
        { durationMs: 10_000, vus: 5 },
        { durationMs: 60_000, vus: 5 },
        { durationMs: 10_000, vus: 10 },
        { durationMs: 60_000, vus: 10 },
      ],
    });
    expect(load('{ open: { stairs: { from: 1/s, to: 2/s, step: 60/min, each: 1m } } }')).toMatchObject({
      stages: rateStages([0, 1], [60_000, 1], [0, 2], [60_000, 2]),
    });
  });

  it.each([
    ['{ closed: { stairs: { from: 1, to: 9, step: 0, each: 1m } } }', 'step must be greater than 0 (got 0)'],
    ['{ closed: { stairs: { from: 1, to: 900000, step: 1, each: 1m } } }', 'stairs must have at most 1,000 levels'],
    ['{ open: { stairs: { from: 1/s, to: 9/s, step: 0/s, each: 1m } } }', 'step must be greater than 0 (got "0/s")'],
    ['{ open: { stairs: { from: 1/s, to: 9/s, step: 1/s, each: 0s } } }', 'must be greater than 0s'],
  ])('rejects invalid steps of the load: %s', (text, message) => {
    expect(refusal(() => load(text)).message).toContain(message);
  });

  it('keeps a pace, over which the starts of users are spread', () => {
    expect(load('{ closed: { vus: 5, duration: 1m, pace: 10s } }')).toMatchObject({
      paceMs: 10_000,
      startSpreadMs: 10_000,
    });
    expect(load('{ closed: { vus: 5, duration: 1m } }')).toMatchObject({ paceMs: undefined, startSpreadMs: 5000 });
  });

  it('replays a file next to the scenario', () => {
    writeFileSync(join(folder, 'day.csv'), '\uFEFFtime,rate\n0s,1/s\n60,10\n1m,20/s\n2m,0\n');
    expect(load('{ open: { replay: day.csv } }')).toMatchObject({
      stages: rateStages([0, 1], [60_000, 10], [0, 20], [60_000, 0]),
      maxVus: 300,
    });
  });
});

describe('a replay file', () => {
  it.each([
    ['', 'is empty'],
    ['time,rate\n', 'no rows'],
    ['when,rate\n0,1\n', 'has no column time'],
    ['time,speed\n0,1\n', 'has no column rate'],
    ['time,rate\n5s,1\n', 'must start at time 0'],
    ['time,rate\n0s,1\nlater,2\n', 'has no time in row 2: "later"'],
    ['time,rate\n0s,-1\n', 'has no rate in row 1: "-1"'],
    ['time,rate\n0s,1\n9s,2\n8s,2\n', 'goes back in time in row 3 (8s)'],
  ])('of %j is rejected', (text, message) => {
    expect(() => parseReplay(text, 'day.csv')).toThrow(message);
  });
});
