import { describe, expect, it } from 'vitest';
import { Readings } from '../../../src/measure/readings.ts';
import { limitReportSize } from '../../../src/report/build/limit-report-size.ts';
import type { Metrics } from '../../../src/report/metric-schema.ts';
import type { Report } from '../../../src/report/report.ts';
import { reportSchema } from '../../../src/report/report-schema.ts';
import { serialiseReport } from '../../../src/report/serialise-report.ts';
import { mergeShards } from '../../../src/run/shards/merge-shards.ts';
import { BOT_MS, placesReport, placesShards, ROUND_TRIPS } from '../../support/places-report.ts';

const trendIn = (metrics: Metrics | undefined, name = 'first_output') => {
  const trend = metrics?.[name];
  if (trend?.kind !== 'trend') throw new Error(`no ${name}`);
  return trend;
};

describe('a run at several places', () => {
  const report = placesReport();

  it('has the metrics of each place and of each target from there, in the order of the shards', () => {
    expect(report.places?.map(({ place }) => place)).toEqual(['frankfurt', 'virginia']);
    for (const { place, metrics, targets = [] } of report.places ?? []) {
      expect(targets.map(({ target }) => target)).toEqual(['eu', 'us']);
      for (const { target, metrics: own } of targets) {
        const [from, to] = [place as 'frankfurt', target as 'eu'];
        expect(trendIn(own, 'rtt').p50).toBeCloseTo(ROUND_TRIPS[from][to], 0);
        expect(Math.abs(trendIn(own, 'first_output_bot').p50! - BOT_MS[to])).toBeLessThan(10);
      }
      expect(trendIn(metrics).count).toBe(targets.reduce((sum, own) => sum + trendIn(own.metrics).count, 0));
    }
  });

  it('keeps the totals: all places together are the run', () => {
    const bare = placesReport({ places: [undefined, undefined, undefined] });
    expect(bare.places).toBeUndefined();
    const counts = (report.places ?? []).map(({ metrics }) => trendIn(metrics).count);
    expect(counts).toEqual([160, 80]);
    expect(trendIn(report.metrics).count).toBe(trendIn(bare.metrics).count);
    const { blocks } = report.timeline;
    expect(blocks.map(({ arrivals }) => arrivals)).toEqual(bare.timeline.blocks.map(({ arrivals }) => arrivals));
    for (const { arrivals, activeVus, places = {} } of blocks) {
      const parts = Object.values(places);
      expect(parts.reduce((sum, part) => sum + part.arrivals, 0)).toBe(arrivals);
      expect(parts.reduce((sum, part) => sum + part.activeVus, 0)).toBeCloseTo(activeVus, 6);
    }
  });

  it('conforms to the schema, and names the place of generators and exemplars', () => {
    expect(reportSchema.parse(report)).toEqual(report);
    expect(report.generator.machines?.map(({ place }) => place)).toEqual(['frankfurt', 'virginia', 'frankfurt']);
    expect(report.exemplars.map(({ number, place }) => `${number} ${place}`).sort()).toEqual([
      '0 frankfurt',
      '1 virginia',
      '2 frankfurt',
    ]);
  });

  it('has no parts if all shards are at one place', () => {
    const alone = placesReport({ places: ['virginia', 'virginia'] });
    expect(alone.places?.map(({ place }) => place)).toEqual(['virginia']);
    expect(alone.places?.[0]?.metrics.first_output).toEqual(alone.metrics.first_output);
    expect(alone.timeline.blocks.every(({ places }) => places === undefined)).toBe(true);
    expect(alone.exemplars.every(({ place }) => place === undefined)).toBe(true);
  });

  it('keeps histograms of steps rather than values per place where its report would be too large', () => {
    const bare = placesReport({ places: [undefined, undefined, undefined] });
    const sizeWith = (own: Report, blocks: Report['timeline']['blocks']) =>
      serialiseReport({ ...own, timeline: { ...own.timeline, blocks } }).length;
    const [block] = bare.timeline.blocks.slice(1);
    const ofBlock = sizeWith(bare, [block!, block!]) - sizeWith(bare, [block!]);
    const count = Math.floor((2_880_000 - sizeWith(report, [])) / ofBlock);
    const long = (own: Report) => ({
      ...own,
      timeline: { ...own.timeline, blocks: Array.from({ length: count }, () => own.timeline.blocks[1]!) },
    });
    expect(limitReportSize(long(bare))).toEqual(long(bare));
    const { notes, timeline } = limitReportSize(long(report));
    const omitted = (what: string) => `Omitted to limit the report size: ${what}.`;
    expect(notes.filter((note) => note.startsWith('Omitted'))).toEqual([
      omitted('histograms of lower bounds in the timeline'),
      omitted('values per place in the timeline'),
    ]);
    expect(timeline.blocks[0]!.steps).toHaveLength(report.timeline.blocks[1]!.steps.length);
  });

  it('says which shards have no place', () => {
    const { notes, places } = placesReport({ places: ['virginia', undefined, undefined] });
    expect(notes).toContain('Shards 2 and 3 have no place: their results are only in the totals.');
    expect(places?.map(({ metrics }) => trendIn(metrics).count)).toEqual([80]);
  });
});

