import { describe, expect, it } from 'vitest';
import { atOwnPlace, atPlaceOfShard } from '../../src/run/own-place.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { quickScenario } from '../../src/scenario/quick-scenario.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';

const RULE = 'turns_errored{place=us-east} > 5 for 10s';

function plan(thresholds: readonly string[], options: { place?: string; 'stop-on'?: string[] }) {
  const scenario = { ...quickScenario(['hello']), thresholds: thresholds.map(parseThreshold) };
  return prepareRun(scenario, [{ name: 'default' }], {
    ...options,
    place: options.place === undefined ? [] : [options.place],
  });
}

const labelsOf = ({ scenario }: ReturnType<typeof plan>) => scenario.thresholds.map(({ labels }) => labels);

describe('conditions on places', () => {
  it('are on all series of a process at that place', () => {
    const own = atOwnPlace(plan(['turn{place=us-east, step=hello} p50 < 1s'], { place: 'us-east', 'stop-on': [RULE] }));
    expect(labelsOf(own)[0]).toEqual({ step: 'hello' });
    expect(own.scenario.thresholds[0]!.expression).toBe('turn{place=us-east, step=hello} p50 < 1s');
    expect(own.stopOn.rules[0]!.condition.labels).toEqual({});
  });

  it('are refused in a run that is not at that place', () => {
    const thresholds = ['turn{place=eu-west} p50 < 1s'];
    expect(() => atOwnPlace(plan(thresholds, {}))).toThrow(
      'threshold turn{place=eu-west} p50 < 1s: this load generator has no place',
    );
    expect(() => atOwnPlace(plan(thresholds, { place: 'us-east' }))).toThrow(/runs at "us-east"$/);
    expect(() => atOwnPlace(plan([], { place: 'eu-west', 'stop-on': [RULE] }))).toThrow(
      `--stop-on ${RULE.slice(0, -8)}`,
    );
  });

  it('stay in a shard, as thresholds are judged on the whole; of the rules it has its own', () => {
    const thresholds = ['turn{place=eu-west} p50 < 1s'];
    const rules = ['off', RULE, 'turns_errored{place=eu-west} > 9 for 10s', 'turns_errored > 20 for 10s'];
    const shard = atPlaceOfShard(plan(thresholds, { place: 'us-east', 'stop-on': rules }));
    expect(labelsOf(shard)[0]).toEqual({ place: 'eu-west' });
    expect(shard.stopOn.rules.map(({ condition }) => [condition.limit, condition.labels])).toEqual([
      [5, {}],
      [20, {}],
    ]);
  });
});
