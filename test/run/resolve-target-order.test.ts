import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import { resolveTargetOrder } from '../../src/run/plan/resolve-target-order.ts';
import { refusal } from '../support/refusal.ts';

const lasting = (durationMs: number) => closedLoad({ vus: 2, durationMs, startSpreadMs: 0, gracefulStopMs: 0 });

describe('--target-order', () => {
  it('is together by default', () => {
    expect(resolveTargetOrder(undefined, lasting(1000), 2)).toEqual({ kind: 'together' });
    expect(resolveTargetOrder('together', lasting(1000), 1)).toEqual({ kind: 'together' });
  });

  it('abba has slots of a minute, or of a given time', () => {
    expect(resolveTargetOrder('abba', lasting(480_000), 2)).toEqual({ kind: 'abba', blockMs: 60_000 });
    expect(resolveTargetOrder('abba:2s', lasting(16_000), 2)).toEqual({ kind: 'abba', blockMs: 2000 });
  });

  it('rejects a load with fewer than four slots per target, with the required duration', () => {
    const { message, hint } = refusal(() => resolveTargetOrder('abba', lasting(479_000), 2));
    expect(message).toBe(
      '--target-order abba: 4 slots of 1m 00s for each of 2 targets take 8m 00s; the load lasts 7m 59s',
    );
    expect(hint).toBe('use a longer load (--duration 480s), or shorter slots: --target-order abba:TIME');
    const endless = closedLoad({ vus: 2, conversations: 10, startSpreadMs: 0, gracefulStopMs: 0 });
    expect(refusal(() => resolveTargetOrder('abba:1s', endless, 3)).message).toContain('the load has no planned end');
  });

  it('rejects a single target, and unknown orders', () => {
    expect(refusal(() => resolveTargetOrder('abba:1s', lasting(60_000), 1)).hint).toContain('--target us=URL');
    for (const text of ['aabb', 'abba:', 'abba:1', 'abba:0.5s', 'abba:1s:2s', 'together:1s'])
      expect(refusal(() => resolveTargetOrder(text, lasting(60_000), 2)).message).toContain(
        `--target-order must be together, abba or abba:TIME (got "${text}")`,
      );
  });
});
