import { describe, expect, it } from 'vitest';
import { counterFamilies } from '../../../src/live/prometheus/counter-families.ts';
import { CONTENT_TYPE, expose } from '../../../src/live/prometheus/exposition.ts';
import { trendFamilies } from '../../../src/live/prometheus/trend-families.ts';
import { Recorder } from '../../../src/measure/recorder/recorder.ts';
import { SeriesTable } from '../../../src/measure/series.ts';
import { expectGolden } from '../../support/golden.ts';
import { histogramsOf, parseExposition, sumOf } from '../../support/prometheus-text.ts';
import { hasPromtool, lintScrape, PROMTOOL_HINT } from '../../support/promtool.ts';
import { appendConversation, SHAPE } from '../../support/sample-run.ts';

const MEASURED_FROM_MS = 1000;
/** Everything that the text format gives a meaning to. */
const ODD = 'a "b" \\ \n c\\n {d="e"} 🙂';

async function scrapeOf(shape: typeof SHAPE, atMs: readonly number[] = []) {
  const table = new SeriesTable(shape);
  const recorder = new Recorder(table, '1/1', [{ fromMs: MEASURED_FROM_MS, toMs: Number.POSITIVE_INFINITY }]);
  for (const at of atMs)
    appendConversation(recorder, table, [
      { step: 0, atMs: at, outcome: 'completed', firstOutputUs: 12_000, turnUs: 400_000 },
      { step: 1, atMs: at, outcome: 'timed-out', firstOutputUs: 0, turnUs: 30_000_000 },
    ]);
  const { cells } = recorder.readings();
  const text = await expose([...counterFamilies(table.keys, cells), ...trendFamilies(table.keys, cells)]);
  return { text, families: parseExposition(text) };
}

describe('the text of a scrape', () => {
  it('is in Prometheus text format 0.0.4', async () => {
    const { text } = await scrapeOf(SHAPE, [2000]);
    expect(CONTENT_TYPE).toBe('text/plain; version=0.0.4; charset=utf-8');
    expectGolden('prometheus.txt', text);
  });

  it('keeps every label unchanged', async () => {
    const shape = { ...SHAPE, targets: [ODD], conversations: [{ name: ODD, steps: [ODD, 'party size'] }] };
    const { families } = await scrapeOf(shape, [2000]);
    const where = { target: ODD, conversation: ODD, step: ODD };
    expect(sumOf(families, 'palaver_turns_total', { ...where, outcome: 'completed' })).toBe(1);
    expect(sumOf(families, 'palaver_turn_seconds_bucket', { ...where, le: '0.5' })).toBe(1);
  });

  it('starts with every counter at 0, and with the steps', async () => {
    const { families } = await scrapeOf(SHAPE);
    const samples = [...families.values()].flatMap((family) => family.samples);
    expect(samples.filter(({ value }) => value !== 0)).toEqual([]);
    const told = (name: string, labels: object) =>
      samples.filter((sample) => sample.name === name && JSON.stringify(sample.labels) === JSON.stringify(labels))
        .length;
    const where = { target: 'eu', conversation: 'book a table' };
    expect(told('palaver_connects_failed_total', { ...where, reason: 'refused' })).toBe(1);
    expect(told('palaver_turns_total', { ...where, step: 'hello', outcome: 'timed-out' })).toBe(1);
    expect(told('palaver_first_output_seconds_count', { ...where, step: 'party size' })).toBe(1);
    expect(families.has('palaver_push_seconds')).toBe(false);
  });

  it('has no conversations if none are measured, also not of the counters that are kept by conversation', async () => {
    const { families } = await scrapeOf({ ...SHAPE, series: 'none' }, [2000, 3000]);
    const samples = [...families.values()].flatMap((family) => family.samples);
    expect(samples.filter(({ labels }) => 'conversation' in labels)).toEqual([]);
    expect(sumOf(families, 'palaver_conversations_started_total', { target: 'eu' })).toBe(2);
    expect(sumOf(families, 'palaver_conversations_failed_total', { target: 'eu' })).toBe(2);
  });

  it('measures in seconds, each value by its upper bound, and counts failed turns separately', async () => {
    const { families } = await scrapeOf(SHAPE, [2000, 2000, 2000]);
    const turns = { step: 'hello', excluded: undefined };
    expect(sumOf(families, 'palaver_turn_seconds_sum', turns)).toBeCloseTo(1.2, 9);
    expect(sumOf(families, 'palaver_turn_seconds_count', turns)).toBe(3);
    expect(sumOf(families, 'palaver_first_output_seconds_bucket', { ...turns, le: '0.01' })).toBe(0);
    expect(sumOf(families, 'palaver_first_output_seconds_bucket', { ...turns, le: '0.025' })).toBe(3);
    // 400 ms share their bucket with a few microseconds more.
    expect(sumOf(families, 'palaver_turn_seconds_bucket', { ...turns, le: '0.4' })).toBe(0);
    expect(sumOf(families, 'palaver_turn_seconds_bucket', { ...turns, le: '0.5' })).toBe(3);
    const censored = { step: 'party size', reason: 'timed-out' };
    expect(sumOf(families, 'palaver_turn_censored_total', censored)).toBe(3);
    expect(sumOf(families, 'palaver_turn_seconds_count', { step: 'party size' })).toBe(0);
  });

  it('adds first_output{of:completed} to no total', async () => {
    const { families } = await scrapeOf(SHAPE, [2000]);
    expect(sumOf(families, 'palaver_first_output_seconds_count')).toBe(1);
  });

  it('marks samples that the load excludes', async () => {
    const { families } = await scrapeOf(SHAPE, [0, 0, 2000]);
    expect(sumOf(families, 'palaver_inputs_sent_total', { excluded: undefined })).toBe(2);
    expect(sumOf(families, 'palaver_inputs_sent_total', { excluded: 'true' })).toBe(4);
    expect(sumOf(families, 'palaver_turn_seconds_count', { excluded: 'true' })).toBe(2);
  });

  it('has buckets suited to each metric', async () => {
    const { families } = await scrapeOf(SHAPE, [2000]);
    const boundsOf = (name: string) => {
      const family = families.get(name)!;
      const { bounds } = histogramsOf(new Map([[name, family]]))[0]!;
      return [bounds[0], bounds.at(-2)];
    };
    expect(boundsOf('palaver_first_output_seconds')).toEqual([0.005, 60]);
    expect(boundsOf('palaver_send_lag_seconds')).toEqual([0.0005, 60]);
  });
});

describe.skipIf(!hasPromtool)(`a scrape, parsed by promtool${PROMTOOL_HINT}`, () => {
  it.each([
    ['with values', [2000]],
    ['before anything was measured', []],
  ])('passes the checks: %s', async (_, atMs) => {
    const { text } = await scrapeOf({ ...SHAPE, targets: [ODD] }, atMs);
    expect(await lintScrape(text)).toBe('');
  });

  it('fails the checks if something is wrong', async () => {
    const { text } = await scrapeOf(SHAPE, [2000]);
    expect(
      await lintScrape(text.replace('# TYPE palaver_turns_total counter', '# TYPE palaver_turns_total gauge')),
    ).toContain('palaver_turns_total');
  });
});
