import { beforeEach, describe, expect, it } from 'vitest';
import { SeriesTable } from '../../src/measure/series.ts';
import { ConnectBreaker } from '../../src/verdict/stop-on/connect-breaker.ts';

const table = new SeriesTable({
  targets: ['eu', 'us'],
  conversations: [{ name: 'talk', steps: ['hello'] }],
  failureClasses: ['refused', 'http-503'],
});
const eu = table.conversation(0, 0);
const us = table.conversation(1, 0);

let nowMs = 0;
let breaker: ConnectBreaker;
const at = (ms: number, series?: number) => {
  nowMs = ms;
  // When a sample's turn was due is no matter.
  if (series !== undefined) breaker.append(series, 0, 1);
  return breaker.violation(ms);
};

beforeEach(() => {
  nowMs = 0;
  breaker = new ConnectBreaker(table.keys, () => nowMs);
});

describe('the circuit breaker', () => {
  it('opens 30 s after the first failure without a success, and reports the number of failures', () => {
    at(5000, eu.connectsFailed.refused);
    at(20_000, us.connectsFailed['http-503']);
    expect(at(34_999)).toBeUndefined();
    expect(at(35_000)).toBe('no connection succeeded for 30.0 s (2 attempts failed)');
  });

  it.each([
    ['a connection that became ready', eu.trends.ready],
    ['one to another target', us.trends.ready],
    ['a turn that completed', eu.steps[0]!.outcome.completed],
  ])('resets on %s', (_what, success) => {
    at(0, eu.connectsFailed.refused);
    expect(at(29_999, success)).toBeUndefined();
    expect(at(100_000)).toBeUndefined();
    at(100_001, eu.trends.start_delay);
    at(110_001, eu.connectsFailed.refused);
    expect(at(130_000)).toBeUndefined();
    expect(at(130_001)).toContain('(1 attempt failed)');
  });

  it.each([
    ['a connection that opened but was never ready', eu.counters.connects],
    ['an input', eu.counters.inputs_sent],
    ['an output', eu.counters.outputs],
    ['a turn that failed', eu.steps[0]!.outcome['timed-out']],
    ['a conversation that failed', eu.counters.conversations_failed],
  ])('is not kept closed by %s', (_what, series) => {
    at(0, eu.connectsFailed.refused);
    at(10_000, eu.connectsFailed.refused);
    at(10_000, series);
    expect(at(30_000)).toBeDefined();
  });

  it('counts a hanging attempt from its start', () => {
    at(1000, eu.trends.start_delay);
    at(21_000, eu.connectsFailed.refused);
    at(22_000, eu.trends.start_delay);
    expect(at(30_999)).toBeUndefined();
    expect(at(31_000)).toBe('no connection succeeded for 30.0 s (1 attempt failed)');
  });

  it('is not opened by failures without a later attempt, such as one refused user while others pause', () => {
    at(1000, eu.connectsFailed.refused);
    at(10_999, us.connectsFailed['http-503']);
    expect(at(3_600_000)).toBeUndefined();
  });

  it('stays closed without connections', () => {
    expect(at(3_600_000)).toBeUndefined();
    at(3_600_000, eu.trends.ready);
    expect(at(7_200_000)).toBeUndefined();
  });

  it('is opened by the failures after the last success, not by a single late one', () => {
    at(1000, eu.trends.ready);
    expect(at(600_000, eu.connectsFailed.refused)).toBeUndefined();
    at(615_000, eu.connectsFailed.refused);
    expect(at(629_999)).toBeUndefined();
    expect(at(630_000)).toBeDefined();
  });
});
