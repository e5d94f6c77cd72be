import { describe, expect, it } from 'vitest';
import { repeat } from '../../src/platform/time/repeat.ts';
import { FakeTime } from '../support/fake-time.ts';

describe('a repeated call', () => {
  it('runs once per period until cancelled', async () => {
    const time = new FakeTime();
    const atMs: number[] = [];
    const startUs = time.nowUs();
    const timer = repeat({ clock: time, timers: time }, 100, () => atMs.push((time.nowUs() - startUs) / 1000));
    await time.advance(350);
    expect(atMs).toEqual([100, 200, 300]);
    timer.cancel();
    await time.advance(500);
    expect(atMs).toHaveLength(3);
  });

  it('skips the periods that a busy thread missed', () => {
    let nowUs = 0;
    const due: { dueUs: number; callback: () => void }[] = [];
    const timers = {
      at: (dueUs: number, callback: () => void) => ({ cancel() {}, at: due.push({ dueUs, callback }) }),
    };
    let calls = 0;
    repeat({ clock: { nowUs: () => nowUs }, timers }, 100, () => {
      calls += 1;
    });
    nowUs = 450_000;
    due[0]!.callback();
    expect([calls, due[1]!.dueUs]).toEqual([1, 500_000]);
  });

  it('may be cancelled by its own callback', async () => {
    const time = new FakeTime();
    let calls = 0;
    const timer = repeat({ clock: time, timers: time }, 100, () => {
      calls += 1;
      timer.cancel();
    });
    await time.advance(1000);
    expect(calls).toBe(1);
  });
});
