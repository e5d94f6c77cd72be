import { describe, expect, it } from 'vitest';
import { Freezer } from '../../src/mock/faults/freezer.ts';
import { type MockInput, parseMockOptions } from '../../src/mock/mock-options.ts';
import { PendingTimers } from '../../src/platform/time/pending-timers.ts';
import { FakeTime } from '../support/fake-time.ts';

function freezing(input: MockInput) {
  const time = new FakeTime();
  const freezer = new Freezer(parseMockOptions(input), time, new PendingTimers({ clock: time, timers: time }));
  const sentAtMs: number[] = [];
  const begunUs = time.nowUs();
  const send = () => freezer.whenThawed(() => sentAtMs.push((time.nowUs() - begunUs) / 1000));
  return { time, freezer, send, sentAtMs };
}

describe('a stall', () => {
  it('starts at the configured time after the first input, holds everything back until its end, and does not repeat', async () => {
    const { time, freezer, send, sentAtMs } = freezing({ freezeAt: '1s', freezeFor: '2s' });
    await time.advance(500);
    freezer.inputCame(time.nowUs());
    await time.advance(400);
    freezer.inputCame(time.nowUs());
    send();
    for (const ms of [600, 1000]) {
      await time.advance(ms);
      send();
    }
    await time.advance(1000);
    send();
    await time.advance(60_000);
    send();
    // The first input came at 500 ms: nothing leaves from 1500 to 3500.
    expect(sentAtMs).toEqual([900, 3500, 3500, 3500, 63_500]);
  });

  it('never starts unless configured, nor before the first input', async () => {
    const never = freezing({});
    never.freezer.inputCame(never.time.nowUs());
    const unasked = freezing({ freezeAt: '0s' });
    for (const { send, sentAtMs } of [never, unasked]) {
      send();
      expect(sentAtMs).toEqual([0]);
    }
  });
});