describe('thresholds on places', () => {
  const statesOf = (thresholds: readonly string[]) => placesReport({ thresholds }).thresholds.map(({ state }) => state);

  it('are judged on the shards of that place', () => {
    expect(
      statesOf([
        'first_output{place=frankfurt, target=eu} p50 < 340ms',
        'first_output{place=virginia, target=eu} p50 < 340ms',
        'first_output{target=eu} max < 300ms',
        'turns_completed{place=virginia} == 80',
        'turns_completed == 240',
      ]),
    ).toEqual(['pass', 'fail', 'fail', 'pass', 'pass']);
  });

  it('also in steady state and in windows', () => {
    expect(
      statesOf([
        'first_output{place=frankfurt, target=eu} p50 < 340ms in steady',
        'first_output{place=virginia, target=eu} p50 < 340ms in steady',
        'turns_completed{place=virginia} == 20 in 100% of windows',
        'turns_completed == 60 in 100% of windows',
        'first_output{place=virginia, target=us} p50 < 300ms in 100% of windows',
        'first_output{place=virginia, target=eu} p50 < 300ms in 100% of windows',
      ]),
    ).toEqual(['pass', 'fail', 'pass', 'pass', 'pass', 'fail']);
  });

  it('are refused if no shard has that place, unless a shard is missing', () => {
    const on = (place: string, more = {}) => {
      const shards = placesShards({ thresholds: [`turn{place=${place}} p50 < 1s`], ...more });
      return () => mergeShards(shards);
    };
    expect(on('virgina')).toThrow('threshold turn{place=virgina} p50 < 1s: no shard has the place "virgina"');
    expect(on('virgina')).toThrow(expect.objectContaining({ hint: 'did you mean virginia?' }));
    expect(on('virginia', { places: [undefined, undefined] })).toThrow(
      expect.objectContaining({ hint: 'run each shard with --place NAME' }),
    );
    const partly = on('tokyo', { count: 4 })();
    expect(partly.thresholds[0]!.state).toBe('no-data');
    expect(partly.verdict.status).toBe('incomplete');
  });
});

it('a reading without a place sums over all of them', () => {
  const cells = placesShards().flatMap(({ state }) => state.snapshot.counters);
  const labelled = cells.map(({ count, labels, metric }, index) => ({
    kind: 'counter' as const,
    metric,
    labels: { ...labels, place: index % 2 === 0 ? 'a' : 'b' } as never,
    count,
  }));
  const readings = new Readings(labelled);
  const [a, b] = ['a', 'b'].map((place) => readings.counter('inputs_sent', { place }));
  expect(readings.counter('inputs_sent')).toBe(a! + b!);
});
