import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeriesTable } from '../../src/measure/series.ts';
import { parseStopOnRule } from '../../src/verdict/stop-on/parse-stop-on-rule.ts';
import { stopOnWindow } from '../../src/verdict/stop-on/stop-on-window.ts';

const table = new SeriesTable({
  targets: ['eu', 'us'],
  conversations: [{ name: 'talk', steps: ['hello', 'order'] }],
  failureClasses: ['refused', 'http-429'],
});
const eu = table.conversation(0, 0);
const us = table.conversation(1, 0);
const S = 1_000_000;

function ruleAt(text: string) {
  let nowMs = 0;
  const window = stopOnWindow(parseStopOnRule(text), table.keys, () => nowMs);
  return {
    /** `count` samples come at that time. */
    add(atMs: number, series: number, count = 1, us = 0) {
      nowMs = atMs;
      for (let sample = 0; sample < count; sample += 1) window.append(series, 0, us || 1, us);
      return this;
    },
    at: (ms: number) => window.violation(ms),
  };
}

describe('a share over a sliding window', () => {
  it('is evaluated once the window is full, and reports its value', () => {
    const rule = ruleAt('connects_failed > 50% for 10s');
    rule.add(500, eu.connectsFailed.refused!, 6).add(1500, eu.trends.ready, 2);
    expect(rule.at(9999)).toBeUndefined();
    expect(rule.add(9000, us.connectsFailed['http-429']!, 3).at(10_000)).toBe('60 %, 3 of 5');
  });

  it('forgets events before the window', () => {
    const rule = ruleAt('connects_failed >= 50% for 10s').add(15_000, eu.connectsFailed.refused!, 5);
    expect(rule.at(24_999)).toBe('100 %, 5 of 5');
    expect(rule.at(25_000)).toBeUndefined();
    expect(rule.add(25_000, eu.connectsFailed.refused!).add(25_100, eu.trends.ready).at(25_100)).toBe('50 %, 1 of 2');
  });

  it('of no events is not met', () => {
    for (const text of ['connects_failed < 50% for 10s', 'turns_completed <= 0% for 10s'])
      expect(ruleAt(text).at(20_000)).toBeUndefined();
  });

  it.each([
    ['connects_failed{reason="http-429"} > 40% for 10s', undefined],
    ['connects_failed{reason="http-429"} > 20% for 10s', '25 %, 1 of 4'],
    ['connects_failed{target="us"} > 20% for 10s', '100 %, 1 of 1'],
    ['turns_timed_out > 10% for 10s', '20 %, 1 of 5'],
    ['turns_timed_out{step="order"} > 10% for 10s', '50 %, 1 of 2'],
    ['conversations_failed > 10% for 10s', '33.33 %, 1 of 3'],
    ['conversations_met < 50% for 10s', '33.33 %, 1 of 3'],
    ['conversations_dropped >= 10% for 10s', '10 %, 1 of 10'],
  ])('computes %s over its own total', (text, value) => {
    const rule = ruleAt(text);
    rule
      .add(15_000, eu.connectsFailed.refused!, 2)
      .add(15_000, us.connectsFailed['http-429']!)
      .add(15_000, eu.trends.ready);
    rule.add(15_000, eu.steps[0]!.outcome.completed, 3).add(15_000, eu.steps[1]!.outcome['timed-out']);
    rule.add(15_000, eu.steps[1]!.outcome.mismatched);
    rule.add(15_000, eu.counters.conversations_completed, 2).add(15_000, eu.counters.conversations_failed);
    rule.add(15_000, eu.counters.conversations_met).add(15_000, eu.counters.conversations_due, 10);
    rule.add(15_000, eu.dropped['no-vu']);
    expect(rule.at(20_000)).toBe(value);
  });
});

describe('a value over a sliding window', () => {
  it('covers only the window', () => {
    const rule = ruleAt('turn p(50) > 2s for 10s').add(5000, eu.steps[0]!.turn, 20, S);
    expect(rule.at(10_000)).toBeUndefined();
    rule.add(16_000, eu.steps[0]!.turn, 20, 3 * S);
    expect(rule.at(16_000)).toMatch(/^3\.00 s/);
  });

  it('counts a timed-out turn at the time of its timeout', () => {
    const max = ruleAt('turn max > 2s for 10s');
    expect(max.add(40_000, eu.steps[0]!.censored.turn['timed-out'], 1, 30 * S).at(40_000)).toContain('>30.0 s');
    expect(ruleAt('turn_failure > 50% for 10s').add(40_000, eu.steps[0]!.outcome['timed-out'], 4).at(40_000)).toBe(
      '100 %',
    );
  });

  it('with too few turns for its quantile is not met', () => {
    expect(
      ruleAt('turn p(95) > 2s for 10s')
        .add(15_000, eu.steps[0]!.turn, 5, 3 * S)
        .at(16_000),
    ).toBeUndefined();
  });

  it.each(['turns_completed == 0 for 10s', 'inputs_sent < 1 for 10s', 'turn count == 0 for 10s'])(
    '%s is met without events, because 0 is a count',
    (text) => {
      expect(ruleAt(text).at(9999)).toBeUndefined();
      expect(ruleAt(text).at(10_000)).toBe('0');
    },
  );

  it('of goodput needs no conversation that started in the window', () => {
    const rule = ruleAt('goodput < 1/s for 10s').add(15_000, eu.counters.conversations_met, 20);
    expect(rule.at(15_000)).toBeUndefined();
    expect(ruleAt('goodput < 1/s for 10s').add(15_000, eu.counters.conversations_met, 5).at(15_000)).toBe('0.5/s');
    expect(ruleAt('goodput < 1/s for 10s').at(15_000)).toBe('0/s');
  });
});

describe('any rule', () => {
  it('ignores everything before its window, in any order of events', () => {
    const event = fc.record({ atMs: fc.integer({ min: 0, max: 100_000 }), failed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.integer({ min: 10_000, max: 120_000 }), (events, lookMs) => {
        const rule = ruleAt('connects_failed > 50% for 10s');
        const come = events.filter(({ atMs }) => atMs <= lookMs).sort((left, right) => left.atMs - right.atMs);
        for (const { atMs, failed } of come) rule.add(atMs, failed ? eu.connectsFailed.refused! : eu.trends.ready);
        // The window moves in seconds here, so it is 9 to 10 s long.
        const fromMs = (Math.floor(lookMs / 1000) - 9) * 1000;
        const recent = come.filter(({ atMs }) => atMs >= fromMs);
        const failed = recent.filter((one) => one.failed).length;
        expect(rule.at(lookMs) !== undefined).toBe(recent.length > 0 && failed / recent.length > 0.5);
      }),
    );
  });
});
