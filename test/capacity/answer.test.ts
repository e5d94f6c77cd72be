import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerTerms, answerOf, endBy, type SearchEnd } from '../../src/capacity/answer.ts';
import { nextStep, type SearchRange, type TestedLoad } from '../../src/capacity/capacity-search.ts';
import type { Limiter } from '../../src/capacity/limiter.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { type CapacityStep, capacitySchema, LIMITERS } from '../../src/report/capacity/capacity-schema.ts';
import { expectGolden } from '../support/golden.ts';
import { SAMPLE_STEPS, sampleCapacity, sampleStep } from '../support/sample-capacity.ts';

const VUS: AnswerTerms = { over: 'vus' };
const BROKEN = 'first_output p(95) < 500ms: 900 ms; 90 of 400 missed it';
const OPEN = 'first_output p(95) < 500ms: 520 ms; 20 of 400 missed it (95 % interval 3 to 7 %, 5 % allowed)';
const FEW = 'not enough turns to show that first_output p(95) < 500ms holds (60, 0 missed it)';

const held = sampleStep(1, 'ramp-up', 20, 'held');
const unproven = sampleStep(1, 'ramp-up', 20, 'unproven', [FEW]);
const confirmed = sampleStep(3, 'confirm', 20, 'held');
const unconfirmed = sampleStep(3, 'confirm', 20, 'unproven', [FEW]);
const failed = sampleStep(2, 'ramp-up', 22, 'failed', [BROKEN]);
const atLimit = sampleStep(2, 'ramp-up', 22, 'at-the-limit', [OPEN]);
const grew = sampleStep(2, 'ramp-up', 22, 'failed', [
  'turns in flight keep growing: 40 % more in the second half of 15.0 s',
]);
const invalid = sampleStep(4, 'ramp-up', 22, 'invalid', ['inputs were sent late']);

const cut = (by: Extract<SearchEnd, { kind: 'cut' }>['by'], why: string): SearchEnd => ({ kind: 'cut', by, why });
const LATE = cut('generator', 'inputs were sent late; other processes used 1.6 of 2 cores: stop them');

type Case = readonly [what: string, end: SearchEnd, steps: readonly CapacityStep[], limiter?: Limiter];
const CASES: readonly Case[] = [
  ['found, confirmed, the bot', { kind: 'found' }, [held, failed, confirmed], 'bot'],
  ['found, confirmed, a gate', { kind: 'found' }, [held, failed, confirmed], 'gate'],
  ['found, confirmed, addresses', { kind: 'found' }, [held, failed, confirmed], 'address'],
  ['found, confirmed, no limiter', { kind: 'found' }, [held, failed, confirmed]],
  ['found, confirmed, undecided above', { kind: 'found' }, [held, atLimit, confirmed], 'bot'],
  ['found, confirmed, growing above', { kind: 'found' }, [held, grew, confirmed], 'bot'],
  ['found, not confirmed', { kind: 'found' }, [held, failed, unconfirmed], 'bot'],
  ['the highest load, confirmed', { kind: 'not-reached' }, [held, confirmed]],
  ['the highest load, not confirmed', { kind: 'not-reached' }, [held, unconfirmed]],
  ['the lowest load failed', { kind: 'missed' }, [failed], 'bot'],
  ['the lowest load stayed undecided', { kind: 'missed' }, [atLimit], 'bot'],
  ['this machine, nothing failed', LATE, [held, invalid]],
  ['this machine, something failed', LATE, [held, failed, invalid], 'bot'],
  ['this machine, nothing known', LATE, [invalid]],
  ['this machine, only a failed load', LATE, [failed, invalid], 'gate'],
  ['budget, nothing failed', cut('budget', 'the budget is used up'), [unproven]],
  ['budget, something failed', cut('budget', 'the budget is used up'), [unproven, failed], 'bot'],
  ['time', cut('time', 'the maximum time of 1h 00m was reached (--max-time)'), [held, failed], 'bot'],
  ['a signal', cut('signal', 'stopped by SIGINT'), [held, atLimit], 'bot'],
  ['a mock endpoint that ended', cut('trouble', 'the mock endpoint ended'), [unproven]],
  ['a bug', endBy(new TypeError('Cannot read properties of undefined')), [held]],
];

/** What says that no capacity was found. */
const UNKNOWN = /capacity of the endpoint is unknown|endpoint may sustain more|before the capacity was found/;

