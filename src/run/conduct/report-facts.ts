import { type LoadProfile, plannedEndMs } from '../../load/load-profile.ts';
import { measuredMs } from '../../load/measured-windows.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { BudgetFacts, LoadFacts, RunFacts } from '../../report/run-facts.ts';
import { scenarioFacts } from '../../report/scenario-facts.ts';
import { buildTraces } from '../../report/traces/build-traces.ts';
import { describeLoad, describeMeasured } from '../../scenario/plan/describe-load.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import type { SettledTarget } from '../preflight.ts';
import type { RunPlan } from '../prepare-run.ts';
import type { RunDeps } from '../run-deps.ts';
import type { RunningLoad } from '../running-load.ts';
import { targetFacts } from '../target-facts.ts';
import { ciFacts } from './ci-facts.ts';
import { quoteCalibration } from './quote-calibration.ts';
import { workerFacts } from './worker-facts.ts';

/** The state of a run at the time of a report: in progress, or why it ended. */
export type StopReason = 'running' | 'planned' | 'signal';

export interface RunState {
  /** The first arrival. */
  readonly startedAt: Date;
  readonly stop: StopReason;
  readonly endings: readonly RunEnding[];
  readonly test: RunningLoad;
}

/** Everything in the report except the measurements. */
export function reportFacts(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  state: RunState,
  tool: Pick<RunDeps, 'version' | 'calibration' | 'warnings' | 'observers'> & {
    readonly system: Pick<SystemDeps, 'env' | 'machine'>;
  },
): RunFacts {
  const { system, version, calibration, warnings = [], observers = [] } = tool;
  const { test, startedAt, endings, stop } = state;
  const durationMs = Math.max(0, Math.round(test.elapsedMs() * 1000) / 1000);
  const { errors, addresses, exemplars } = test.findings;
  const wallTime = (atUs: number) => new Date(startedAt.getTime() + (atUs - test.startUs) / 1000).toISOString();
  return {
    run: {
      id: plan.id,
      name: plan.name,
      tags: { ...plan.tags },
      startedAt: startedAt.toISOString(),
      endedAt: new Date(startedAt.getTime() + durationMs).toISOString(),
      durationMs,
      measuredMs: measuredMs(plan.load, durationMs),
      seed: plan.seed,
      partial: stop !== 'planned' || endings.length > 0,
      stopReason: stop === 'planned' ? (endings[0]?.exit ?? plannedReason(plan.load)) : stop,
      ...ciFacts(system.env),
    },
    scenario: scenarioFacts(plan.scenario),
    targets: targets.map((target) => targetFacts(target, addresses)),
    load: { ...loadFacts(plan.load), ...orderFacts(plan) },
    ...(plan.place !== undefined && { places: { names: [plan.place], several: false } }),
    thresholds: plan.scenario.thresholds,
    scoped: (threshold) => test.scoped.of(threshold)?.result(durationMs),
    endings,
    generator: {
      palaver: version,
      node: system.machine.node,
      platform: system.machine.platform,
      cpus: system.machine.cpus,
      workers: test.shards.map((shard) => workerFacts(shard, wallTime)),
      ...test.watch.facts(),
      ...(calibration && { calibration: quoteCalibration(calibration) }),
    },
    ...(plan.search && { search: plan.search }),
    budget: budgetFacts(plan),
    errors,
    exemplars,
    ...(plan.traced > 0 && { traces: buildTraces(test.traces, plan.keepTexts) }),
    notes: [...warnings, ...test.notices, ...observers.flatMap((observer) => observer.notes?.() ?? [])],
    settled: stop !== 'running' && endings.every(({ exit }) => exit !== 'incomplete'),
  };
}

/** The planned use of all targets together. */
function budgetFacts({ use, targets, scenario }: RunPlan): BudgetFacts {
  const times = targets.length;
  const { budget } = scenario;
  const price = budget?.costPerConversation;
  return {
    planned: {
      conversations: use.conversations * times,
      connections: use.connections * times,
      inputs: use.inputs * times,
      billable: use.billable * times,
      ...(price === undefined ? {} : { cost: use.billable * times * price }),
    },
    ...(budget && { limit: { ...budget } }),
  };
}

function plannedReason(load: LoadProfile): string {
  if (load.conversations === undefined) return 'time';
  return Number.isFinite(plannedEndMs(load)) ? 'time or conversations' : 'conversations';
}

/** Only with several targets. */
function orderFacts({ targets, targetOrder }: RunPlan): Partial<LoadFacts> {
  if (targets.length < 2) return {};
  return { targetOrder: targetOrder.kind, ...(targetOrder.kind === 'abba' && { targetSlotMs: targetOrder.blockMs }) };
}

function loadFacts(load: LoadProfile): LoadFacts {
  const measured = describeMeasured(load);
  return {
    model: load.model,
    description: [describeLoad(load), ...(measured === undefined ? [] : [`measured ${measured}`])].join('; '),
    stages: load.stages.map((stage) => ({ ...stage })),
    maxVus: load.maxVus,
    gracefulStopMs: load.gracefulStopMs,
    warmUpMs: load.warmUpMs,
    measure: load.measure,
    ...(load.conversations === undefined ? {} : { conversations: load.conversations }),
    ...(load.model === 'open' ? { arrivals: load.arrivals, whenFull: load.whenFull } : {}),
    ...(load.model === 'closed' && load.paceMs !== undefined ? { paceMs: load.paceMs } : {}),
  };
}
