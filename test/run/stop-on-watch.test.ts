import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { StopOnWatch } from '../../src/run/conduct/stop-on-watch.ts';
import { checkStopOn, describeStopOn, resolveStopOn } from '../../src/run/resolve-stop-on.ts';
import { refusal } from '../support/refusal.ts';

const shape = {
  targets: ['eu'],
  conversations: [{ name: 'talk', steps: ['hello'] }],
  failureClasses: ['refused'],
};
const table = new SeriesTable(shape);
const recorder = new Recorder(table, '1/1');
const { connectsFailed } = table.conversation(0, 0);

describe('--stop-on', () => {
  it('adds to the circuit breaker, which only off or none disables', () => {
    const rule = 'connects_failed > 50% for 10s';
    const asked = (texts?: readonly string[]) => {
      const { breaker, rules } = resolveStopOn(texts);
      return [breaker, ...rules.map(({ expression }) => expression)];
    };
    expect(asked()).toEqual([true]);
    expect(asked([rule])).toEqual([true, rule]);
    expect(asked(['off'])).toEqual([false]);
    expect(asked(['OFF'])).toEqual([false]);
    expect(asked(['none', rule])).toEqual([false, rule]);
    expect(describeStopOn(resolveStopOn(['off']))).toEqual([]);
    expect(describeStopOn(resolveStopOn([rule]))).toEqual([expect.stringContaining('for 30 s'), rule]);
  });

  it('is rejected if the run has no such label', () => {
    const stopOn = resolveStopOn(['connects_failed{target="uk"} > 50% for 10s', 'turn{step="helo"} max > 1s for 5s']);
    const { message, hint } = refusal(() => checkStopOn(stopOn, shape));
    expect(message).toMatch(
      /^2 errors:\n {2}--stop-on connects_failed\{target="uk"\} > 50% for 10s: there is no target "uk"/,
    );
    expect(message.split('\n')).toHaveLength(3);
    expect(hint).toContain('did you mean hello?');
  });
});

const LOAD = closedLoad({ vus: 1, durationMs: 60_000, startSpreadMs: 0, gracefulStopMs: 30_000 });

describe('the watch of a run', () => {
  const watched = (texts: readonly string[]) => {
    let nowMs = 0;
    const misses: string[] = [];
    const requests = { endings: [], miss: (why: string) => misses.push(why) };
    const watch = new StopOnWatch(resolveStopOn(texts), LOAD, requests);
    watch.begin({ recorder, elapsedMs: () => nowMs });
    const sink = watch.samples();
    return {
      watch,
      failAt(atMs: number) {
        nowMs = atMs;
        sink?.append(connectsFailed.refused!, atMs, 1, 0);
      },
    };
  };

  it('stops it after 30 s without a connection, with the reason and how to disable it', () => {
    const { watch, failAt } = watched([]);
    failAt(2000);
    failAt(12_000);
    expect(watch.whyStop(31_999)).toBeUndefined();
    expect(watch.whyStop(32_000)).toBe(
      'no connection succeeded for 30.0 s (2 attempts failed); stopping the run (disable with --stop-on off)',
    );
  });

  it('does not stop it if disabled', () => {
    const { watch, failAt } = watched(['off']);
    failAt(0);
    expect(watch.whyStop(59_000)).toBeUndefined();
  });

  it('stops it with the first rule that is true', () => {
    const { watch, failAt } = watched(['connects_failed > 5 for 2s', 'connects_failed > 50% for 2s']);
    failAt(1000);
    expect(watch.whyStop(2000)).toBe(
      '--stop-on connects_failed > 50% for 2s became true after 2.00 s (100 %, 1 of 1); stopping the run',
    );
  });

  it('does not stop it once its load is over', () => {
    const { watch, failAt } = watched(['connects_failed > 0 for 10s']);
    failAt(58_000);
    expect([watch.whyStop(59_999), watch.whyStop(60_000), watch.whyStop(95_000)]).toEqual([
      expect.any(String),
      undefined,
      undefined,
    ]);
  });
});
