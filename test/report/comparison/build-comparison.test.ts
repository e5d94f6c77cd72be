import { describe, expect, it } from 'vitest';
import { renderComparison } from '../../../src/render/render-comparison.ts';
import { renderComparisonMarkdown } from '../../../src/render/render-comparison-markdown.ts';
import { buildComparison, type ComparisonOptions } from '../../../src/report/comparison/build-comparison.ts';
import {
  type ComparisonRow,
  comparisonJsonSchema,
  comparisonSchema,
} from '../../../src/report/comparison/comparison-schema.ts';
import { DEFAULT_GATES, parseGate } from '../../../src/report/comparison/gate.ts';
import { readReport } from '../../../src/report/read-report.ts';
import type { Report } from '../../../src/report/report.ts';
import { type ComparedRun, comparedReport } from '../../support/compared-report.ts';
import { expectGolden } from '../../support/golden.ts';
import { type PlacesRun, placesReport } from '../../support/places-report.ts';
import { refusal } from '../../support/refusal.ts';
import { SHAPE } from '../../support/sample-run.ts';

const OPTIONS: ComparisonOptions = {
  margin: { relative: 0.1, absoluteMs: 50 },
  shareMargin: 0.01,
  gates: DEFAULT_GATES,
  failOnInconclusive: false,
  palaver: '0.0.0',
};
const made = new Map<string, Report>();
/** A report, made once. */
function run(id: string, rest: Omit<ComparedRun, 'id'>): Report {
  const known = made.get(id) ?? comparedReport({ id, ...rest });
  made.set(id, known);
  return known;
}
const base = () => run('base', { seed: 1 });
const same = () => run('same', { seed: 2 });
const slow = () => run('slow', { seed: 3, factor: 1.3 });
const failing = () => run('failing', { seed: 4, factor: 0.7, failEach: 10 });
const compare = (left: Report[], right: Report[], options: Partial<ComparisonOptions> = {}) =>
  buildComparison(left, right, { ...OPTIONS, ...options });
const rowOf = (rows: readonly ComparisonRow[], metric: string, statistic: string, step?: string) =>
  rows.find((row) => row.metric === metric && row.statistic === statistic && row.step === step)!;

