import { describe, expect, it } from 'vitest';
import { PendingTimers } from '../../src/platform/time/pending-timers.ts';
import type { Timers } from '../../src/platform/time/timers.ts';

/** Timers that a test fires by hand. */
function manualTimers() {
  const armed = new Map<number, () => void>();
  const timers: Timers = {
    at: (dueUs, callback) => {
      armed.set(dueUs, callback);
      return { cancel: () => void armed.delete(dueUs) };
    },
  };
  return { armed, pending: new PendingTimers({ clock: { nowUs: () => 1000 }, timers }) };
}

describe('pending timers', () => {
  it('fire after their delay, counted from now', () => {
    const { armed, pending } = manualTimers();
    pending.after(2, () => {});
    expect([...armed.keys()]).toEqual([3000]);
  });

  it('can be cancelled individually and all at once, but not after they fired', () => {
    const { armed, pending } = manualTimers();
    const fired: number[] = [];
    const first = pending.after(1, () => fired.push(1));
    pending.after(2, () => fired.push(2));
    pending.after(3, () => fired.push(3));
    first.cancel();
    expect([...armed.keys()]).toEqual([3000, 4000]);
    armed.get(3000)!();
    pending.cancelAll();
    expect([...armed.keys()]).toEqual([3000]);
    expect(fired).toEqual([2]);
  });

  it('do not wait for a delay of 0', async () => {
    const { armed, pending } = manualTimers();
    await pending.wait(0);
    expect(armed.size).toBe(0);
  });
});
