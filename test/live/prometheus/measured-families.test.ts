import { describe, expect, it } from 'vitest';
import { exposition } from '../../../src/live/prometheus/exposition.ts';
import { BUCKETS_S, measuredFamilies } from '../../../src/live/prometheus/measured-families.ts';
import { Recorder } from '../../../src/measure/recorder.ts';
import { SeriesTable } from '../../../src/measure/series.ts';
import { readPrometheusText, sumOf } from '../../support/prometheus-text.ts';
import { appendConversation, recorderOf, SHAPE } from '../../support/sample-run.ts';

const scrapeOf = (recorder: Recorder) =>
  readPrometheusText(exposition(measuredFamilies({ readings: recorder.readings(), series: recorder.series })));
const turn = (turnUs: number, outcome: 'completed' | 'timed-out' = 'completed', atMs = 0) => ({
  step: 0,
  atMs,
  outcome,
  firstOutputUs: Math.min(turnUs, 20_000),
  turnUs,
});
const HERE = { target: 'eu', conversation: 'book a table', measured: 'true' };

describe('what has been measured, for Prometheus', () => {
  it('tells counters from 0 on, by the names and labels of the report', () => {
    const { recorder } = recorderOf();
    const scrape = scrapeOf(recorder);
    expect(scrape.samples).toContainEqual({ name: 'palaver_conversations_started_total', labels: HERE, value: 0 });
    expect(scrape.samples).toContainEqual({
      name: 'palaver_turns_total',
      labels: { ...HERE, step: 'party size', outcome: 'timed-out' },
      value: 0,
    });
    expect([...scrape.types.values()]).not.toContain('histogram');
  });

  it('counts into buckets, with the exact sum', () => {
    const { table, recorder } = recorderOf();
    for (const us of [4000, 90_000, 1_200_000, 75_000_000]) appendConversation(recorder, table, [turn(us)]);
    const scrape = scrapeOf(recorder);
    const upTo = (le: string) => sumOf(scrape, 'palaver_turn_seconds_bucket', { le });
    expect(['0.005', '0.075', '0.1', '1', '1.5', '60', '+Inf'].map(upTo)).toEqual([1, 1, 2, 2, 3, 3, 4]);
    expect(sumOf(scrape, 'palaver_turn_seconds_sum')).toBeCloseTo(76.294, 9);
    expect(scrape.types.get('palaver_turn_seconds')).toBe('histogram');
    expect(scrape.samples.filter(({ name }) => name === 'palaver_turn_seconds_bucket')).toHaveLength(
      BUCKETS_S.length + 1,
    );
  });

  it('counts a failed turn by how it ended, and what it did not get', () => {
    const { table, recorder } = recorderOf();
    appendConversation(recorder, table, [turn(30_000_000, 'timed-out')]);
    const scrape = scrapeOf(recorder);
    expect(sumOf(scrape, 'palaver_turns_total', { outcome: 'timed-out' })).toBe(1);
    expect(sumOf(scrape, 'palaver_turns_total')).toBe(1);
    expect(sumOf(scrape, 'palaver_turn_censored_total', { step: 'hello', reason: 'timed-out' })).toBe(1);
  });

  it('keeps what the load leaves out apart', () => {
    const table = new SeriesTable(SHAPE);
    const recorder = new Recorder(table, '1/1', [{ fromMs: 1000, toMs: 2000 }]);
    for (const atMs of [500, 1500, 1600]) appendConversation(recorder, table, [turn(50_000, 'completed', atMs)]);
    const scrape = scrapeOf(recorder);
    for (const name of ['palaver_turns_total', 'palaver_turn_seconds_count'])
      expect([sumOf(scrape, name, { measured: 'true' }), sumOf(scrape, name)]).toEqual([2, 3]);
  });

  it('leaves out the view of survivors, whose turns would count twice', () => {
    const { table, recorder } = recorderOf();
    const { firstOutput, firstOutputOfCompleted } = table.conversation(0, 0).steps[0]!;
    for (const series of [firstOutput, firstOutputOfCompleted]) recorder.append(series, 0, 1000, 1000);
    expect(sumOf(scrapeOf(recorder), 'palaver_first_output_seconds_count')).toBe(1);
  });
});