describe('a comparison of two runs', () => {
  it('passes without a change, and notes that it covers only these two runs', () => {
    const comparison = compare([base()], [same()]);
    expect(comparison.verdict).toMatchObject({ status: 'pass', exitCode: 0 });
    expect(comparison.rows.filter(({ gating }) => gating).map(({ outcome }) => outcome)).toEqual(
      Array(5).fill('equivalent'),
    );
    expect(comparison.evidence).toMatchObject({
      unit: 'blocks',
      note: expect.stringContaining('the outcomes are valid for these 2 runs only'),
    });
    expect(comparisonSchema.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
  });

  it('shows the values of the reports', () => {
    const { rows } = compare([base()], [slow()]);
    const turn = base().metrics.turn;
    expect(rowOf(rows, 'turn', 'p95').base).toBeCloseTo(turn?.kind === 'trend' ? turn.p95! : 0, 2);
    const row = rowOf(rows, 'first_output', 'p95');
    expect(row.difference!.estimate).toBeCloseTo(row.candidate! / row.base! - 1, 4);
    const [low, high] = row.difference!.interval95;
    expect(low).toBeLessThan(0.3);
    expect(high).toBeGreaterThan(0.3);
  });

  it('finds a regression: 111', () => {
    const { verdict, rows } = compare([base()], [slow()]);
    expect(verdict).toMatchObject({ status: 'regression', exitCode: 111 });
    expect(verdict.reasons[0]).toMatch(/^first_output p50 is slower: \d+ ms → \d+ ms, \+\d/);
    expect(rowOf(rows, 'turn', 'p95', 'hello')).toMatchObject({ outcome: 'slower', gating: false });
    expect(compare([slow()], [base()]).verdict.status).toBe('pass');
    expect(rowOf(compare([slow()], [base()]).rows, 'turn', 'p50').outcome).toBe('faster');
  });

  it('shows a single slower step, whatever the gates are', () => {
    const step = run('step', { seed: 5, secondStep: 1.5 });
    const { rows } = compare([base()], [step]);
    expect(rowOf(rows, 'turn', 'p50', 'hello').outcome).toBe('equivalent');
    expect(rowOf(rows, 'turn', 'p50', 'party size').outcome).toBe('slower');
    const gates = ['turn{step:hello} p50'].map(parseGate);
    expect(compare([base()], [step], { gates }).verdict).toMatchObject({ status: 'pass', exitCode: 0 });
    const slower = ['turn{step="party size"} p50'].map(parseGate);
    expect(compare([base()], [step], { gates: slower }).verdict.exitCode).toBe(111);
  });

  it('never calls a side with failing turns faster or equivalent, and completion worse', () => {
    const { verdict, rows } = compare([base()], [failing()]);
    expect(rowOf(rows, 'turn', 'p50')).toMatchObject({
      outcome: 'inconclusive',
      why: 'more turns failed than in the baseline',
    });
    expect(rowOf(rows, 'turn', 'p50').difference!.interval95[1]).toBeLessThan(-0.2);
    expect(rowOf(rows, 'conversation_completion', 'value')).toMatchObject({
      outcome: 'worse',
      base: 1,
      candidate: 0.9,
    });
    expect(rowOf(rows, 'conversation_completion', 'value').difference!.estimate).toBeCloseTo(-0.1, 6);
    expect(rowOf(rows, 'turn', 'p95', 'party size')).toMatchObject({
      candidate: null,
      candidateAtLeast: 30_000,
      outcome: 'slower',
    });
    expect(verdict.exitCode).toBe(111);
  });

  it('uses the larger margin for short turns', () => {
    const margin = { relative: 0.05, absoluteMs: 200 };
    const { rows, verdict } = compare([base()], [slow()], { margin });
    expect(rowOf(rows, 'turn', 'p50').margin).toBeCloseTo(200 / rowOf(rows, 'turn', 'p50').base!, 4);
    expect(rowOf(rows, 'turn', 'p50').outcome).toBe('equivalent');
    expect(verdict.status).toBe('regression');
  });

  it('marks rows that only the absolute margin makes equivalent', () => {
    const quick = (id: string, seed: number, factor: number) => run(id, { seed, factor, perSecond: 20 });
    const [left, right] = [quick('quick', 60, 0.05), quick('quicker', 61, 0.065)];
    const options = { gates: ['first_output p50'].map(parseGate), margin: { relative: 0.1, absoluteMs: 10 } };
    const [row] = compare([left], [right], options).rows;
    expect(row!.difference!.estimate).toBeGreaterThan(0.25);
    expect(row).toMatchObject({ outcome: 'equivalent', why: 'within 10 ms' });
    const alone = compare([left], [right], { ...options, margin: { relative: 0.1, absoluteMs: 0 } });
    expect(alone.rows[0]).toMatchObject({ outcome: 'slower' });
    expect(alone.rows[0]!.why).toBeUndefined();
    // 40 % of a base of 125 ms is no floor.
    const [middle, slower] = [quick('middle', 62, 0.3), quick('slower', 63, 0.39)];
    expect(compare([middle], [slower], options).verdict.exitCode).toBe(111);
  });

  it('shows how many more conversations a completion needs, and lists that only for gates', () => {
    const few = (id: string, seed: number, factor = 1) => run(id, { seed, perSecond: 2, seconds: 60, factor });
    const gates = ['turn p50', 'conversation_completion'].map(parseGate);
    const same = compare([few('few 1', 70)], [few('few 2', 71)], { gates });
    const row = rowOf(same.rows, 'conversation_completion', 'value');
    expect(row).toMatchObject({ outcome: 'inconclusive', base: 1, candidate: 1 });
    const more = Number(/^needs (\d+) more conversations on each side$/.exec(row.why!)![1]);
    expect(more).toBeGreaterThan(100);
    expect(same.verdict).toMatchObject({ status: 'inconclusive', exitCode: 0 });
    expect(same.verdict.reasons.join()).toContain(row.why);
    const slower = compare([few('few 1', 70)], [few('few 3', 72, 1.6)], { gates });
    expect(slower.verdict.status).toBe('regression');
    expect(slower.verdict.reasons).toHaveLength(1);
    expect(rowOf(slower.rows, 'conversation_completion', 'value').why).toContain('more conversations');
    const strict = compare([few('few 1', 70)], [few('few 3', 72, 1.6)], { gates, failOnInconclusive: true });
    expect(strict.verdict.reasons).toHaveLength(2);
  });

  it('does not have enough data for a short run: 112', () => {
    const short = run('short', { seed: 6, seconds: 30, perSecond: 20 });
    const { verdict, rows } = compare([short], [same()]);
    expect(verdict).toMatchObject({ status: 'not-enough-data', exitCode: 112 });
    expect(verdict.reasons[0]).toContain('baseline: 6 of 10 independent blocks of 5 s; run for at least 50 s');
    expect(rows.every(({ outcome }) => outcome === 'not-enough-data')).toBe(true);
    const sample = readReport('reports/sample/report.json');
    expect(compare([sample], [same()]).verdict.exitCode).toBe(112);
  });

  it('passes an inconclusive comparison, unless --fail-on inconclusive', () => {
    const few = run('few', { seed: 7, perSecond: 2 });
    const options = { margin: { relative: 0.01, absoluteMs: 0 }, gates: ['turn p95'].map(parseGate) };
    const { verdict, rows } = compare([few], [run('few too', { seed: 8, perSecond: 2 })], options);
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      exitCode: 0,
      reasons: [expect.stringMatching(/the minimum detectable effect is \+\d/)],
    });
    expect(rowOf(rows, 'turn', 'p95').smallestEffect).toBeGreaterThan(0.05);
    expect(compare([few], [made.get('few too')!], { ...options, failOnInconclusive: true }).verdict.exitCode).toBe(112);
  });

  it('compares failures over time by target only', () => {
    const gates = ['turn_failure{step:hello}'].map(parseGate);
    const { rows } = compare([base()], [failing()], { gates });
    expect(rows[0]).toMatchObject({ outcome: 'not-enough-data', why: expect.stringContaining('counted by target') });
  });

  it('excludes the warm-up', () => {
    const load = { ...base().load, warmUpMs: 60_000 };
    const { rows } = compare([{ ...base(), load }], [same()]);
    expect(rowOf(rows, 'turn', 'p50').units).toBeLessThan(13);
  });
});

