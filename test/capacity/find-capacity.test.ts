import { describe, expect, it } from 'vitest';
import { planCapacity } from '../../src/capacity/capacity-plan.ts';
import { findCapacity, type SearchDeps } from '../../src/capacity/find-capacity.ts';
import type { GeneratedStep, StepTask } from '../../src/capacity/load-generator.ts';
import { Readings } from '../../src/measure/readings.ts';
import type { Capacity } from '../../src/report/capacity/capacity-schema.ts';
import { capacitySchema } from '../../src/report/capacity/capacity-schema.ts';
import type { GeneratorFacts } from '../../src/report/run-facts.ts';
import type { SettledTarget } from '../../src/run/preflight.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { FakeTime } from '../support/fake-time.ts';
import { BUSY_MACHINE, lateReport } from '../support/late-report.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';
import { stepEvidence } from '../support/step-evidence.ts';
import { TestSystem } from '../support/test-system.ts';

const OBJECTIVES = ['turn p(95) < 2s', 'conversation_completion > 95%'];
const SCENARIO = `name: search
targets: { eu: "https://eu.example.com/TOKEN" }
conversations: [ { name: talk, steps: [ { say: hi, think: 2s } ] } ]
`;
const FACTS = { socketio: 4, phases: {}, handshake: {}, readiness: {} } as SettledTarget['facts'];
const SATURATED = { ...BUSY_MACHINE, workers: [{ name: '1/1', samplesLost: 0, cpuShare: 0.97 }] };

/** A load generator on a machine that is as given in each step, and calm after that; each step lasts a minute. */
function generatorOn(time: FakeTime, machines: readonly Partial<GeneratorFacts>[], lagUs?: number) {
  const steps: number[] = [];
  const conduct = async ({ plan, terms, look }: StepTask): Promise<GeneratedStep> => {
    steps.push(plan.load.maxVus);
    const machine = machines[steps.length - 1];
    const misses = Object.fromEntries(
      terms.objectives.map(({ threshold }) => [threshold.expression, [0, 4000] as const]),
    );
    look({
      elapsedMs: plan.load.warmUpMs + 60_000,
      evidence: () => stepEvidence({ steadyMs: 60_000, misses }),
      readings: () => new Readings([]),
    });
    time.stall(60_000);
    const facts = plan.search && { search: plan.search };
    const report = machine ? lateReport(machine, facts, lagUs) : lateReport({}, facts, 1000);
    return { report, folder: undefined, readings: new Readings([]) };
  };
  return { steps, conduct };
}

/** Searches from 10 to 10 users: one step, and its confirmation. */
async function search(machines: readonly Partial<GeneratorFacts>[], lagUs?: number, objectives = OBJECTIVES) {
  const time = new FakeTime();
  const scenario = loadScenario(SCENARIO, 'search.yml', { env: {}, needTargets: true });
  const run = prepareRun(scenario, resolveTargets(scenario.targets, {}, {}), { seed: 1 });
  const plan = planCapacity(run, { objective: objectives, from: 10, to: 10 });
  const said: string[] = [];
  const generator = generatorOn(time, machines, lagUs);
  const deps: SearchDeps = {
    system: new TestSystem({}, time),
    target: { settled: settledEndpoint('https://eu.example.com/TOKEN'), facts: FACTS },
    generator,
    folder: '/nowhere',
    onTick() {},
    onBegin() {},
    onStep() {},
    onCoolDown() {},
    onRetry: ({ pauseMs, attempt, attempts }) => said.push(`${pauseMs} ms, ${attempt} of ${attempts}`),
  };
  let capacity: Capacity | undefined;
  const done = findCapacity(plan, deps).then((found) => {
    capacity = found;
  });
  await time.advance(1_000_000);
  await done;
  expect(capacitySchema.parse(capacity)).toEqual(capacity);
  return { capacity: capacity!, steps: generator.steps, said };
}

const CAUSE = 'likely cause: other processes used 1.6 of 2 cores (chrome 0.9)';
const NO_ADVICE = /fewer|lower the (load|rate)|--to|--from/;

describe('a search on a machine that is busy with something else', () => {
  it('repeats a step after a pause, and says so', async () => {
    const { capacity, steps, said } = await search([BUSY_MACHINE, BUSY_MACHINE]);
    expect(capacity.steps.map(({ outcome }) => outcome)).toEqual(['invalid', 'invalid', 'held', 'held']);
    expect(steps).toEqual([10, 10, 10, 10]);
    expect(capacity.steps[0]!.why[0]).toContain(CAUSE);
    expect(capacity.answer).toMatchObject({ status: 'not-reached', held: 10, proven: true, exitCode: 0 });
    expect(capacity.retries).toEqual([
      { afterStep: 1, pauseMs: 5000, cause: CAUSE },
      { afterStep: 2, pauseMs: 15_000, cause: CAUSE },
    ]);
    expect(said).toEqual(['5000 ms, 1 of 3', '15000 ms, 2 of 3']);
  });

  it('ends after three retries, and says why', async () => {
    const { capacity } = await search(Array(9).fill(BUSY_MACHINE));
    expect(capacity.steps.map(({ outcome }) => outcome)).toEqual(Array(4).fill('invalid'));
    expect(capacity.answer).toMatchObject({ status: 'unfinished', limiter: 'generator', exitCode: 112 });
    const text = capacity.answer.text.join(' ');
    expect(text).toContain(CAUSE);
    expect(text).toContain('stop them, or use a dedicated machine');
    expect(text).not.toMatch(NO_ADVICE);
  });

  it('repeats nothing if a thread of palaver itself had no time to spare', async () => {
    const { capacity, said } = await search([SATURATED]);
    expect(capacity.steps).toHaveLength(1);
    expect(capacity.retries).toBeUndefined();
    expect(said).toEqual([]);
    expect(capacity.answer).toMatchObject({ status: 'unfinished', limiter: 'generator' });
    const text = capacity.answer.text.join(' ');
    expect(text).toContain('load thread 1/1 97 %');
    expect(text).toContain('not repeated: palaver itself had no CPU time to spare');
    expect(text).not.toMatch(NO_ADVICE);
  });

  it('tolerates send lag that is small against the objectives', async () => {
    // Mean 165 ms of 165 + 2000 + 200 ms: 7 %.
    const outcomes = async (objective: string) =>
      (await search([BUSY_MACHINE], 220_000, [objective, OBJECTIVES[1]!])).capacity.steps.map(({ outcome }) => outcome);
    expect(await outcomes('turn p(95) < 2s')).toEqual(['invalid', 'held', 'held']);
    expect(await outcomes('turn p(95) < 5s')).toEqual(['held', 'held']);
  });
});
