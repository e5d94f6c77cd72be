import { describe, expect, it } from 'vitest';
import { RestOfLoad } from '../../src/engine/rest-of-load.ts';
import { FakeTime } from '../support/fake-time.ts';

function resting(forMs: number) {
  const time = new FakeTime();
  const rest = new RestOfLoad(time.nowUs() + forMs * 1000, { clock: time, timers: time });
  let over = false;
  const wait = () => {
    void rest.wait().then(() => {
      over = true;
    });
  };
  return { time, rest, wait, isOver: () => over };
}

describe('the remaining load', () => {
  it('lasts until the planned end', async () => {
    const { time, wait, isOver } = resting(1000);
    wait();
    await time.advance(999);
    expect(isOver()).toBe(false);
    await time.advance(1);
    expect(isOver()).toBe(true);
  });

  it('is empty after the planned end', async () => {
    const { time, wait, isOver } = resting(1000);
    await time.advance(1000);
    wait();
    await time.advance(0);
    expect(isOver()).toBe(true);
  });

  it.each(['before', 'while it lasts'])('ends when it is cancelled %s, and leaves no timer', async (when) => {
    const { time, rest, wait, isOver } = resting(1000);
    if (when === 'before') rest.cancel();
    wait();
    if (when !== 'before') rest.cancel();
    await time.advance(0);
    expect([isOver(), time.armed]).toEqual([true, 0]);
  });
});
