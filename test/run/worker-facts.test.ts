import { describe, expect, it } from 'vitest';
import type { ThreadHealth } from '../../src/measure/health/thread-health.ts';
import type { InvalidSamples } from '../../src/measure/sample-ring.ts';
import { workerFacts } from '../../src/run/conduct/worker-facts.ts';

const HEALTH: ThreadHealth = {
  loopDelayP99Ms: 1.23456,
  loopDelayMaxMs: 140.00049,
  loopDelayMaxAtUs: 7_000_000,
  unreadMaxMs: 12.5,
  unreadMaxAtUs: 8_000_000,
  gcShare: 0.123456,
  gcMaxMs: 9.9999,
  cpuShare: 0.98765,
  coversCoreWait: true,
};

const NOTHING = { errors: [], addresses: [], exemplars: { slowest: [], random: [] } };
const factsOf = (health?: ThreadHealth, invalidSamples?: InvalidSamples) =>
  workerFacts(
    { name: '1/2', samplesLost: 3, invalidSamples, findings: { ...NOTHING, health } },
    (atUs) => `at ${atUs}`,
  );

describe('the facts of a load thread in a report', () => {
  it('are its health in rounded numbers, in wall-clock time', () => {
    expect(factsOf(HEALTH)).toEqual({
      name: '1/2',
      samplesLost: 3,
      loopDelayP99Ms: 1.235,
      loopDelayMaxMs: 140,
      loopDelayMaxAt: 'at 7000000',
      unreadMaxMs: 12.5,
      unreadMaxAt: 'at 8000000',
      gcShare: 0.1235,
      gcMaxMs: 10,
      cpuShare: 0.9877,
      coreWait: 'covered',
    });
  });

  it('include invalid samples, with a description of the first', () => {
    const { invalidSamples } = factsOf(undefined, { count: 2, first: { series: 21, value: -95 } });
    expect(invalidSamples).toEqual({ count: 2, first: '-95 in series 21' });
  });

  it('omit what is unknown', () => {
    expect(factsOf()).toEqual({ name: '1/2', samplesLost: 3 });
    const unknown = { loopDelayMaxAtUs: undefined, unreadMaxAtUs: undefined, cpuShare: undefined };
    const facts = factsOf({ ...HEALTH, ...unknown, coversCoreWait: false });
    expect(Object.keys(facts)).not.toContain('cpuShare');
    expect(Object.keys(facts).filter((key) => key.endsWith('At'))).toEqual([]);
    expect(facts.coreWait).toBe('not-covered');
  });
});