describe('the schema of a comparison', () => {
  it('is the committed one (otherwise run npm run schema)', () => {
    expectGolden('../../scenarios/comparison.schema.json', `${JSON.stringify(comparisonJsonSchema(), null, 2)}\n`);
  });
});

describe('runs that are difficult to compare', () => {
  it('are compared with warnings', () => {
    const other = {
      ...same(),
      scenario: { name: 'x', sha256: 'cd'.repeat(32) },
      run: { ...same().run, seed: 7, partial: true, stopReason: 'signal' },
      targets: same().targets.map((target) => ({ ...target, tls: 'resume' as const })),
    };
    const { warnings, verdict } = compare([base()], [other]);
    expect(warnings).toEqual([
      'run same did not reach its planned end (signal)',
      'different scenario (sha-256): abababababab | cdcdcdcdcdcd',
      'different TLS handshakes: full | resumed',
      'different seed: 42 | 7',
    ]);
    expect(verdict.exitCode).toBe(0);
  });

  it('are not comparable if one is invalid or their scenarios differ: 112', () => {
    const invalid = { ...same(), verdict: { status: 'invalid' as const, exitCode: 112, reasons: [] } };
    expect(compare([base()], [invalid]).verdict).toMatchObject({
      status: 'not-comparable',
      exitCode: 112,
      reasons: ['run same is invalid, so its results cannot be compared'],
    });
    const open = { kind: 'inconclusive' as const, text: 'the planned load was not reached' };
    const inconclusive = { ...same(), verdict: { status: 'inconclusive' as const, exitCode: 112, reasons: [open] } };
    expect(compare([base()], [inconclusive]).verdict.reasons).toEqual(['run same is inconclusive']);
    // Its comparison with a baseline was; what it measured is sound.
    const compared = [{ kind: 'comparison' as const, text: 'inconclusive: turn p95' }];
    const sound = { ...same(), verdict: { status: 'inconclusive' as const, exitCode: 112, reasons: compared } };
    expect(compare([base()], [sound]).verdict.status).not.toBe('not-comparable');
    const failed = { kind: 'threshold' as const, text: 'x' };
    const late = { kind: 'invalid' as const, text: 'inputs were sent late' };
    const both = { ...same(), verdict: { status: 'fail' as const, exitCode: 99, reasons: [failed, late] } };
    expect(compare([base()], [both]).verdict.status).toBe('not-comparable');
    const shape = { ...SHAPE, conversations: [{ name: 'other', steps: ['a', 'b'] }] };
    const other = run('other', { seed: 1, shape });
    expect(compare([base()], [other]).verdict.reasons[0]).toMatch(/no step in common/);
  });

  it('are rejected if a run is on both sides or twice on one', () => {
    expect(refusal(() => compare([base()], [base()])).message).toBe('run base is given twice');
    expect(refusal(() => compare([base(), same()], [slow()])).message).toBe('cannot compare 2 with 1 runs');
  });

  it.each([
    ['turn{step="helo"} p95', 'there is no step "helo" that all runs have', 'did you mean hello?'],
    ['turn{target="us"} p95', 'there is no target "us" in these runs', 'remove the label'],
    [
      'turn{conversation="book a table", step="nothing like it"} p95',
      'there is no step',
      'use one of hello, party size',
    ],
    ['connect p95', 'connect cannot be compared with one run per side', 'with 3 runs per side'],
    ['typing p95', 'typing cannot be compared with one run per side', 'with 3 runs per side'],
  ])('have no %s', (gate, message, hint) => {
    const error = refusal(() => compare([base()], [same()], { gates: [parseGate(gate)] }));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });
});

