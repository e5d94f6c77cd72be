import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversationEnd } from '../../src/conversation/conversation-end.ts';
import { TargetPause } from '../../src/engine/target-pause.ts';
import type { ClosedLoadInput } from '../../src/load/closed-load.ts';
import { COMPLETED, FEED_EMPTY, MISTAKEN, UNREACHED, userLoop } from '../support/user-loop.ts';

const HOUR = 3_600_000;

const refused = (retryAfterMs: number): ConversationEnd => ({ ...UNREACHED, retryAfterMs });

describe('the loop of a virtual user', () => {
  it('runs one conversation after another until its window ends, and finishes the last one', async () => {
    const user = userLoop({ vus: 1, durationMs: 3500 });
    await user.time.advance(HOUR);
    expect(user.starts()).toEqual([0, 1000, 2000, 3000]);
    expect(user.held.every(({ atMs, intendedMs }) => atMs === intendedMs)).toBe(true);
    expect(user.doneAtMs()).toBe(4000);
    expect(user.active).toEqual([1, -1]);
  });

  it('numbers its conversations by user and order', async () => {
    const user = userLoop({ vus: 5, durationMs: 3000 }, { vu: 3 });
    await user.time.advance(HOUR);
    expect(user.held.map(({ number }) => number)).toEqual([3, 8, 13]);
  });

  it('starts when the ramp reaches its user, pauses while the level is lower, and returns with new numbers', async () => {
    const stages = [
      { durationMs: 4000, vus: 4 },
      { durationMs: 4000, vus: 0 },
      { durationMs: 4000, vus: 4 },
    ];
    const user = userLoop({ stages }, { vu: 2, lastsMs: 1500 });
    await user.time.advance(HOUR);
    expect(user.starts()).toEqual([2000, 3500, 5000, 10_000, 11_500]);
    expect(user.held.map(({ number }) => number)).toEqual([2, 6, 10, 14, 18]);
    expect(user.active).toEqual([1, -1, 1, -1]);
  });

  it('runs no more conversations than its share', async () => {
    const counts = [0, 1, 2].map(async (vu) => {
      const user = userLoop({ vus: 3, conversations: 7 }, { vu });
      await user.time.advance(HOUR);
      expect(user.doneAtMs()).toBeDefined();
      return user.held.map(({ number }) => number);
    });
    expect((await Promise.all(counts)).flat().sort((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('with conversations and a duration ends with whichever comes first', async () => {
    const few = userLoop({ vus: 1, durationMs: 10_000, conversations: 3 });
    const short = userLoop({ vus: 1, durationMs: 1500, conversations: 100 });
    await few.time.advance(HOUR);
    await short.time.advance(HOUR);
    expect([few.held.length, few.doneAtMs()]).toEqual([3, 3000]);
    expect([short.held.length, short.doneAtMs()]).toEqual([2, 2000]);
  });

  it('with nothing to do ends at once and was never active', async () => {
    const user = userLoop({ vus: 5, conversations: 2 }, { vu: 4 });
    await user.time.advance(0);
    expect([user.doneAtMs(), user.active, user.held]).toEqual([0, [], []]);
  });
});

describe('the start spread', () => {
  const startOf = async (vu: number, load: Partial<ClosedLoadInput>, seed = 1) => {
    const user = userLoop({ vus: 100, ...load }, { vu, seed });
    await user.time.advance(HOUR);
    return user.starts()[0]!;
  };
  const users = Array.from({ length: 40 }, (_, vu) => vu);

  it('distributes users started by a jump, in the same way for the same seed', async () => {
    const load = { durationMs: 60_000, startSpreadMs: 5000 };
    const starts = await Promise.all(users.map((vu) => startOf(vu, load)));
    expect(Math.min(...starts)).toBeLessThan(1000);
    expect(Math.max(...starts)).toBeGreaterThan(4000);
    expect(Math.max(...starts)).toBeLessThan(5000);
    expect(new Set(starts).size).toBe(users.length);
    expect(await Promise.all(users.map((vu) => startOf(vu, load)))).toEqual(starts);
    expect(await startOf(0, load, 2)).not.toBe(starts[0]);
  });

  it('does not change a ramp, which distributes its users itself', async () => {
    const stages = [{ durationMs: 10_000, vus: 100 }];
    expect(await startOf(20, { vus: undefined, stages, startSpreadMs: 5000 })).toBe(2000);
  });

  it('never delays a user beyond the end of its window', async () => {
    const ended = await Promise.all(
      users.map(async (vu) => {
        const user = userLoop({ vus: 100, durationMs: 1000, startSpreadMs: 60_000 }, { vu, lastsMs: 10 });
        await user.time.advance(HOUR);
        return user.doneAtMs()!;
      }),
    );
    expect(Math.max(...ended)).toBeLessThanOrEqual(1010);
  });
});

describe('an unreachable target', () => {
  const pauses = (starts: readonly number[]) => starts.slice(1).map((at, index) => at - starts[index]! - 1000);

  it('is retried after 1 s, doubling up to 30 s, with random jitter of up to half', async () => {
    const user = userLoop({ vus: 1, durationMs: 200_000 }, { ends: [UNREACHED] });
    await user.time.advance(200_000);
    const full = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
    for (const [index, pause] of pauses(user.starts()).slice(0, 7).entries()) {
      expect(pause).toBeGreaterThanOrEqual(full[index]! / 2);
      expect(pause).toBeLessThan(full[index]!);
    }
  });

  it('is retried at different times by different users', async () => {
    const firstPauses = await Promise.all(
      [0, 1, 2].map(async (vu) => {
        const user = userLoop({ vus: 3, durationMs: 20_000 }, { vu, ends: [UNREACHED] });
        await user.time.advance(20_000);
        return pauses(user.starts())[0];
      }),
    );
    expect(new Set(firstPauses).size).toBe(3);
  });

  it('has its delay reset by the first conversation that completes a turn, even one that fails later', async () => {
    const ends = [UNREACHED, UNREACHED, UNREACHED, MISTAKEN, UNREACHED, COMPLETED];
    const user = userLoop({ vus: 1, conversations: 7 }, { ends });
    await user.time.advance(HOUR);
    const waits = pauses(user.starts());
    expect(waits[2]).toBeGreaterThanOrEqual(2000);
    expect(waits[3]).toBe(0);
    expect(waits[4]).toBeGreaterThanOrEqual(500);
    expect(waits[4]).toBeLessThan(1000);
    expect(waits[5]).toBe(0);
  });

  it('does not delay the end of the run', async () => {
    const user = userLoop({ vus: 1, durationMs: 10_000 }, { ends: [UNREACHED] });
    await user.time.advance(HOUR);
    expect(user.doneAtMs()).toBeLessThanOrEqual(11_000);
  });

  it('is not waited for after the last conversation', async () => {
    const user = userLoop({ vus: 1, conversations: 3 }, { ends: [COMPLETED, COMPLETED, refused(60_000)] });
    await user.time.advance(HOUR);
    expect(user.doneAtMs()).toBe(3000);
  });
});

describe('a target that sends Retry-After', () => {
  it('is not contacted for that time, and by each user at a different time after it', async () => {
    const seconds = await Promise.all(
      [0, 1, 2].map(async (vu) => {
        const user = userLoop({ vus: 3, durationMs: 200_000 }, { vu, ends: [refused(60_000), COMPLETED] });
        await user.time.advance(200_000);
        return user.starts()[1]!;
      }),
    );
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(61_000);
    expect(Math.max(...seconds)).toBeLessThan(76_000);
    expect(new Set(seconds).size).toBe(3);
  });

  it('is not contacted even by a conversation that has completed a turn', async () => {
    const user = userLoop({ vus: 1, durationMs: 100_000 }, { ends: [{ ...refused(60_000), completedTurn: true }] });
    await user.time.advance(60_999);
    expect(user.starts()).toEqual([0]);
  });

  it.each([undefined, 2000])('is not contacted by users who have not connected to it yet (pace %s)', async (paceMs) => {
    let begun = 0;
    const pause = new TargetPause(() => {
      begun += 1;
    });
    const load = { vus: 2, durationMs: 200_000, paceMs };
    const user = userLoop(load, { pause });
    const now = user.time.nowUs();
    pause.ask(now, 30_000);
    pause.ask(now + 20_000_000, 40_000);
    pause.ask(now + 21_000_000, 1000);
    await user.time.advance(59_999);
    expect(user.starts()).toEqual([]);
    await user.time.advance(12_001);
    expect(user.starts()[0]).toBeGreaterThanOrEqual(60_000);
    expect(begun).toBe(1);
  });

  it('is not contacted for longer if it extends the time', async () => {
    const pause = new TargetPause(() => {});
    const user = userLoop({ vus: 2, durationMs: 200_000 }, { pause });
    pause.ask(user.time.nowUs(), 30_000);
    await user.time.advance(29_000);
    pause.ask(user.time.nowUs(), 60_000);
    await user.time.advance(59_999);
    expect(user.starts()).toEqual([]);
  });

  it('causes late starts that are not attributed to the load thread', async () => {
    const pause = new TargetPause(() => {});
    const user = userLoop({ vus: 1, durationMs: 100_000, paceMs: 20_000 }, { pause });
    await user.time.advance(15_000);
    pause.ask(user.time.nowUs(), 30_000);
    await user.time.advance(HOUR);
    expect(user.starts()[1]).toBeGreaterThan(45_000);
    const late = user.entries('starts_late');
    expect(late.length).toBeGreaterThan(0);
    expect(late.filter((entry) => !entry.includes('retry-after'))).toEqual([]);
  });

  it('counts the conversations delayed by its pause: late or never started', async () => {
    const pause = new TargetPause(() => {});
    const user = userLoop({ vus: 1, durationMs: 20_000 }, { pause, lastsMs: 3000 });
    await user.time.advance(500);
    pause.ask(user.time.nowUs(), 6000);
    await user.time.advance(8500);
    pause.ask(user.time.nowUs(), 30_000);
    await user.time.advance(HOUR);
    const [begun, late] = user.starts();
    expect([begun, user.starts().length]).toEqual([0, 2]);
    expect(late).toBeGreaterThanOrEqual(6500);
    expect(user.entries('conversations_due')).toHaveLength(3);
    expect(user.entries('starts_late')).toEqual(['counter[retry-after] @3000 1..0']);
    expect(user.entries('conversations_waiting')).toHaveLength(1);
  });

  it('keeps users with an open session running', async () => {
    const pause = new TargetPause(() => {});
    const user = userLoop({ vus: 1, durationMs: 2500 }, { pause, keepsSession: true });
    pause.ask(user.time.nowUs(), 60_000);
    await user.time.advance(HOUR);
    expect(user.starts()).toEqual([0, 1000, 2000]);
  });

  it('is not contacted across the windows of a user', async () => {
    const stages = [
      { durationMs: 0, vus: 1 },
      { durationMs: 5000, vus: 1 },
      { durationMs: 0, vus: 0 },
      { durationMs: 5000, vus: 0 },
      { durationMs: 0, vus: 1 },
      { durationMs: 60_000, vus: 1 },
    ];
    const user = userLoop({ stages }, { ends: [refused(30_000), COMPLETED] });
    await user.time.advance(HOUR);
    expect(user.starts()[1]).toBeGreaterThanOrEqual(31_000);
    expect(user.active).toEqual([1, -1, 1, -1]);
  });

  it.each([undefined, 2000])('does not delay the end, a stop or an interrupt (pace %s)', async (paceMs) => {
    const load = { vus: 1, durationMs: 10_000, paceMs };
    const [planned, stopped, interrupted] = [0, 1, 2].map(() => userLoop(load, { ends: [refused(HOUR)] }));
    for (const user of [planned, stopped, interrupted]) await user!.time.advance(2000);
    stopped!.loop.stop();
    interrupted!.loop.interrupt();
    for (const user of [planned, stopped, interrupted]) await user!.time.advance(HOUR);
    expect([planned, stopped, interrupted].map((user) => user!.doneAtMs())).toEqual([10_000, 2000, 2000]);
    expect([planned, stopped, interrupted].map((user) => user!.time.armed)).toEqual([0, 0, 0]);
  });
});

describe('any sequence of target failures', () => {
  const END = fc.oneof(
    fc.constantFrom<ConversationEnd>(COMPLETED, MISTAKEN, UNREACHED),
    fc.integer({ min: 1, max: 90_000 }).map(refused),
  );

  it('delays retries by at least the backoff or Retry-After, and never beyond the load', async () => {
    const course = fc.array(END, { minLength: 1, maxLength: 12 });
    const load = fc.record({
      pace: fc.option(fc.integer({ min: 500, max: 5000 })),
      vu: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(course, load, async (ends, { pace, vu }) => {
        const user = userLoop({ vus: 10, durationMs: 120_000, paceMs: pace ?? undefined }, { vu, ends, lastsMs: 1000 });
        await user.time.advance(HOUR);
        expect(user.doneAtMs()).toBeLessThanOrEqual(121_000);
        let failures = 0;
        for (const [index, start] of user.starts().slice(1).entries()) {
          const end = ends[Math.min(index, ends.length - 1)]!;
          failures = end.completedTurn ? 0 : failures + 1;
          const leastMs = failures === 0 ? 0 : Math.min(30_000, 1000 * 2 ** (failures - 1)) / 2;
          const waited = start - user.starts()[index]! - 1000;
          expect(waited).toBeGreaterThanOrEqual(Math.max(leastMs, end.retryAfterMs ?? 0) - 1e-6);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a pace', () => {
  const due = (user: ReturnType<typeof userLoop>) => user.held.map(({ intendedMs }) => intendedMs);

  it('makes every conversation due on schedule, however short the previous one was', async () => {
    const user = userLoop({ vus: 1, durationMs: 10_000, paceMs: 3000 });
    await user.time.advance(HOUR);
    expect([user.starts(), due(user)]).toEqual([
      [0, 3000, 6000, 9000],
      [0, 3000, 6000, 9000],
    ]);
    expect(user.held.every(({ anchored }) => anchored)).toBe(true);
    expect(user.told()).toEqual({ conversations_due: 4 });
  });

  it('keeps its schedule after a longer conversation, and catches up', async () => {
    const user = userLoop({ vus: 1, durationMs: 20_000, paceMs: 3000 }, { lastsMs: (k) => (k === 0 ? 7000 : 1000) });
    await user.time.advance(HOUR);
    expect(due(user)).toEqual([0, 3000, 6000, 9000, 12_000, 15_000, 18_000]);
    expect(user.starts()).toEqual([0, 7000, 8000, 9000, 12_000, 15_000, 18_000]);
    // Those of 3 s and 6 s began over a second late.
    expect(user.told()).toEqual({ conversations_due: 7, starts_late: 2 });
  });

  it('counts missed starts as due and waiting; the next window continues after their numbers', async () => {
    const stages = [
      { durationMs: 0, vus: 1 },
      { durationMs: 10_000, vus: 1 },
      { durationMs: 0, vus: 0 },
      { durationMs: 10_000, vus: 0 },
      { durationMs: 0, vus: 1 },
      { durationMs: 5000, vus: 1 },
    ];
    const user = userLoop({ stages, paceMs: 2000 }, { lastsMs: (k) => (k === 1 ? 9000 : 100) });
    await user.time.advance(HOUR);
    expect(due(user)).toEqual([0, 2000, 20_000, 22_000, 24_000]);
    expect(user.held.map(({ number }) => number)).toEqual([0, 1, 5, 6, 7]);
    expect(user.told()).toEqual({ conversations_due: 8, conversations_waiting: 3 });
  });

  it('in a load without a planned end continues until all conversations have run', async () => {
    const user = userLoop({ vus: 2, conversations: 5, paceMs: 4000 }, { vu: 0 });
    await user.time.advance(HOUR);
    expect(due(user)).toEqual([0, 4000, 8000]);
    expect(user.told()).toEqual({ conversations_due: 3 });
  });

  it('counts what was due until a stop, and no more', async () => {
    const user = userLoop({ vus: 1, durationMs: HOUR, paceMs: 2000 }, { lastsMs: 10_000 });
    await user.time.advance(5000);
    user.loop.stop();
    await user.time.advance(HOUR);
    expect(user.starts()).toEqual([0]);
    // The conversation ended at 10 s: the beats of 2, 4, 6, 8 and 10 s had come.
    expect(user.told()).toEqual({ conversations_due: 6, conversations_waiting: 5 });
  });

  it('pauses for an unreachable target; the conversations start late', async () => {
    const user = userLoop({ vus: 1, durationMs: 20_000, paceMs: 2000 }, { ends: [UNREACHED, UNREACHED, COMPLETED] });
    await user.time.advance(HOUR);
    expect(due(user)).toEqual([0, 2000, 4000, 6000, 8000, 10_000, 12_000, 14_000, 16_000, 18_000]);
    expect(user.starts()[2]).toBeGreaterThan(4000);
  });
});

describe('an exhausted feed', () => {
  it.each([undefined, 2000])('ends the loop; the conversation without a row is dropped (pace %s)', async (paceMs) => {
    const user = userLoop({ vus: 1, durationMs: HOUR, paceMs }, { ends: [COMPLETED, COMPLETED, FEED_EMPTY] });
    await user.time.advance(HOUR);
    expect([user.held.length, user.emptied()]).toEqual([3, 1]);
    expect(user.told()).toEqual({ conversations_due: 3, conversations_dropped: 1 });
    expect(user.time.armed).toBe(0);
  });
});

describe('stopping', () => {
  it('lets the running conversation finish and starts no other', async () => {
    const user = userLoop({ vus: 1, durationMs: HOUR });
    await user.time.advance(1500);
    user.loop.stop();
    expect(user.interrupts()).toBe(0);
    await user.time.advance(HOUR);
    expect([user.starts(), user.doneAtMs()]).toEqual([[0, 1000], 2000]);
    expect(user.active).toEqual([1, -1]);
  });

  it('ends a wait at once: for the window, and before a retry', async () => {
    const waiting = userLoop({ stages: [{ durationMs: 10_000, vus: 10 }] }, { vu: 5 });
    const trying = userLoop({ vus: 1, durationMs: HOUR }, { ends: [UNREACHED] });
    for (const user of [waiting, trying]) {
      await user.time.advance(1200);
      user.loop.stop();
      await user.time.advance(0);
      expect(user.doneAtMs()).toBe(1200);
      expect(user.time.armed).toBe(0);
    }
    expect(waiting.active).toEqual([]);
    expect(trying.active).toEqual([1, -1]);
  });

  it('before the first conversation runs none', async () => {
    const user = userLoop({ vus: 1, durationMs: 5000 });
    user.loop.stop();
    await user.time.advance(0);
    expect([user.held, user.doneAtMs()]).toEqual([[], 0]);
  });

  it('may be requested twice, and after the end', async () => {
    const user = userLoop({ vus: 1, durationMs: 1000 });
    user.loop.stop();
    user.loop.stop();
    await user.time.advance(HOUR);
    await user.done;
    user.loop.interrupt();
    expect([user.held, user.active]).toEqual([[], []]);
  });

  it('by interrupt also ends the running conversation', async () => {
    const user = userLoop({ vus: 1, durationMs: HOUR });
    await user.time.advance(1500);
    user.loop.interrupt();
    await user.time.advance(0);
    expect([user.interrupts(), user.doneAtMs(), user.held.length]).toEqual([1, 1500, 2]);
    expect(user.active).toEqual([1, -1]);
  });
});
