import { describe, expect, it } from 'vitest';
import { type CapacityOptions, maxUse, planCapacity } from '../../src/capacity/capacity-plan.ts';
import { stepLoad, usualWarmUpMs } from '../../src/capacity/step-load.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { plannedUse } from '../../src/scenario/plan/planned-use.ts';
import { refusal } from '../support/refusal.ts';

const TARGET = 'targets: { eu: "https://eu.example.com/TOKEN" }\n';
const TALK = 'conversations: [ { name: talk, steps: [ { say: one, think: 4s }, { say: two, think: 4s } ] } ]\n';
const POISSON = 'load: { open: { rate: 2/s, duration: 1m, arrivals: poisson, maxVus: 5 } }\n';
const PACED = 'load: { closed: { vus: 2, duration: 1m, pace: 20s } }\n';
const OBJECTIVE = { objective: ['turn p(95) < 2s'] };

function planOf(text: string, options: CapacityOptions = OBJECTIVE, place?: string) {
  const scenario = loadScenario(`name: plan\n${text}`, 'plan.yml', { env: {}, needTargets: true });
  return planCapacity(
    prepareRun(scenario, resolveTargets(scenario.targets, {}, {}), place ? { place: [place] } : {}),
    options,
  );
}

describe('the plan of a search', () => {
  it('uses the quantity of the load of the scenario, and keeps its other keys', () => {
    const open = planOf(TARGET + POISSON + TALK);
    expect(open.terms.over).toBe('rate');
    expect(open.range).toEqual({ from: 0.5, to: 1000, factor: 2, isWhole: false });
    expect(stepLoad(8, open.terms)).toMatchObject({
      model: 'open',
      arrivals: 'poisson',
      warmUpMs: open.terms.warmUpMs,
    });
    const closed = planOf(TARGET + PACED + TALK);
    expect(closed.terms.over).toBe('vus');
    expect(stepLoad(8, closed.terms)).toMatchObject({ model: 'closed', maxVus: 8, paceMs: 20_000 });
    expect(planOf(TARGET + PACED + TALK, { ...OBJECTIVE, over: 'rate' }).terms.over).toBe('rate');
    expect(planOf(TARGET + TALK).terms.over).toBe('vus');
  });

  it('gives an open load as many users as a run has, not as few as the scenario sets for its rate', () => {
    expect(stepLoad(100, planOf(TARGET + POISSON + TALK).terms).maxVus).toBeGreaterThan(1000);
    expect(stepLoad(100, planOf(TARGET + POISSON + TALK, { ...OBJECTIVE, 'max-vus': 30 }).terms).maxVus).toBe(30);
  });

  it('has a warm-up as long as a conversation, 2 s to 2 minutes, over which users start', () => {
    const { terms } = planOf(TARGET + TALK);
    expect(terms.warmUpMs).toBe(8400);
    expect(stepLoad(3, terms)).toMatchObject({ warmUpMs: 8400, startSpreadMs: 8400 });
    const { conversations } = planOf(`${TARGET}conversations: [ { steps: [ { say: hi, think: 0s } ] } ]`).run.scenario;
    expect(usualWarmUpMs(conversations)).toBe(2000);
    expect(planOf(TARGET + TALK, { ...OBJECTIVE, 'warm-up': 1000 }).terms.warmUpMs).toBe(1000);
  });

  it('accepts objectives on its own place only', () => {
    const objective = ['turn{place="eu-west", step=one} p(95) < 2s'];
    const [own] = planOf(TARGET + TALK, { objective }, 'eu-west').objectives;
    expect(own?.threshold).toMatchObject({ expression: objective[0], labels: { step: 'one' } });
    expect(own?.threshold.labels).not.toHaveProperty('place');
    expect(refusal(() => planOf(TARGET + TALK, { objective }, 'us-east')).message).toBe(
      `objective ${objective[0]}: this load generator runs at "us-east"`,
    );
    expect(refusal(() => planOf(TARGET + TALK, { objective })).message).toContain('this load generator has no place');
  });

  it('has the given objectives, or the suitable thresholds of the scenario, and a default', () => {
    const names = (options: CapacityOptions, thresholds = '') =>
      planOf(`${TARGET}${TALK}${thresholds}`, options).objectives.map(({ threshold }) => threshold.expression);
    expect(names(OBJECTIVE)).toEqual(['turn p(95) < 2s', 'conversation_completion > 95%']);
    expect(names({ objective: ['conversation_completion > 99%'] })).toEqual(['conversation_completion > 99%']);
    const thresholds = 'thresholds: [ "turn p95 < 1s", "goodput > 4/s" ]\n';
    expect(names({}, thresholds)).toEqual(['turn p95 < 1s', 'conversation_completion > 95%']);
    expect(planOf(TARGET + TALK + thresholds, {}).notObjectives).toEqual([
      'goodput > 4/s: goodput grows with the load',
    ]);
  });

  it('says why no threshold of the scenario can be an objective', () => {
    const thresholds = 'thresholds: [ "conversation_completion == 100%", "goodput > 4/s" ]\n';
    expect(refusal(() => planOf(TARGET + TALK + thresholds, {})).message).toBe(
      'no threshold of the scenario can be an objective: conversation_completion == 100%: a minimum needs > or >=; goodput > 4/s: goodput grows with the load',
    );
  });

  it.each([
    [{}, 'no objective specified'],
    [{ objective: ['goodput > 4/s'] }, 'grows with the load'],
    [{ objective: ['turn{step="three"} p(95) < 2s'] }, 'there is no step "three"'],
    [{ ...OBJECTIVE, from: 2.5 }, '--from must be a whole number of virtual users (got 2.5)'],
    [{ ...OBJECTIVE, from: 20, to: 10 }, '--from 20 must not be above --to 10'],
    [{ ...OBJECTIVE, 'min-step': 20_000, 'max-step': 10_000 }, '--min-step must not be longer than --max-step (10s)'],
    [{ ...OBJECTIVE, hold: 400_000 }, '--hold must not be longer than --max-step (5m)'],
    [{ ...OBJECTIVE, 'max-vus': 4 }, '--max-vus applies to rates only'],
  ])('rejects %o', (options, message) => {
    expect(refusal(() => planOf(TARGET + TALK, options)).message).toContain(message);
  });

  it('is for one target', () => {
    const two = 'targets: { eu: "https://eu.example.com/T", us: "https://us.example.com/T" }\n';
    const error = refusal(() => planOf(two + TALK));
    expect(error.message).toBe('capacity needs exactly one target (the scenario has 2)');
    expect(error.hint).toBe('name one: --target eu=URL');
  });

  it('uses at most what all loads of the ramp-up use', () => {
    const plan = planOf(TARGET + TALK, { ...OBJECTIVE, from: 10, to: 40 });
    const uses = [10, 20, 40].map((load) => plannedUse(plan.run.scenario, stepLoad(load, plan.terms)));
    const use = maxUse(plan);
    expect(use.inputs).toBe(uses.reduce((sum, { inputs }) => sum + inputs, 0));
    expect(use.connectionsPer5Minutes).toBe(uses[2]!.connectionsPer5Minutes);
    expect(use.inputs).toBeGreaterThan(1000);
  });
});
