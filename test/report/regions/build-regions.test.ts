import { describe, expect, it } from 'vitest';
import { regionLines, rowName } from '../../../src/render/region-lines.ts';
import { TARGETS, targetsReport } from '../../support/targets-report.ts';

const regionsOf = (...setting: Parameters<typeof targetsReport>) => targetsReport(...setting).regions;
const rowOf = (regions: ReturnType<typeof regionsOf>, name: string) =>
  regions!.ranking.find((row) => rowName(row) === name)!;
const widthOf = (regions: ReturnType<typeof regionsOf>) => {
  const [, us] = rowOf(regions, 'turn p50').standings;
  return us!.interval95![1] - us!.interval95![0];
};

describe('the ranking of targets', () => {
  it('marks a target that is significantly worse, with the difference', () => {
    const regions = regionsOf({ factor: 1.2 });
    expect(regions).toMatchObject({ basis: 'paired', blockMs: expect.any(Number) });
    for (const name of ['first_output p50', 'first_output p95', 'turn p50', 'turn p95']) {
      const [best, other] = rowOf(regions, name).standings;
      expect([best!.target, best!.outcome, other!.target, other!.outcome]).toEqual(['eu', 'best', 'us', 'worse']);
      expect(other!.interval95![0]).toBeLessThan(0.2);
      expect(other!.interval95![1]).toBeGreaterThan(0.15);
    }
    expect(regionLines(rowOf(regions, 'turn p50'))).toMatchObject([
      { target: 'eu', against: '', outcome: 'best' },
      { target: 'us', against: expect.stringMatching(/^\+[\d.]+ % \(\+[\d.]+ to \+[\d.]+\)$/), outcome: 'worse' },
    ]);
  });

  it('is inconclusive for equal targets', () => {
    const { ranking } = regionsOf({})!;
    for (const { standings } of ranking) expect(standings[1]!.outcome).toBe('inconclusive');
    expect(regionLines(ranking.at(-1)!)).toMatchObject([
      { value: '100 %', outcome: '' },
      { value: '100 %', against: expect.stringMatching(/^±0 pp \(−[\d.]+ to \+[\d.]+\)$/) },
    ]);
  });

  it('cancels effects common to all targets that get load at the same time', () => {
    const together = regionsOf({ factor: 1.1, shared: 0.3 });
    const inTurn = regionsOf({ factor: 1.1, shared: 0.3, load: { targetOrder: 'abba', targetSlotMs: 1000 } });
    expect([together!.basis, inTurn!.basis]).toEqual(['paired', 'in-turn']);
    expect(widthOf(together)).toBeLessThan(widthOf(inTurn) / 2);
    expect(rowOf(together, 'turn p50').standings[1]!.outcome).toBe('worse');
    expect(rowOf(inTurn, 'turn p50').standings[1]!.outcome).toBe('inconclusive');
    expect(regionsOf({ load: { model: 'closed' } })!.basis).toBe('same-time');
  });

  it('needs enough time and a finished run', () => {
    const [best, other] = rowOf(regionsOf({ factor: 2, seconds: 40 }), 'turn p50').standings;
    expect(best!.outcome).toBe('best');
    expect(other).toMatchObject({
      outcome: 'not-enough-data',
      why: expect.stringMatching(/^\d of 10 independent blocks of .* run for at least \d+ s$/),
    });
    expect(regionsOf({}, false)).toBeUndefined();
  });

  it('shows the time by phase', () => {
    const { path } = regionsOf({})!;
    expect(path.map(({ target }) => target)).toEqual(TARGETS);
    for (const { connect, ready, rtt, firstOutput } of path) {
      expect([connect, ready, rtt]).toEqual([12, 3, null]);
      expect(firstOutput).toBeGreaterThan(100);
    }
  });
});
