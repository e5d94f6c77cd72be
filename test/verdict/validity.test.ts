import { describe, expect, it } from 'vitest';
import { advisePower } from '../../src/verdict/lag/advise-power.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { ThresholdResult } from '../../src/verdict/threshold-result.ts';
import { judgeValidity } from '../../src/verdict/validity.ts';
import type { ArrivalFacts, ValidityFacts, WorkerHealth } from '../../src/verdict/validity-facts.ts';
import { resultOf } from '../support/threshold-result.ts';

const FIRST: WorkerHealth = {
  name: '1/2',
  samplesLost: 0,
  loopDelayMaxMs: 250,
  loopDelayMaxAt: '2026-01-31T12:03:07.000Z',
  unreadMaxMs: 2000,
  unreadMaxAt: '2026-01-31T12:03:09.000Z',
  gcShare: 0.1,
};

const ARRIVALS: ArrivalFacts = {
  model: 'open',
  due: 10_000,
  dropped: 0,
  waiting: 0,
  lateByLimit: 0,
  lateByLoop: 10,
  startDelayP95Us: 100_000,
};

/** Everything right at its limit. */
const SOUND: ValidityFacts = {
  brokenInvariants: [],
  sendLagP99Us: 20_000,
  medianThinkMs: 0,
  turns: 1000,
  turnsInterrupted: 10,
  turnsDoubtful: 0,
  acksSent: 1000,
  arrivals: ARRIVALS,
  conversationsStarted: 100,
  conversationsFailed: 0,
  conversationsInterrupted: 1,
  conversationsBetweenTurns: 10,
  neverCompleted: [],
  failures: [],
  generator: { cpus: 5, workers: [FIRST, { ...FIRST, name: '2/2' }], stealShare: 0.02 },
};

const BUSY = { otherCpuCores: 4.6, idleCpuCores: 0.1 };

/** The first of two workers is as told, the second sound. */
const worker = (change: Partial<WorkerHealth>): Partial<ValidityFacts> => ({
  generator: { ...SOUND.generator, workers: [{ ...FIRST, ...change }, SOUND.generator.workers[1]!] },
});
const arrivals = (change: Partial<ArrivalFacts>): Partial<ValidityFacts> => ({ arrivals: { ...ARRIVALS, ...change } });

