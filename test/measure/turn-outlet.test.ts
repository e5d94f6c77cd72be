import { describe, expect, it } from 'vitest';
import { type TurnBatch, turnsIn } from '../../src/measure/turns/turn-batch.ts';
import { TurnOutlet } from '../../src/measure/turns/turn-outlet.ts';
import { TurnQuota } from '../../src/measure/turns/turn-quota.ts';
import { recorderOf } from '../support/sample-run.ts';
import { streamedTurn } from '../support/streamed-turn.ts';

const { table } = recorderOf();

/** An outlet and what came of it; `quota` is the main thread's view of what the outlet's own one shares. */
function outletOf(limit = 2 ** 20) {
  const quota = new TurnQuota(limit);
  const taken: TurnBatch[] = [];
  const outlet = new TurnOutlet({ quota: new TurnQuota(quota.buffer), take: (batch) => taken.push(batch) });
  let index = 0;
  const append = (count: number, utterance = 'hello') => {
    for (let turn = 0; turn < count; turn++) outlet.append(streamedTurn(table, { index: index++, utterance }));
  };
  const indices = () => taken.flatMap((batch) => [...turnsIn(batch)].map((turn) => turn.index));
  return { quota, taken, outlet, append, indices };
}

describe('the output queue of turns', () => {
  it('passes on batches of 64, and the rest on request', () => {
    const { quota, taken, outlet, append, indices } = outletOf();
    append(63);
    expect(taken).toEqual([]);
    append(90);
    expect(taken.map(({ turns }) => turns)).toEqual([64, 64]);
    outlet.flush();
    outlet.flush();
    expect(taken.map(({ turns }) => turns)).toEqual([64, 64, 25]);
    expect(indices()).toEqual([...Array(153).keys()]);
    expect([quota.offered, quota.refused]).toEqual([153, 0]);
  });

  it('passes on large turns earlier', () => {
    const { taken, append } = outletOf();
    append(3, 'x'.repeat(60_000));
    expect(taken.map(({ turns }) => turns)).toEqual([3]);
  });

  it('drops and counts turns above its limit, and continues when it is below it', () => {
    const { quota, taken, outlet, append, indices } = outletOf(20_000);
    append(64);
    append(128);
    expect(taken).toHaveLength(1);
    expect([quota.offered, quota.refused]).toEqual([192, 128]);
    quota.release(taken[0]!.size);
    append(10);
    outlet.flush();
    expect(indices()).toEqual([...Array(64).keys(), ...Array.from({ length: 10 }, (_, place) => 192 + place)]);
    expect([quota.offered, quota.refused]).toEqual([202, 128]);
  });

  it('never exceeds its limit, whatever is acknowledged when', () => {
    const { quota, taken, append } = outletOf(60_000);
    let underWay = 0;
    let back = 0;
    for (let round = 0; round < 200; round++) {
      append(1 + (round % 70));
      underWay = taken.slice(back).reduce((sum, { size }) => sum + size, 0);
      expect(underWay).toBeLessThanOrEqual(60_000);
      if (round % 3 === 0 && back < taken.length) quota.release(taken[back++]!.size);
    }
    const handed = taken.reduce((sum, { turns }) => sum + turns, 0);
    expect(quota.refused).toBeGreaterThan(0);
    expect(quota.offered - quota.refused - handed).toBeLessThan(64);
  });

  it('passes on a turn above the limit if nothing else is pending', () => {
    const { quota, taken, append } = outletOf(1000);
    append(1, 'x'.repeat(200_000));
    append(1, 'x'.repeat(200_000));
    expect([taken.length, quota.refused]).toEqual([1, 1]);
  });
});
