import { describe, expect, it } from 'vitest';

/** Benchmarks are plain JavaScript. */
const load = (name: string) => import(new URL(name, import.meta.url).href);
const { compareResults } = await load('./compare-results.mjs');
const { summarise } = await load('./figures.mjs');
const { describeMoved, plain, tableOfComparison, tableOfFigures } = await load('./result-tables.mjs');
const { COMMITTED, joinRuns, readResults, replaceResults } = await load('./results-file.mjs');

interface Measured {
  readonly median: number;
  readonly noise: number | null;
  readonly rounds: readonly number[];
}
interface Result {
  readonly benchmark: string;
  readonly options: readonly string[];
  readonly machine: object;
  readonly figures: readonly { readonly palaver?: Measured; readonly bare?: Measured; readonly ratio?: Measured }[];
}

const MACHINE = { cpuModel: 'Test CPU', cores: 2, memoryGib: 8, node: 'v20.1.0', platform: 'linux x64' };
const FIGURE = { name: 'CPU per turn', unit: 'µs', better: 'lower', ratio: true } as const;

const result = (rounds: Record<string, number[]>, more: Partial<Result> = {}, figure = {}): Result => ({
  benchmark: 'accuracy',
  options: ['--rounds', '3'],
  machine: MACHINE,
  figures: [summarise({ ...FIGURE, ...figure, rounds })],
  ...more,
});
const outcomes = (before: Result, now: Result) =>
  compareResults([before], [now]).map(({ kind, outcome }: Record<string, string>) => `${kind} ${outcome}`);

describe('the noise of a figure', () => {
  it('is the largest distance of a round from the median', () => {
    expect(summarise({ ...FIGURE, rounds: { palaver: [100, 104, 98] } }).palaver).toEqual({
      median: 100,
      noise: 4,
      rounds: [100, 104, 98],
    });
  });

  it('is unknown for a single round', () => {
    expect(summarise({ ...FIGURE, rounds: { palaver: [100] } }).palaver?.noise).toBeNull();
  });

  it('of a ratio is that of the ratios of the rounds: what slows both down cancels out', () => {
    const figure = summarise({ ...FIGURE, rounds: { palaver: [100, 200, 300], bare: [50, 100, 150] } });
    expect(figure.ratio).toEqual({ median: 2, noise: 0, rounds: [2, 2, 2] });
    expect(figure.palaver?.noise).toBe(100);
  });

  it('belongs to no ratio where a ratio means nothing', () => {
    expect(summarise({ ...FIGURE, ratio: false, rounds: { palaver: [1], bare: [1] } }).ratio).toBeUndefined();
    expect(summarise({ ...FIGURE, rounds: { palaver: [1], bare: [0] } }).ratio).toBeUndefined();
  });
});

describe('a comparison of results', () => {
  it.each<[string, number[], number[], string]>([
    ['more than both noises lower is better', [100, 102, 98], [90, 92, 88], 'better'],
    ['more than both noises higher is worse', [100, 102, 98], [110, 112, 108], 'worse'],
    ['as much as both noises is within noise', [100, 102, 98], [96, 98, 94], 'within noise'],
    ['a noisy side hides a change', [100, 120, 98], [90, 92, 88], 'within noise'],
    ['one side with a single round has the noise of the other', [100, 102, 98], [95], 'better'],
    ['the same within that noise', [100], [97, 99, 95], 'within noise'],
    ['two single rounds say nothing', [100], [200], 'noise unknown'],
  ])('%s', (_name, before, now, outcome) => {
    expect(outcomes(result({ palaver: before }), result({ palaver: now }))).toEqual([`palaver ${outcome}`]);
  });

  it.each<['higher' | 'nearer 0', number[], number[], string]>([
    ['higher', [100, 101], [110, 111], 'better'],
    ['higher', [110, 111], [100, 101], 'worse'],
    ['nearer 0', [-5, -5.1], [-1, -1.1], 'better'],
    ['nearer 0', [-1, -1.1], [5, 5.1], 'worse'],
  ])('knows that %s may be an improvement', (better, before, now, outcome) => {
    expect(outcomes(result({ palaver: before }, {}, { better }), result({ palaver: now }, {}, { better }))).toEqual([
      `palaver ${outcome}`,
    ]);
  });

  it('has a row of the ratio, which may move on its own', () => {
    const before = result({ palaver: [100, 101, 99], bare: [50, 50, 50] });
    const now = result({ palaver: [100, 101, 99], bare: [40, 40, 40] });
    expect(outcomes(before, now)).toEqual(['palaver within noise', 'ratio worse']);
  });

  it('of another machine is one of ratios only', () => {
    const rounds = { palaver: [100, 101], bare: [50, 50] };
    const twice = { palaver: [200, 202], bare: [100, 100] };
    for (const machine of [{ cores: 4 }, { cpuModel: 'Other' }, { node: 'v22.0.0' }, { memoryGib: 16 }])
      expect(outcomes(result(rounds), result(twice, { machine: { ...MACHINE, ...machine } }))).toEqual([
        'ratio within noise',
      ]);
    expect(outcomes(result(rounds), result(twice, { machine: { ...MACHINE, node: 'v20.9.9' } }))).toHaveLength(2);
  });

  it('includes ratios of any kind on another machine', () => {
    const figure = { unit: '×' };
    const machine = { ...MACHINE, cores: 4 };
    expect(outcomes(result({ palaver: [2, 4] }, {}, figure), result({ palaver: [2, 2] }, { machine }, figure))).toEqual(
      ['palaver within noise'],
    );
  });

  it.each<[string, Partial<Result>, object]>([
    ['benchmark', { benchmark: 'memory' }, {}],
    ['options', { options: ['--rounds', '5'] }, {}],
    ['figure', {}, { name: 'another' }],
    ['unit', {}, { unit: 'ms' }],
  ])('needs the same %s', (_what, more, figure) => {
    const rounds = { palaver: [1, 2] };
    expect(outcomes(result(rounds), result(rounds, more, figure))).toEqual(['palaver not compared']);
  });
});