describe('validity', () => {
  it.each([
    [0, undefined],
    [5, 'suspect: 5 of 100 conversations (5 %) were delayed by Retry-After'],
    [6, 'inconclusive: the planned load was not reached: 6 of 100 conversations (6 %) were delayed b'],
  ])('of %i of 100 conversations delayed by the target is %s', (heldBack, said) => {
    const [found] = judgeValidity({ ...SOUND, pauses: { due: 100, delayed: heldBack } }, []);
    expect(found && `${found.level}: ${found.text}`.slice(0, said?.length)).toBe(said);
  });

  it('reports nothing for a run with every value at its limit', () => {
    expect(judgeValidity(SOUND, [resultOf('pass', { lower: 1_080_000 })])).toEqual([]);
  });

  it('reports nothing if nothing is known of the load threads', () => {
    const workers = [{ name: '1/1', samplesLost: 0 }];
    expect(judgeValidity({ ...SOUND, sendLagP99Us: undefined, generator: { cpus: 2, workers } }, [])).toEqual([]);
  });

  it.each<[string, Partial<ValidityFacts>, ThresholdResult[], string]>([
    [
      'a broken law',
      { brokenInvariants: ['a is not b'] },
      [],
      'consistency check failed: a is not b; please report this as a bug in palaver',
    ],
    [
      'values that cannot be',
      worker({ invalidSamples: { count: 3, first: '-95 in series 21' } }),
      [],
      '3 invalid samples were discarded (such as negative durations); first: -95 in series 21; please report this as a bug in palaver',
    ],
    [
      'a bug that ended connections',
      { internalErrors: 2 },
      [],
      'an internal error in palaver closed 2 connections (internal-error); please report this as a bug in palaver',
    ],
    [
      'a full ring',
      worker({ samplesLost: 3 }),
      [],
      '3 samples were lost by load thread 1/2 because the main thread could not keep up; reserve a core for it (fewer load threads, no other work on this machine), or use a second machine',
    ],
    [
      'an ack that may have been late',
      worker({ unreadMaxMs: 2350 }),
      [],
      'an ack of load thread 1/2 may have been sent 2.35 s late at 12:03:09 UTC (limit 2.00 s); use --workers 4 or a second machine (--fleet)',
    ],
    [
      'a threshold that could not be decided',
      {},
      [resultOf('inconclusive')],
      '"turn p95 < 1s" is inconclusive (1.20 s): the load generator measured too coarsely; use --workers 4 or a second machine (--fleet)',
    ],
    [
      'starts that a late load thread held back',
      arrivals({ lateByLoop: 11 }),
      [],
      'the load generator started 11 of 10,000 conversations more than 1 s late (0 delayed by --connect-concurrency, 11 by a busy load thread); cause unknown: this system does not report the CPU use of other processes, of threads and by the hypervisor; use --workers 4 or a second machine (--fleet)',
    ],
    [
      'starts that the limit of connections held back',
      arrivals({ lateByLimit: 300 }),
      [],
      'the load generator started 310 of 10,000 conversations more than 1 s late (300 delayed by --connect-concurrency, 10 by a busy load thread); raise --connect-concurrency, or lower the rate',
    ],
  ])('ends with %s', (_what, facts, thresholds, text) => {
    expect(judgeValidity({ ...SOUND, ...facts }, thresholds)).toEqual([{ level: 'invalid', text }]);
  });

  it.each<[string, Partial<ValidityFacts>, ThresholdResult[], string]>([
    [
      'late inputs that change no threshold',
      { sendLagP99Us: 20_100 },
      [resultOf('pass')],
      'inputs were sent late (send_lag p99 20.1 ms, limit 20.0 ms); no threshold result depends on it; cause unknown: this system does not report the CPU use of other processes, of threads and by the hypervisor; use --workers 4 or a second machine (--fleet)',
    ],
    [
      'a missed threshold on a busy machine',
      { generator: { ...SOUND.generator, ...BUSY } },
      [resultOf('fail')],
      'other processes used 4.6 of 5 cores, which may explain the missed threshold; stop them and run again',
    ],
    [
      'a stall',
      worker({ loopDelayMaxMs: 251 }),
      [],
      'the event loop of load thread 1/2 was blocked for 251 ms at 12:03:07 UTC; use --workers 4 or a second machine (--fleet)',
    ],
    [
      'a stall at an unknown time',
      worker({ loopDelayMaxMs: 251, loopDelayMaxAt: undefined }),
      [],
      'the event loop of load thread 1/2 was blocked for 251 ms; use --workers 4 or a second machine (--fleet)',
    ],
    [
      'much garbage',
      worker({ gcShare: 0.11 }),
      [],
      'garbage collection took 11 % of the time of load thread 1/2; use --workers 4 or a second machine (--fleet)',
    ],
    [
      'stolen time',
      { generator: { ...SOUND.generator, stealShare: 0.021 } },
      [],
      'the hypervisor took 2.1 % of the time; use a machine with dedicated cores',
    ],
    [
      'conversations that started late',
      arrivals({ startDelayP95Us: 101_000 }),
      [],
      'conversations started late (start_delay p95 101 ms, limit 100 ms); raise --max-vus (maxVus), or lower the rate, or raise --connect-concurrency',
    ],
    [
      'dropped conversations',
      arrivals({ dropped: 12 }),
      [],
      '12 of 10,000 conversations (0.12 %) were dropped because all virtual users were busy; raise --max-vus (maxVus), or lower the rate',
    ],
    [
      'conversations that waited to the end',
      arrivals({ waiting: 7 }),
      [],
      '7 of 10,000 conversations (0.07 %) were still waiting for a virtual user at the end; raise --max-vus (maxVus), or lower the rate',
    ],
    [
      'conversations that waited for a beat',
      arrivals({ waiting: 7, model: 'closed' }),
      [],
      '7 of 10,000 conversations (0.07 %) were still waiting for a virtual user at the end; set a longer pace, or raise --vus',
    ],
    [
      'interrupted turns',
      { turnsInterrupted: 11 },
      [],
      '1.1 % of the turns were interrupted while they waited for the bot; run for longer, or raise --graceful-stop',
    ],
    [
      'interrupted conversations',
      { conversationsInterrupted: 2 },
      [],
      '2 % of the conversations were interrupted while they waited for the bot; run for longer, or raise --graceful-stop',
    ],
    [
      'conversations that were stopped between turns',
      { conversationsBetweenTurns: 11 },
      [],
      '11 % of the conversations were interrupted between turns and count neither as completed nor as failed; run for longer than they take, or raise --graceful-stop',
    ],
    [
      'a conversation that never completed',
      { neverCompleted: [{ conversation: 'long', started: 3, failed: 0 }] },
      [],
      'no conversation "long" completed; run for longer than one conversation takes',
    ],
    [
      'a conversation that always failed',
      { neverCompleted: [{ conversation: 'a', started: 1, failed: 1 }] },
      [],
      'every conversation "a" failed (1 of 1); see failures',
    ],
    [
      'a conversation that failed or was interrupted',
      { neverCompleted: [{ conversation: 'a', started: 1200, failed: 1000 }] },
      [],
      'no conversation "a" completed (1,000 of 1,200 failed); see failures',
    ],
    [
      'turns that may have taken a late reply',
      { turnsDoubtful: 3 },
      [],
      '3 of 1,000 turns followed one that timed out without a reply in the same session; its late reply may have been attributed to them; use onFailure: stop, or a longer timeout',
    ],
  ])('is suspect with %s', (_what, facts, thresholds, text) => {
    expect(judgeValidity({ ...SOUND, ...facts }, thresholds)).toEqual([{ level: 'suspect', text }]);
  });

  it('never advises a lower load in a capacity search, which looks for the load', () => {
    const all = { ...arrivals({ dropped: 501, lateByLimit: 300, startDelayP95Us: 900_000 }), sendLagP99Us: 90_000 };
    const search = { latencyLimitMs: undefined };
    const texts = judgeValidity({ ...SOUND, ...all, pauses: { due: 100, delayed: 9 }, search }, []).map(
      ({ text }) => text,
    );
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).not.toMatch(/fewer|lower the/);
    expect(texts.join()).toContain('raise the limit of the target');
  });

  it('names at most 20 conversations that never completed', () => {
    const neverCompleted = Array.from({ length: 23 }, (_, index) => ({
      conversation: `c${index}`,
      started: 1,
      failed: 1,
    }));
    const texts = judgeValidity({ ...SOUND, neverCompleted }, []).map(({ text }) => text);
    expect(texts).toHaveLength(21);
    expect(texts.slice(-2)).toEqual([
      'every conversation "c19" failed (1 of 1); see failures',
      '3 further conversations never completed; see failures',
    ]);
  });

  it.each<[string, Partial<ArrivalFacts>, RegExp]>([
    [
      'dropped',
      { dropped: 501 },
      /^the planned load was not reached: 501 of 10,000 conversations \(5\.01 %\) were dropped/,
    ],
    [
      'left waiting',
      { waiting: 9600 },
      /^the planned load was not reached: 9,600 of 10,000 conversations \(96 %\) were still/,
    ],
  ])('is inconclusive if more than 5 %% of the load was %s', (_what, facts, text) => {
    expect(judgeValidity({ ...SOUND, ...arrivals(facts) }, [])).toEqual([
      { level: 'inconclusive', text: expect.stringMatching(text) },
    ]);
  });

  it('leaves dropped arrivals to a threshold on them', () => {
    const threshold = parseThreshold('conversations_dropped < 1000');
    expect(judgeValidity({ ...SOUND, ...arrivals({ dropped: 900 }) }, [resultOf('pass', { threshold })])).toEqual([]);
  });

  it('ignores wide measurement bounds that cannot change the outcome', () => {
    expect(judgeValidity(SOUND, [resultOf('pass', { actual: 13_000, lower: 2_000 })])).toEqual([]);
    expect(judgeValidity(SOUND, [resultOf('fail', { actual: 9_000_000, lower: 2_000_000 })])).toEqual([]);
  });

  it('blames interrupted turns, not the load generator, if they leave a threshold inconclusive', () => {
    const open = resultOf('inconclusive', { lower: 700_000, interrupted: { count: 40, decisive: true } });
    expect(judgeValidity(SOUND, [open])).toEqual([
      {
        level: 'inconclusive',
        text:
          '"turn p95 < 1s" is inconclusive (700 ms to 1.20 s): 40 turns were interrupted and could still have met or missed it; ' +
          'raise --graceful-stop so that they can end, or run for longer',
      },
    ]);
    const coarse = resultOf('inconclusive', { lower: 700_000, interrupted: { count: 40, decisive: false } });
    expect(judgeValidity(SOUND, [coarse])).toMatchObject([{ level: 'invalid' }]);
  });

  it('allows more send lag with longer think times', () => {
    expect(judgeValidity({ ...SOUND, sendLagP99Us: 60_000, medianThinkMs: 3000 }, [])).toEqual([]);
  });

  it('ignores late acks if no acks were requested', () => {
    expect(judgeValidity({ ...SOUND, acksSent: 0, ...worker({ unreadMaxMs: 9000 }) }, [])).toEqual([]);
  });

  it('ignores start delays if no arrivals were due', () => {
    expect(judgeValidity({ ...SOUND, ...arrivals({ due: 0, startDelayP95Us: undefined }) }, [])).toEqual([]);
  });

  it('names the worst worker and the number of further ones', () => {
    const workers = [300, 700, 100].map((loopDelayMaxMs, index) => ({
      ...FIRST,
      name: `${index + 1}/3`,
      loopDelayMaxMs,
    }));
    const findings = judgeValidity({ ...SOUND, generator: { cpus: 4, workers } }, []);
    expect(findings.map(({ text }) => text)).toEqual([
      'the event loop of load thread 2/3 was blocked for 700 ms at 12:03:07 UTC, and 1 more of 3 load threads; ' +
        'use a machine with more cores, or a second machine (--fleet)',
    ]);
  });
});

