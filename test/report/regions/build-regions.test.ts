import { describe, expect, it } from 'vitest';
import { regionLines, rowName } from '../../../src/render/regions/region-lines.ts';
import { buildReport } from '../../../src/report/build-report.ts';
import type { LoadFacts } from '../../../src/report/run-facts.ts';
import { normalDraws } from '../../support/random-series.ts';
import { sampleFacts } from '../../support/sample-report.ts';
import { appendConversation, recorderOf, SHAPE } from '../../support/sample-run.ts';

interface Setting {
  /** How much longer turns take at the second target. */
  readonly factor?: number;
  /** Standard deviation of what both targets share from second to second, of the logarithm. */
  readonly shared?: number;
  readonly seconds?: number;
  readonly load?: Partial<LoadFacts>;
}

const TARGETS = ['eu', 'us'];

/** A run at two targets whose turns are lognormal(0.3), as a recorder and buildReport make it. */
function regionsOf({ factor = 1, shared = 0, seconds = 120, load = {} }: Setting, settled = true) {
  const { table, recorder } = recorderOf({ ...SHAPE, targets: TARGETS });
  const draw = normalDraws(7, 'turns');
  const level = normalDraws(8, 'level');
  for (let second = 0; second < seconds; second++) {
    const common = Math.exp(shared * level());
    for (let turn = 0; turn < 10; turn++)
      for (const [target, slower] of [1, factor].entries()) {
        const firstOutputUs = Math.round(200_000 * common * slower * Math.exp(0.3 * draw()));
        const atMs = second * 1000 + turn * 100;
        appendConversation(
          recorder,
          table,
          [{ step: 0, atMs, outcome: 'completed', firstOutputUs, turnUs: firstOutputUs + 10_000 }],
          target,
        );
      }
  }
  const facts = sampleFacts();
  const durationMs = seconds * 1000;
  const stages = [
    { durationMs: 0, ratePerSecond: 10 },
    { durationMs, ratePerSecond: 10 },
  ];
  const { regions } = buildReport(recorder.snapshot(), {
    ...facts,
    settled,
    targets: TARGETS.map((name) => ({ ...facts.targets[0]!, name })),
    load: { ...facts.load, model: 'open', stages, targetOrder: 'together', ...load },
    run: { ...facts.run, durationMs },
  });
  return regions;
}

const rowOf = (regions: ReturnType<typeof regionsOf>, name: string) =>
  regions!.ranking.find((row) => rowName(row) === name)!;
const widthOf = (regions: ReturnType<typeof regionsOf>) => {
  const [, us] = rowOf(regions, 'turn p50').standings;
  return us!.interval95![1] - us!.interval95![0];
};

describe('the targets of a run', () => {
  it('are ranked where one is surely behind, with how far', () => {
    const regions = regionsOf({ factor: 1.2 });
    expect(regions).toMatchObject({ basis: 'paired', blockMs: expect.any(Number) });
    for (const name of ['first_output p50', 'first_output p95', 'turn p50', 'turn p95']) {
      const [best, other] = rowOf(regions, name).standings;
      expect([best!.target, best!.outcome, other!.target, other!.outcome]).toEqual(['eu', 'best', 'us', 'behind']);
      expect(other!.interval95![0]).toBeLessThan(0.2);
      expect(other!.interval95![1]).toBeGreaterThan(0.15);
    }
    expect(regionLines(rowOf(regions, 'turn p50'))).toMatchObject([
      { target: 'eu', against: '', outcome: 'ahead' },
      { target: 'us', against: expect.stringMatching(/^\+\d+ % \(\+[\d.]+ … \+[\d.]+ %\)$/), outcome: 'behind' },
    ]);
  });

  it('are not told apart where they are alike', () => {
    const { ranking } = regionsOf({})!;
    for (const { standings } of ranking) expect(standings[1]!.outcome).toBe('not-told-apart');
    expect(regionLines(ranking.at(-1)!)).toMatchObject([
      { value: '100 %', outcome: '' },
      { value: '100 %', against: expect.stringMatching(/^±0 pt \(−[\d.]+ … \+[\d.]+ pt\)$/) },
    ]);
  });

  it('are compared as if what befalls both were not there, as long as they live through it together', () => {
    const together = regionsOf({ factor: 1.1, shared: 0.3 });
    const inTurn = regionsOf({ factor: 1.1, shared: 0.3, load: { targetOrder: 'abba', targetBlockMs: 1000 } });
    expect([together!.basis, inTurn!.basis]).toEqual(['paired', 'in-turn']);
    expect(widthOf(together)).toBeLessThan(widthOf(inTurn) / 2);
    expect(rowOf(together, 'turn p50').standings[1]!.outcome).toBe('behind');
    expect(rowOf(inTurn, 'turn p50').standings[1]!.outcome).toBe('not-told-apart');
    expect(regionsOf({ load: { model: 'closed' } })!.basis).toBe('same-time');
  });

  it('need time to be told apart, and the end of the run', () => {
    const [best, other] = rowOf(regionsOf({ factor: 2, seconds: 40 }), 'turn p50').standings;
    expect(best!.outcome).toBe('best');
    expect(other).toMatchObject({
      outcome: 'not-enough-data',
      why: expect.stringMatching(/^\d independent stretches/),
    });
    expect(regionsOf({}, false)).toBeUndefined();
  });

  it('show where their time goes', () => {
    const { path } = regionsOf({})!;
    expect(path.map(({ target }) => target)).toEqual(TARGETS);
    for (const { connect, ready, rtt, firstOutput } of path) {
      expect([connect, ready, rtt]).toEqual([12, 3, null]);
      expect(firstOutput).toBeGreaterThan(100);
    }
  });
});