describe('a comparison of several runs per side', () => {
  const runs = (side: string, first: number, rest: Partial<ComparedRun> = {}) =>
    [0, 1, 2].map((index) => run(`${side} ${index}`, { seed: first + index, seconds: 60, ...rest }));

  it('includes run-to-run variation, for every trend', () => {
    const gates = ['turn p50', 'connect p50', 'conversation_completion'].map(parseGate);
    const { rows, evidence, verdict } = compare(runs('left', 20), runs('right', 30, { factor: 1.3 }), { gates });
    expect(evidence).toEqual({ unit: 'runs', note: '3 runs against 3, run-to-run variation included' });
    expect(rows.slice(0, 3).map(({ outcome }) => outcome)).toEqual(['slower', 'equivalent', 'equivalent']);
    expect(rowOf(rows, 'turn', 'p50').units).toBe(3);
    expect(verdict.exitCode).toBe(111);
  });

  it('does not report the noise of runs as a change', () => {
    const left = [0.8, 1, 1.2].map((factor, index) => run(`wild ${index}`, { seed: 40 + index, factor, seconds: 60 }));
    const { rows } = compare(left, runs('right', 30, { factor: 1.3 }));
    expect(rowOf(rows, 'turn', 'p50').outcome).toBe('inconclusive');
  });

  it('rejects a gate that one of them has not measured', () => {
    const gates = ['typing p95'].map(parseGate);
    expect(refusal(() => compare(runs('left', 20), runs('right', 30), { gates })).message).toContain(
      'at least one run did not measure it',
    );
  });
});

describe('runs with several targets', () => {
  const shape = { ...SHAPE, targets: ['eu', 'us'] };
  const targets = ['eu', 'us'].map((name) => ({ name, address: `wss://${name}.example.test/…` }));
  const both = (id: string, seed: number) => run(id, { seed, shape, facts: { targets } });

  it('are also compared per target', () => {
    const { rows } = compare([both('first', 50)], [both('second', 51)]);
    const parts = rows.filter(({ metric, statistic }) => metric === 'turn' && statistic === 'p50');
    expect(parts.map(({ target, step }) => [target, step])).toEqual([
      [undefined, undefined],
      ['eu', undefined],
      ['eu', 'hello'],
      ['eu', 'party size'],
      ['us', undefined],
      ['us', 'hello'],
      ['us', 'party size'],
    ]);
    expect(rows.filter(({ metric }) => metric === 'turn_failure')).toHaveLength(3);
    const gates = ['turn{step:hello} p50'].map(parseGate);
    expect(refusal(() => compare([both('first', 50)], [both('second', 51)], { gates })).message).toContain('2 parts');
    const ofOne = ['turn{target:us} p50', 'conversation_completion{target:us}'].map(parseGate);
    const gated = compare([both('first', 50)], [both('second', 51)], { gates: ofOne });
    expect(gated.rows.slice(0, 2).map(({ target }) => target)).toEqual(['us', 'us']);
  });

  it('are not comparable with runs of other targets', () => {
    expect(compare([both('first', 50)], [base()]).verdict.reasons).toContain('the targets differ: eu, us | eu');
  });
});

