import { describe, expect, it } from 'vitest';
import { appendTurn, meetsObjectives } from '../../src/conversation/record/turn-samples.ts';
import type { EndedTurn } from '../../src/conversation/turn/ended-turn.ts';
import { END_RULES } from '../../src/measure/end-rules.ts';
import { TURN_OUTCOMES } from '../../src/measure/metrics.ts';
import { sayStep } from '../support/drive-machine.ts';
import { edges, endedTurn, replyOf } from '../support/ended-turn.ts';
import { ListSink } from '../support/list-sink.ts';
import { recorderOf } from '../support/sample-run.ts';

const { table } = recorderOf();
const CENSORED = ['first_output', 'turn', 'turn_intended'] as const;

function samplesOf(overrides: Partial<EndedTurn>): ListSink {
  const sink = new ListSink();
  appendTurn(sink, table.conversation(0, 0), endedTurn(overrides), { atMs: 90 });
  return sink;
}

const ofWhole = (sink: ListSink, metric: string) =>
  sink.of(table, metric).filter((sample) => !/completed/.test(sample));

describe('an ended turn', () => {
  const cases = TURN_OUTCOMES.flatMap((outcome) => [
    { outcome, name: `${outcome}, with a reply`, replies: [replyOf('hi')] },
    { outcome, name: `${outcome}, without one`, replies: [] },
  ]);

  it.each(cases)('$name: records exactly one value or mark in each trend, and one count', ({ outcome, replies }) => {
    const sink = samplesOf({ outcome, replies });
    for (const metric of CENSORED) expect(ofWhole(sink, metric)).toHaveLength(1);
    const counted = TURN_OUTCOMES.filter((name) => sink.count(table, `turns_${name.replace('-', '_')}`) > 0);
    expect(counted).toEqual([outcome]);
    expect(sink.count(table, 'turns_ended_by')).toBe(1);
  });

  it('that completed has its three values, and the first one also in first_output{of:completed}', () => {
    const sink = samplesOf({});
    expect(sink.of(table, 'first_output')).toEqual(['trend @90 49790..50000', 'trend[completed] @90 49790..50000']);
    expect(sink.of(table, 'turn')).toEqual(['trend @90 99790..100000']);
    expect(sink.of(table, 'turn_intended')).toEqual(['trend @90 109800..110000']);
  });

  it.each(TURN_OUTCOMES.filter((outcome) => outcome !== 'completed'))(
    'with outcome %s is ranked by its waiting time',
    (outcome) => {
      const sink = samplesOf({ outcome, replies: [] });
      expect(sink.of(table, 'first_output')).toEqual([`censored[${outcome}] @90 1..100000`]);
      expect(sink.of(table, 'turn')).toEqual([`censored[${outcome}] @90 1..100000`]);
      expect(sink.of(table, 'turn_intended')).toEqual([`censored[${outcome}] @90 1..110000`]);
    },
  );

  it('that failed after its first output has measured that, but is not in first_output{of:completed}', () => {
    const sink = samplesOf({ outcome: 'timed-out' });
    expect(sink.of(table, 'first_output')).toEqual(['trend @90 49790..50000']);
    expect(sink.of(table, 'turn')).toEqual(['censored[timed-out] @90 1..100000']);
  });

  it('that completed without a reply, as expected, is not ranked in first_output', () => {
    const sink = samplesOf({ replies: [] });
    expect(sink.of(table, 'first_output')).toEqual(['censored[none-expected] @90 1..100000']);
    expect(sink.of(table, 'turn')).toHaveLength(1);
  });

  it('has the share of the bot once the rtt of its session is known', () => {
    const shareOfBot = (turn: Partial<EndedTurn>, rttUs: number | undefined) => {
      const sink = new ListSink();
      appendTurn(sink, table.conversation(0, 0), endedTurn(turn), { atMs: 90, lowestRttUs: rttUs });
      return sink.of(table, 'first_output_bot');
    };
    expect(shareOfBot({}, undefined)).toEqual([]);
    expect(shareOfBot({}, 8000)).toEqual(['trend @90 41790..42000']);
    expect(shareOfBot({}, 90_000)).toEqual(['trend @90 0..0']);
    expect(shareOfBot({ replies: [] }, 8000)).toEqual([]);
  });

  it('whose reply may have arrived while sending has a lower bound of zero, never below', () => {
    const sink = samplesOf({ ended: edges(100.05), replies: [replyOf('hi', { first: edges(100.05) })] });
    expect(sink.of(table, 'turn')).toEqual(['trend @90 0..50']);
    expect(ofWhole(sink, 'first_output')).toEqual(['trend @90 0..50']);
  });

  it.each(END_RULES)('is counted by the rule that ended it: %s', (endedBy) => {
    expect(samplesOf({ endedBy }).of(table, 'turns_ended_by')).toEqual([`counter[${endedBy}] @90 1..0`]);
  });
});

describe('objectives', () => {
  const meets = (expectation: object, turn: Partial<EndedTurn> = {}) =>
    meetsObjectives(endedTurn(turn), sayStep({ expect: expectation }));

  it('without any are met, but only by a completed turn', () => {
    expect(meets({})).toBe(true);
    for (const outcome of TURN_OUTCOMES) expect(meets({}, { outcome })).toBe(outcome === 'completed');
  });

  it('are evaluated with the upper bound, including the limit', () => {
    expect(meets({ firstOutputMs: 50 })).toBe(true);
    expect(meets({ firstOutputMs: 49.999 })).toBe(false);
    expect(meets({ turnMs: 100 })).toBe(true);
    expect(meets({ turnMs: 99.999 })).toBe(false);
  });

  it('are missed if one of two is', () => {
    expect(meets({ firstOutputMs: 50, turnMs: 99 })).toBe(false);
    expect(meets({ firstOutputMs: 49, turnMs: 100 })).toBe(false);
  });

  it('of a first output that was not expected are met', () => {
    expect(meets({ firstOutputMs: 1, replies: 0 }, { replies: [] })).toBe(true);
  });
});