describe('the answer of a search', () => {
  it('starts with the capacity, then says what it is based on', () => {
    const texts = CASES.map(([what, end, steps, limiter]) => {
      const terms: AnswerTerms = { over: what.startsWith('time') ? 'rate' : 'vus' };
      const { text, exitCode } = answerOf(end, steps, terms, limiter);
      return [`${what} (exit code ${exitCode})`, ...text.map((sentence) => `    ${sentence}`)].join('\n');
    });
    expectGolden('capacity-answers.txt', `${texts.join('\n\n')}\n`);
  });

  it('names the sustained and the failed load, what failed first and the bottleneck', () => {
    const steps = SAMPLE_STEPS.map((step) => (step.load === 33 ? { ...step, outcome: 'failed' as const } : step));
    expect(answerOf({ kind: 'found' }, steps, VUS, 'bot')).toMatchObject({
      status: 'found',
      held: 30,
      proven: true,
      failed: 33,
      brokeFirst: { objective: 'first_output p(95) < 500ms' },
      limiter: 'bot',
      exitCode: 0,
    });
    const { text } = answerOf({ kind: 'found' }, SAMPLE_STEPS, VUS, 'bot');
    expect(text[0]).toBe('Capacity: 30 virtual users; first_output p95 500 ms at 30, 620 ms at 33, limit 500 ms.');
  });

  it('names no bottleneck for a load that was inconclusive, and never that the capacity is below it', () => {
    for (const end of [{ kind: 'missed' }, cut('signal', 'it ended')] as const) {
      const { limiter, brokeFirst, text } = answerOf(end, [atLimit], VUS, 'bot');
      expect([limiter, brokeFirst]).toEqual([undefined, undefined]);
      expect(text.join(' ')).not.toMatch(/Bottleneck|below 22|[Ff]ailed/);
    }
    expect(answerOf({ kind: 'missed' }, [atLimit], VUS, 'bot').exitCode).toBe(112);
    expect(answerOf(cut('signal', 'it ended'), [held, atLimit], VUS, 'bot').text[0]).toMatch(/: at least 20 virtual/);
  });

  it.each([
    ['signal', 105],
    ['budget', 113],
    ['time', 112],
    ['trouble', 112],
    ['generator', 112],
    ['unexpected', 1],
  ] as const)('after %s has exit code %d and the bottleneck of the failed load', (by, exitCode) => {
    const answer = answerOf(cut(by, 'it ended'), SAMPLE_STEPS.slice(0, 3), VUS, 'bot');
    expect(answer).toMatchObject({ status: 'unfinished', exitCode, held: 20, failed: 40, limiter: 'bot' });
  });

  it('says of an unexpected error that it is a bug, of a known one what happened', () => {
    const known = new KnownError('the mock endpoint ended', { exit: 'incomplete' });
    expect(endBy(known)).toEqual({ kind: 'cut', by: 'trouble', why: 'the mock endpoint ended' });
    const stopped = new KnownError('stopped by SIGINT', { exit: 'signal' });
    expect(endBy(stopped)).toEqual({ kind: 'cut', by: 'signal', why: 'stopped by SIGINT' });
    expect(endBy(new KnownError('no feed'))).toEqual({ kind: 'cut', by: 'unexpected', why: 'no feed' });
    const why = 'a bug in palaver (x is not a function); please report it';
    expect(endBy(new TypeError('x is not a function'))).toEqual({ kind: 'cut', by: 'unexpected', why });
  });

  it('is valid against its schema', () => {
    expect(() => capacitySchema.parse(sampleCapacity())).not.toThrow();
  });

  it('never contradicts itself, for any steps and any end of the search', () => {
    const outcome = fc.constantFrom('held', 'unproven', 'failed', 'at-the-limit', 'invalid', 'stopped');
    const ending = fc.constantFrom('signal', 'budget', 'time', 'generator', 'trouble', 'unexpected');
    const property = fc.property(
      fc.array(outcome, { minLength: 0, maxLength: 30 }),
      ending,
      fc.option(fc.constantFrom(...LIMITERS.filter((name) => name !== 'generator' && name !== 'budget'))),
      (outcomes, by, limiter) => {
        const { steps, end } = searchOf(outcomes, by);
        const answer = answerOf(end, steps, VUS, limiter ?? undefined);
        const [first, ...rest] = answer.text;
        const all = answer.text.join(' ');
        // A load named as held is proven, or the first sentence says that it is not.
        if (answer.held !== undefined) expect(first!.includes('unconfirmed')).toBe(!answer.proven);
        if (answer.proven) expect(all).not.toMatch(/unconfirmed|not confirmed|sample is too small/);
        // No capacity is named and denied.
        if (answer.failed !== undefined) expect(all).not.toMatch(UNKNOWN);
        if (answer.held !== undefined) expect(all).not.toMatch(/capacity of the endpoint is unknown/);
        if (UNKNOWN.test(all)) expect(first).not.toMatch(/between|below/);
        expect(rest.filter((text) => text.startsWith('Bottleneck: ')).length).toBeLessThanOrEqual(1);
        expect(answer.limiter === 'generator' || answer.limiter === 'budget').toBe(
          answer.failed === undefined && end.kind === 'cut' && (end.by === 'generator' || end.by === 'budget'),
        );
        expect(answer.exitCode === 0).toBe(
          answer.proven && answer.status !== 'missed' && answer.status !== 'unfinished',
        );
      },
    );
    fc.assert(property, { numRuns: 1000 });
  });
});

const RANGE: SearchRange = { from: 1, to: 64, factor: 2, isWhole: true };

/** Tries loads in order, each with the outcome that is next; ends early when there is none left. */
function searchOf(outcomes: readonly TestedLoad['outcome'][], by: Extract<SearchEnd, { kind: 'cut' }>['by']) {
  const steps: CapacityStep[] = [];
  for (const outcome of outcomes) {
    const next = nextStep(RANGE, steps);
    if (next.kind === 'end') return { steps, end: { kind: next.status } as SearchEnd };
    const why = outcome === 'failed' ? [BROKEN] : outcome === 'held' ? [] : [OPEN];
    steps.push(sampleStep(steps.length + 1, next.kind, next.load, outcome, why));
  }
  const next = nextStep(RANGE, steps);
  const end: SearchEnd = next.kind === 'end' ? { kind: next.status } : cut(by, 'it ended');
  return { steps, end };
}
