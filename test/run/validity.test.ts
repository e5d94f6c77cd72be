import { describe, expect, it } from 'vitest';
import { realTimers } from '../../src/platform/time/real-timers.ts';
import {
  ADVICE,
  busyWith,
  EXPLANATION,
  type JudgedSetting,
  judgedRun,
  troubledBy,
  withFullRing,
} from '../support/judged-run.ts';
import { collectGarbage, keepBusy } from '../support/keep-busy.ts';

/** The event loop of the load thread is blocked once, at this time after the start of the load. */
const blockedFor = (ms: number, atMs: number) =>
  troubledBy((startUs) => realTimers.at(startUs + atMs * 1000, () => void keepBusy(ms)));

const SHORT_TALKS = { vus: 3, duration: 600 };
// Other tests on the same cores may make it worse than meant, not three times.
describe('a run that the load generator made invalid', { retry: 2 }, () => {
  it.each<[string, JudgedSetting, 'invalid' | 'suspect', RegExp]>([
    [
      'its load thread stood still',
      { options: SHORT_TALKS, executor: blockedFor(300, 200) },
      'suspect',
      new RegExp(`^the event loop of load thread 1/1 was blocked for \\d+ ms at 14:25:0\\d UTC; ${ADVICE}$`),
    ],
    [
      'it collected garbage most of the time',
      // By conversations, not by time: where a collection is slow, no turn might complete within a given one.
      { options: { vus: 3, conversations: 12 }, executor: busyWith(collectGarbage, 20) },
      'suspect',
      new RegExp(`^garbage collection took [\\d.]+ % of the time of load thread 1/1; ${ADVICE}$`),
    ],
    [
      'its ring was full',
      { options: { vus: 2, conversations: 20 }, executor: withFullRing(128) },
      'invalid',
      /^\d+ samples were lost by load thread 1\/1 because the main thread could not keep up; reserve a core for it/,
    ],
    [
      'its acks were late',
      { options: { vus: 30, duration: 600 }, mock: { buffering: true }, executor: blockedFor(2100, 200) },
      'invalid',
      new RegExp(
        `^an ack of load thread 1/1 may have been sent [2-4].\\d\\d s late at 14:25:0\\d UTC \\(limit 2.00 s\\); ${ADVICE}$`,
      ),
    ],
    [
      'too few connections might open at once',
      { options: { rate: 20, duration: 300, 'connect-concurrency': 1 }, mock: { ready: '300ms' } },
      'invalid',
      /^the load generator started \d of 6 conversations more than 1 s late \([1-5] delayed .*, 0 by .*; raise --connect-concurrency/,
    ],
    [
      'its load thread was late for arrivals',
      { options: { rate: 20, duration: 400 }, executor: blockedFor(1600, 20) },
      'invalid',
      new RegExp(
        `^the load generator started [1-8] of 8 conversations more than 1 s late \\(0 delayed .*, [1-8] by a busy load thread\\); ${EXPLANATION}$`,
      ),
    ],
    [
      'its arrivals had to queue for a connection',
      { options: { rate: 20, duration: 400, 'connect-concurrency': 1 }, mock: { ready: '110ms' } },
      'suspect',
      /^conversations started late \(start_delay p95 \d+ ms, limit 100 ms\); raise --max-vus \(maxVus\)/,
    ],
    [
      'it ended before its conversations',
      { options: { vus: 3, duration: 200, 'graceful-stop': 50 }, mock: { delay: '60s' } },
      'suspect',
      /^100 % of the turns were interrupted while they waited for the bot; run for longer, or raise --graceful-stop$/,
    ],
  ])('because %s, says so', async (_why, setting, kind, text) => {
    const { verdict } = await judgedRun(setting);
    expect(verdict.reasons).toContainEqual({ kind, text: expect.stringMatching(text) });
    if (kind === 'invalid') expect([verdict.status, verdict.exitCode]).toEqual(['invalid', 112]);
  });

  it('is inconclusive for a threshold between its bounds', async () => {
    // Where the bounds lie depends on the machine; that they are 50 ms apart at least, on the blocked thread.
    const limits = Array.from({ length: 50 }, (_, index) => `first_output p(90) < ${(index + 1) * 40}ms`);
    const { verdict, thresholds } = await judgedRun({
      options: { vus: 5, duration: 1200 },
      mock: { delay: '20ms' },
      thresholds: [...limits, 'first_output p(90) < 20s'],
      executor: busyWith(() => void keepBusy(100), 150),
    });
    const inconclusive = thresholds.filter(({ state }) => state === 'inconclusive');
    expect(inconclusive.length).toBeGreaterThan(0);
    for (const { expression } of inconclusive)
      expect(verdict.reasons).toContainEqual({
        kind: 'invalid',
        text: expect.stringContaining(`"${expression}" is inconclusive (`),
      });
    expect(verdict.reasons.find(({ kind }) => kind === 'invalid')!.text).toMatch(
      /\(.+ to .+\): the load generator measured too coarsely; /,
    );
    expect(thresholds.at(-2)!.state).toBe('pass');
    // What cannot change an outcome is no reason.
    expect(verdict.reasons.filter(({ text }) => text.includes('< 20s'))).toEqual([]);
  });
});

it('has a report with the health of its load threads and of the machine', async () => {
  const { generator } = await judgedRun({ options: SHORT_TALKS, executor: blockedFor(150, 200) });
  const [worker, ...others] = generator.workers;
  expect(others).toEqual([]);
  expect(worker).toMatchObject({
    name: '1/1',
    samplesLost: 0,
    loopDelayMaxAt: expect.stringMatching(/^2026-01-31T14:25:0\d\.\d{3}Z$/),
    unreadMaxAt: expect.stringMatching(/^2026-01-31T14:25:0\d\.\d{3}Z$/),
  });
  expect(worker!.loopDelayMaxMs).toBeGreaterThanOrEqual(129);
  expect(worker!.loopDelayP99Ms).toBeLessThanOrEqual(worker!.loopDelayMaxMs!);
  expect(worker!.gcShare).toBeLessThan(1);
  expect(generator.peakRssMiB).toBeGreaterThan(10);
  expect(generator.cpuShare).toBeGreaterThan(0);
  if (process.platform !== 'linux') return;
  expect(worker!.coreWait).toBe('covered');
  expect(worker!.cpuShare).toBeGreaterThan(0);
  expect(generator.stealShare).toBeLessThanOrEqual(1);
});