describe('tables', () => {
  it('show medians with their noise, without empty columns', () => {
    const { figures } = result({ palaver: [100, 104, 98], bare: [50] });
    expect(tableOfFigures(figures)).toBe(
      [
        '|  | unit | palaver | bare loop | palaver ÷ bare loop |',
        '| --- | --- | --: | --: | --: |',
        '| CPU per turn | µs | 100 ± 4.00 | 50.0 | 2.00 |',
      ].join('\n'),
    );
  });

  it('show changes, and name what moved', () => {
    const rows = compareResults([result({ palaver: [100, 102, 98] })], [result({ palaver: [90, 92, 88] })]);
    expect(tableOfComparison(rows)).toContain('| CPU per turn | µs | 100 ± 2.00 | 90.0 ± 2.00 | −10.0 % | better |');
    expect(describeMoved(rows)).toEqual([
      '1 of 1 figures moved by more than their noise:',
      '  better accuracy: CPU per turn: 100 ± 2.00 → 90.0 ± 2.00 µs (−10.0 %)',
    ]);
    expect(describeMoved(compareResults([result({ palaver: [1] })], [result({ palaver: [1] })]))).toEqual([
      'no figure moved by more than its noise',
    ]);
  });

  it.each([
    [0, '0.00'],
    [0.0241, '0.024'],
    [-1.618, '-1.62'],
    [14.84, '14.8'],
    [146.2, '146'],
    [2089.4, '2,089'],
  ])('show %s as %s', (value, text) => expect(plain(value)).toBe(text));
});

describe('files of results', () => {
  it('join the rounds of several runs', () => {
    const told = (rounds: object) => [{ ...FIGURE, rounds }];
    const [figure] = joinRuns([told({ palaver: [1, 2], bare: [1] }), told({ palaver: [3], bare: [3] })]);
    expect([figure.palaver.rounds, figure.bare.rounds]).toEqual([
      [1, 2, 3],
      [1, 3],
    ]);
  });

  it('replace results by benchmark', () => {
    const named = (benchmark: string, seconds: number) => ({ benchmark, seconds });
    expect(replaceResults([named('b', 1), named('c', 1)], [named('c', 2), named('a', 2)])).toEqual([
      named('a', 2),
      named('b', 1),
      named('c', 2),
    ]);
  });

  it('commit medians that follow from their rounds', () => {
    const results: readonly Result[] = readResults(COMMITTED);
    const values = results.flatMap(({ figures }) => figures.flatMap((one) => [one.palaver, one.bare, one.ratio]));
    for (const value of values.filter((one) => one !== undefined)) {
      expect(value.median).toBeGreaterThanOrEqual(Math.min(...value.rounds));
      expect(value.median).toBeLessThanOrEqual(Math.max(...value.rounds));
    }
    expect(values.length).toBeGreaterThan(0);
  });
});
