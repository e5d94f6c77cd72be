import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../src/render/build-page-model.ts';
import { renderStepsCsv } from '../../src/render/csv/steps-csv.ts';
import { renderTimelineCsv } from '../../src/render/csv/timeline-csv.ts';
import { renderHlog } from '../../src/render/hdr/hlog.ts';
import { renderJunit } from '../../src/render/junit/render-junit.ts';
import { renderMarkdown } from '../../src/render/render-markdown.ts';
import { renderTables } from '../../src/render/render-tables.ts';
import { expectGolden } from '../support/golden.ts';
import { placesReport } from '../support/places-report.ts';

type Row = Record<string, string>;

const report = placesReport({
  thresholds: [
    'first_output{place=frankfurt, target=eu} p95 < 400ms',
    'first_output{place=virginia, target=eu} p95 < 400ms',
  ],
});
const alone = placesReport({ places: ['virginia', 'virginia'] });
const bare = placesReport({ places: [undefined, undefined] });

const rowsOf = (text: string): Row[] => parse(text, { columns: true });
const placesIn = (rows: readonly Row[]) => [...new Set(rows.map(({ place }) => place))];
const sum = (rows: readonly Row[], column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);

describe('a run at several places', () => {
  it('has a table of places and targets in the terminal, and in Markdown', () => {
    expectGolden('places/tables.txt', renderTables(report));
    expectGolden('places/markdown.md', renderMarkdown(report));
  });

  it('has rows per place, and per target from there, in CSV', () => {
    const rows = rowsOf(renderStepsCsv(report));
    expect(placesIn(rows)).toEqual(['', 'frankfurt', 'virginia']);
    const outputs = rows.filter(
      ({ metric, label, place }) => metric === 'first_output' && label === '' && place !== '',
    );
    expect(outputs.map(({ place, target, conversation, total }) => [place, target, conversation, total])).toEqual([
      ['frankfurt', '', '', '160'],
      ['frankfurt', 'eu', '', '80'],
      ['frankfurt', 'us', '', '80'],
      ['virginia', '', '', '80'],
      ['virginia', 'eu', '', '40'],
      ['virginia', 'us', '', '40'],
    ]);
  });

  it('has a line per block and place over time in CSV, next to the totals', () => {
    const rows = rowsOf(renderTimelineCsv(report));
    const { blocks } = report.timeline;
    expect(rows.map(({ place }) => place)).toEqual(blocks.flatMap(() => ['', 'frankfurt', 'virginia']));
    const of = (place: string) => rows.filter((row) => row.place === place);
    for (const column of ['arrivals', 'turns_completed', 'active_vus'])
      expect(sum(of('frankfurt'), column) + sum(of('virginia'), column)).toBeCloseTo(sum(of(''), column), 6);
    const [first, second] = [of('frankfurt'), of('virginia')].map((own) => Number(own[1]!.first_output_p95_ms));
    expect(Number(of('')[1]!.first_output_p95_ms)).toBe(Math.max(first!, second!));
  });

  it('tags the histograms of a log with their place, and none twice', () => {
    const lines = renderHlog(report)
      .split('\n')
      .filter((line) => line.startsWith('Tag='));
    const ids = lines.map((line) => line.split(',').slice(0, 2).join(','));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('Tag=first_output{target:us;place:virginia},0.000');
    for (const group of [
      'place:frankfurt',
      'target:us;place:frankfurt',
      'target:us;conversation:book%20a%20table;step:hello',
    ])
      expect(ids).toContain(`Tag=turn{${group};part:block},0.000`);
  });

  it('has thresholds on a place as cases in JUnit, and the places and their latency as properties', () => {
    const text = renderJunit(report);
    const cases = report.thresholds.map(({ expression }) => expression).filter((name) => name.includes('place'));
    expect(cases).toHaveLength(2);
    for (const name of cases) expect(text).toContain(`<testcase name="${name.replace('<', '&lt;')}" `);
    expect(text).toContain('<property name="places" value="frankfurt, virginia"/>');
    const values = [...text.matchAll(/name="first_output\{(.*)\}" value="(.*)"/g)].map(([, ...found]) => found);
    expect(values.map(([labels]) => labels)).toEqual([
      'place=frankfurt,target=eu',
      'place=frankfurt,target=us',
      'place=virginia,target=eu',
      'place=virginia,target=us',
    ]);
    expect(values[0]![1]).toMatch(/^total 80, failed 0, p50 3\d\d ms, p95 ≈3\d\d ms, rtt 20.0 ms, bot 30\d ms$/);
  });

  it('has rows on the page: each place, and each target from there, also over time', () => {
    const { rows, timeline, places } = buildPageModel(report);
    const own = rows.filter(({ kind }) => kind === 'place');
    expect(own.map(({ label, target }) => `${label} ${target}`)).toEqual([
      'frankfurt ',
      'frankfurt eu',
      'frankfurt us',
      'virginia ',
      'virginia eu',
      'virginia us',
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const overTime = (label: string, target: string) => {
      const row = own.find((one) => one.label === label && one.target === target)!;
      return timeline.rows.find(({ row: id }) => id === row.id)!.firstOutput.p50;
    };
    // The place with the longer way to a target is slower in every block.
    for (const [index, far] of overTime('virginia', 'eu').entries())
      expect(far).toBeGreaterThan(overTime('frankfurt', 'eu')[index]!);
    expect(places?.rows.map(([place, target]) => [place, target])).toEqual([
      ['frankfurt', 'eu'],
      ['', 'us'],
      ['virginia', 'eu'],
      ['', 'us'],
    ]);
  });
});

describe('a run at one place', () => {
  it('names it, and has no table of places', () => {
    const [tables, markdown] = [renderTables(alone), renderMarkdown(alone)];
    expect(tables).toMatch(/^ place +virginia$/m);
    expect(markdown).toContain('place virginia');
    const model = buildPageModel(alone);
    expect(model.facts).toContainEqual(['place', 'virginia']);
    expect([model.places, model.rows.filter(({ kind }) => kind === 'place')]).toEqual([undefined, []]);
    expect(renderJunit(alone)).toContain('<property name="places" value="virginia"/>');
    for (const text of [tables, markdown, renderJunit(alone)])
      expect(text).not.toMatch(/from each place|### Places|place=/);
  });

  it('has it in each line of CSV', () => {
    expect(placesIn(rowsOf(renderStepsCsv(alone)))).toEqual(['virginia']);
    expect(placesIn(rowsOf(renderTimelineCsv(alone)))).toEqual(['virginia']);
    expect(rowsOf(renderStepsCsv(alone))).toHaveLength(rowsOf(renderStepsCsv(bare)).length);
  });
});

it('a run without places has no column for them', () => {
  for (const text of [
    renderJunit(bare),
    renderStepsCsv(bare),
    renderTimelineCsv(bare),
    renderTables(bare),
    renderMarkdown(bare),
  ])
    expect(text).not.toContain('place');
});
