import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import { scopeTimesOf } from '../../src/run/conduct/scope-times-of.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { lastedMs } from '../../src/verdict/scope-times.ts';
import { scenarioOf } from '../support/shard-fixture.ts';

const RUN = {
  scenario: scenarioOf([{ timeoutMs: 20_000, think: { kind: 'constant', ms: 1000 } }]),
  load: closedLoad({ vus: 2, durationMs: 240_000, warmUpMs: 10_000, startSpreadMs: 0, gracefulStopMs: 5000 }),
  targets: [{ name: 'eu' }, { name: 'us' }],
};
const measured = (kind: 'together' | 'abba', expression: string) => {
  const targetOrder = kind === 'abba' ? { kind, blockMs: 30_000 } : { kind };
  return scopeTimesOf({ ...RUN, maxTurnMs: 30_000, targetOrder })(parseThreshold(expression)).measured;
};

describe('the time ranges of a threshold', () => {
  it('are the measured time, without the graceful stop', () => {
    for (const expression of ['turn p95 < 2s', 'turn{target=us} p95 < 2s'])
      expect(measured('together', expression)).toEqual([{ fromMs: 10_000, toMs: 240_000 }]);
    expect(measured('abba', 'turn p95 < 2s')).toEqual([{ fromMs: 10_000, toMs: 240_000 }]);
  });

  it('are the slots of a target in ABBA order', () => {
    expect(measured('abba', 'goodput{target=eu} > 1/s')).toEqual([
      { fromMs: 10_000, toMs: 30_000 },
      { fromMs: 90_000, toMs: 150_000 },
      { fromMs: 210_000, toMs: 240_000 },
    ]);
    const us = measured('abba', 'goodput{target=us} > 1/s');
    expect(us).toEqual([
      { fromMs: 30_000, toMs: 90_000 },
      { fromMs: 150_000, toMs: 210_000 },
    ]);
    expect([20_000, 40_000, 120_000, 500_000].map((elapsedMs) => lastedMs(us, elapsedMs))).toEqual([
      0, 10_000, 60_000, 120_000,
    ]);
  });
});
