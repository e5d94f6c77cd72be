import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, nextStep, type SearchRange, type TestedLoad } from '../../src/capacity/capacity-search.ts';

const USERS: SearchRange = { from: 1, to: 10_000, factor: 2, isWhole: true };

/** Tries loads until the search ends; each outcome is what `at` says of a load. */
function searchAll(range: SearchRange, at: (load: number, kind: TestedLoad['kind']) => TestedLoad['outcome']) {
  const tested: TestedLoad[] = [];
  for (;;) {
    const next = nextStep(range, tested);
    if (next.kind === 'end')
      return { tested, loads: tested.map(({ load }) => load), status: next.status, ...boundsOf(tested) };
    tested.push({ ...next, outcome: at(next.load, next.kind) });
    if (tested.length > 100) throw new Error('it does not end');
  }
}

describe('the order of tested loads', () => {
  it('ramps up, bisects, and confirms', () => {
    const { tested, status } = searchAll(USERS, (load) => (load <= 21 ? 'held' : 'failed'));
    expect(tested.map(({ kind, load }) => `${kind} ${load}`)).toEqual([
      'ramp-up 1',
      'ramp-up 2',
      'ramp-up 4',
      'ramp-up 8',
      'ramp-up 16',
      'ramp-up 32',
      'bisect 23',
      'bisect 19',
      'bisect 21',
      'confirm 21',
    ]);
    expect(status).toBe('found');
  });

  it('ends at once if even the lowest load fails', () => {
    expect(searchAll(USERS, () => 'failed')).toMatchObject({ loads: [1], status: 'missed', held: undefined });
  });

  it('confirms the highest load if that is sustained', () => {
    expect(searchAll({ ...USERS, to: 5 }, () => 'held')).toMatchObject({
      loads: [1, 2, 4, 5, 5],
      status: 'not-reached',
    });
  });

  it('goes below a load that is not sustained for longer', () => {
    const { status, held, failed } = searchAll(USERS, (load, kind) =>
      load <= (kind === 'confirm' ? 15 : 20) ? 'held' : 'at-the-limit',
    );
    expect(status).toBe('found');
    expect(held!.load).toBe(15);
    expect(failed!.load).toBe(16);
  });

  it('tests a load again after an invalid step', () => {
    const outcomes: TestedLoad['outcome'][] = ['held', 'invalid', 'held'];
    const { loads } = searchAll({ ...USERS, to: 2 }, () => outcomes.shift() ?? 'held');
    expect(loads).toEqual([1, 2, 2, 2]);
  });

  it('ends for any capacity with a sustained load and a close failed one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 900, noNaN: true }),
        fc.boolean(),
        fc.double({ min: 1.2, max: 10, noNaN: true }),
        (truth, isWhole, factor) => {
          const range = { from: isWhole ? 1 : 0.5, to: 1000, factor, isWhole };
          const { status, held, failed, loads } = searchAll(range, (load) => (load <= truth ? 'unproven' : 'failed'));
          if (truth < range.from) return status === 'missed';
          const close = failed!.load / held!.load <= 1.1 || (isWhole && failed!.load - held!.load === 1);
          const most = 12 + Math.log(1000 / range.from) / Math.log(factor);
          return status === 'found' && held!.load <= truth && failed!.load > truth && close && loads.length <= most;
        },
      ),
      { numRuns: 500 },
    );
  });
});