describe('runs at several places', () => {
  const named = (id: string, places: PlacesRun) => {
    const report = placesReport({ seconds: 120, ...places });
    return { ...report, run: { ...report.run, id } };
  };
  const both = named('both', {});
  const slower = named('slower', { factors: { virginia: 1.5 } });
  const alone = (place: 'frankfurt' | 'virginia', factors = {}) =>
    named(`${place} alone`, { places: [place, place], factors });
  const outcomesOf = (rows: readonly ComparisonRow[], metric: string, statistic: string) =>
    rows
      .filter((row) => row.metric === metric && row.statistic === statistic && row.step === undefined)
      .map(({ place, target, outcome }) => [place, target, outcome]);

  it('are also compared per place, and per target from there', () => {
    const { rows, warnings } = compare([both], [slower]);
    expect(
      outcomesOf(
        rows.filter(({ gating }) => !gating),
        'first_output',
        'p50',
      ),
    ).toEqual([
      [undefined, 'eu', expect.any(String)],
      [undefined, 'us', expect.any(String)],
      ['frankfurt', undefined, 'equivalent'],
      ['frankfurt', 'eu', 'equivalent'],
      ['frankfurt', 'us', 'equivalent'],
      ['virginia', undefined, 'slower'],
      ['virginia', 'eu', 'slower'],
      ['virginia', 'us', 'slower'],
    ]);
    expect(outcomesOf(rows, 'turn_failure', 'value')).toHaveLength(9);
    expect(warnings).toEqual([]);
    for (const text of [
      renderComparison(compare([both], [slower])),
      renderComparisonMarkdown(compare([both], [slower])),
    ])
      expect(text).toMatch(/from virginia: us/);
  });

  it('have gates on a place, and on a target from there: 111', () => {
    const gated = (...gates: string[]) => compare([both], [slower], { gates: gates.map(parseGate) });
    expect(gated('first_output{place=frankfurt} p95', 'turn_failure{place=virginia}').verdict.exitCode).toBe(0);
    const { verdict, rows } = gated('first_output{place="virginia", target=eu} p50');
    expect(verdict).toMatchObject({ status: 'regression', exitCode: 111 });
    expect(verdict.reasons[0]).toMatch(/^first_output p50 of eu from virginia is slower: \d+ ms → \d+ ms/);
    const there = both.places!.find(({ place }) => place === 'virginia')!.targets![0]!.metrics.first_output;
    expect(rows[0]!.base).toBeCloseTo(there?.kind === 'trend' ? there.p50! : 0, 2);
  });

  it('are compared with a run at one of them', () => {
    const gates = ['first_output{place=virginia} p50'].map(parseGate);
    const { rows, warnings } = compare([both], [alone('virginia', { virginia: 1.5 })], { gates });
    expect(rows[0]).toMatchObject({ place: 'virginia', outcome: 'slower', gating: true });
    expect(outcomesOf(rows, 'turn', 'p50').slice(-3)).toEqual([
      ['virginia', undefined, 'slower'],
      ['virginia', 'eu', 'slower'],
      ['virginia', 'us', 'slower'],
    ]);
    const placesIn = (left: Report, right: Report) => new Set(compare([left], [right]).rows.map(({ place }) => place));
    expect(placesIn(alone('virginia'), both)).toEqual(new Set([undefined, 'virginia']));
    expect(placesIn(alone('virginia'), { ...alone('virginia'), run: both.run })).toEqual(new Set([undefined]));
    expect(warnings).toContain('different places: frankfurt and virginia | virginia');
  });

  it('of which one has no places are compared without them', () => {
    const { rows } = compare([both], [named('nowhere', { places: [undefined, undefined, undefined] })]);
    expect(rows.filter(({ place }) => place !== undefined)).toEqual([]);
  });

  it.each([
    ['turn{place=virgina} p50', 'there is no place "virgina" that all runs have', 'did you mean virginia?'],
    ['turn{place=mars} p50', 'there is no place "mars" that all runs have', 'use one of frankfurt, virginia'],
    ['turn{place=virginia, step=hello} p50', 'no conversations and steps of a place', 'place and target only'],
    ['turn{place=virginia, target=eux} p50', 'there is no target "eux" that all runs have', 'did you mean eu?'],
  ])('have no %s', (gate, message, hint) => {
    const error = refusal(() => compare([both], [slower], { gates: [parseGate(gate)] }));
    expect([error.message, error.hint, error.exit]).toEqual([
      expect.stringContaining(message),
      expect.stringContaining(hint),
      'invalid',
    ]);
  });

  it('have no gate on a place that only one of them has', () => {
    const gates = ['turn{place=frankfurt} p50'].map(parseGate);
    const error = refusal(() => compare([both], [alone('virginia')], { gates }));
    expect(error.hint).toBe('use one of virginia');
    const nowhere = [named('nowhere', { places: [undefined, undefined] })];
    expect(refusal(() => compare([both], nowhere, { gates })).hint).toBe('runs have places with --place NAME');
  });
});