describe('the advice for an overloaded load thread', () => {
  it.each([
    [1, 2, 'use a machine with more cores, or a second machine (--fleet)'],
    [1, 4, 'use --workers 2 or a second machine (--fleet)'],
    [2, 4, 'use --workers 3 or a second machine (--fleet)'],
    [3, 4, 'use a machine with more cores, or a second machine (--fleet)'],
    [8, 64, 'use --workers 16 or a second machine (--fleet)'],
    [4, 4, 'use a machine with more cores, or a second machine (--fleet)'],
    [3, 2, 'use --workers 1 (more load threads than cores slow each other down), or a second machine (--fleet)'],
    [2, 1, 'use --workers 1 (more load threads than cores slow each other down), or a second machine (--fleet)'],
  ])('with load %d on %d cores', (workers, cpus, advice) => {
    expect(advisePower({ cpus, workers: Array(workers).fill(FIRST) })).toBe(advice);
  });

  it.each([
    [{ otherCpuCores: 1.62, idleCpuCores: 0.05 }, 'other processes used 1.6 of 2 cores: stop them'],
    [{ otherCpuCores: 0.5, idleCpuCores: 0.99 }, 'other processes used 0.5 of 2 cores: stop them'],
    [{ otherCpuCores: 7.9, idleCpuCores: 0 }, 'other processes used 7.9 cores: stop them'],
    [{ otherCpuCores: 0.49, idleCpuCores: 0.1 }, 'use a machine with more cores'],
    [{ otherCpuCores: 1, idleCpuCores: 1 }, 'use a machine with more cores'],
    [{ otherCpuCores: 1.9 }, 'use a machine with more cores'],
  ])('names other processes that used the cores: %o', (load, advice) => {
    expect(advisePower({ cpus: 2, workers: [FIRST], ...load }).startsWith(advice)).toBe(true);
  });
});
