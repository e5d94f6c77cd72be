import { describe, expect, it } from 'vitest';
import { judgeSendLag } from '../../src/verdict/lag/judge-send-lag.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { ThresholdResult } from '../../src/verdict/threshold-result.ts';
import { resultOf } from '../support/threshold-result.ts';

const LATE = {
  sendLagP99Us: 30_000,
  sendLagMeanUs: 4000,
  medianThinkMs: 1000,
  medianTurnUs: 200_000,
  maxInputs: 6,
  turns: 1000,
  generator: { cpus: 2, workers: [{ name: '1/1', samplesLost: 0 }], otherCpuCores: 1.6, idleCpuCores: 0.1 },
};

const judged = (expression: string, state: ThresholdResult['state'], actualMs: number, lowerMs = actualMs) =>
  resultOf(state, { threshold: parseThreshold(expression), actual: actualMs * 1000, lower: lowerMs * 1000 });

describe('send lag', () => {
  it.each([
    ['within 20 ms', { sendLagP99Us: 20_000, medianThinkMs: 0 }],
    ['within 2 % of the think time', { sendLagP99Us: 60_000, medianThinkMs: 3000 }],
    ['unknown', { sendLagP99Us: undefined }],
  ])('of %s is not reported', (_what, facts) => {
    expect(judgeSendLag({ ...LATE, ...facts }, [judged('turn_intended p95 < 1s', 'fail', 1010)])).toEqual([]);
  });

  it('makes the run suspect if it changes no result, and names the busy machine', () => {
    const [finding, ...more] = judgeSendLag(LATE, [judged('first_output p95 < 1s', 'fail', 1001)]);
    expect(more).toEqual([]);
    expect(finding).toEqual({
      level: 'suspect',
      text: 'inputs were sent late (send_lag p99 30.0 ms, limit 20.0 ms); no threshold result depends on it; likely cause: other processes used 1.6 of 2 cores; stop them, or use a dedicated machine',
    });
  });

  it.each<[string, ThresholdResult['state'], number, boolean]>([
    ['turn_intended p(95) < 1s', 'fail', 1029, true],
    ['turn_intended p(95) < 1s', 'fail', 1031, false],
    ['turn_intended p(95) < 1s', 'pass', 999, false],
    ['turn_intended p(95) > 1s', 'pass', 1010, true],
    ['turn p(95) < 1s', 'fail', 1001, false],
    // Six inputs, each 4 ms late on average, one of them as late as any.
    ['conversation p(95) < 10s', 'fail', 10_049, true],
    ['conversation p(95) < 10s', 'fail', 10_051, false],
    ['send_lag p(99) < 10ms', 'fail', 30, true],
  ])('decides "%s" (%s at %d ms): %s', (expression, state, actualMs, changes) => {
    const [finding] = judgeSendLag(LATE, [judged(expression, state, actualMs)]);
    expect(finding!.level).toBe(changes ? 'invalid' : 'suspect');
    expect(finding!.text.includes(`the lag alone could change the result of "${expression}"`)).toBe(changes);
  });

  it('leaves a threshold inconclusive that is so for another reason', () => {
    const results = (['inconclusive', 'no-data', 'too-few'] as const).map((state) =>
      judged('turn_intended p95 < 1s', state, 1010),
    );
    expect(judgeSendLag(LATE, results)).toMatchObject([{ level: 'suspect' }]);
  });

  it('makes a run invalid if the actual load was lower than planned', () => {
    // Of 60 + 1000 + 200 ms.
    const [finding] = judgeSendLag({ ...LATE, sendLagMeanUs: 66_000, sendLagP99Us: 200_000 }, []);
    expect(finding).toMatchObject({ level: 'invalid' });
    expect(finding!.text).toContain('mean 66.0 ms = 5.21 % of the time between two inputs of a user (limit 5 %): ');
    expect(judgeSendLag({ ...LATE, sendLagMeanUs: 63_000 }, [])).toMatchObject([{ level: 'suspect' }]);
  });

  it('makes a run at most suspect if there are few inputs', () => {
    const few = { ...LATE, turns: 99, sendLagMeanUs: 900_000 };
    const findings = judgeSendLag(few, [judged('turn_intended p95 < 1s', 'fail', 1010)]);
    expect(findings.map(({ level }) => level)).toEqual(['suspect', 'suspect']);
  });
});

describe('send lag of a step of a capacity search', () => {
  const judgedAt = (latencyLimitMs: number | undefined, facts: object, ...results: ThresholdResult[]) =>
    judgeSendLag({ ...LATE, search: { latencyLimitMs }, ...facts }, results).map(({ level }) => level);

  it.each<[what: string, latencyLimitMs: number | undefined, lagMs: number, levels: readonly string[]]>([
    ['20 ms without an objective on a latency', undefined, 21, ['suspect']],
    ['20 ms for one of 400 ms', 400, 21, ['suspect']],
    ['never below 20 ms', 50, 20, []],
    ['50 ms for one of 1 s', 1000, 50, []],
    ['no more than that', 1000, 51, ['suspect']],
  ])('may be 5 %% of the objective: %s', (_what, latencyLimitMs, lagMs, levels) => {
    expect(judgedAt(latencyLimitMs, { sendLagP99Us: lagMs * 1000 })).toEqual(levels);
  });

  it('changes an objective only if the lag in it is above 5 % of its own limit', () => {
    expect(judgedAt(1000, {}, judged('turn_intended p(95) < 1s', 'fail', 1020))).toEqual([]);
    expect(judgedAt(1000, { sendLagP99Us: 60_000 }, judged('turn_intended p(95) < 1s', 'fail', 1020))).toEqual([
      'invalid',
    ]);
    // 15 ms are below the limit of a run, but decide over 100 ms.
    expect(judgedAt(100, { sendLagP99Us: 15_000 }, judged('turn_intended p(95) < 100ms', 'fail', 110))).toEqual([
      'invalid',
    ]);
    expect(judgedAt(60, { sendLagP99Us: 4900 }, judged('turn_intended p(95) < 60ms', 'fail', 61))).toEqual([]);
  });

  it('never makes the load more than a tenth lower than planned, whatever the objective tolerates', () => {
    // Of 1000 + 200 ms and the lag.
    const slow = (meanMs: number, p99Ms: number) => ({ sendLagMeanUs: meanMs * 1000, sendLagP99Us: p99Ms * 1000 });
    expect(judgedAt(10_000, slow(66, 200))).toEqual([]);
    expect(judgedAt(10_000, slow(132, 200))).toEqual([]);
    expect(judgedAt(10_000, slow(134, 200))).toEqual(['invalid']);
    const tolerated = { ...LATE, ...slow(134, 200), search: { latencyLimitMs: 10_000 } };
    expect(judgeSendLag(tolerated, [])[0]!.text).toMatch(
      /^inputs were sent late \(send_lag p99 200 ms\), mean 134 ms = 10\.04 % of .* \(limit 10 %\): the actual load/,
    );
    expect(judgedAt(1000, slow(66, 200))).toEqual(['invalid']);
    expect(judgedAt(undefined, slow(66, 200))).toEqual(['invalid']);
  });
});
