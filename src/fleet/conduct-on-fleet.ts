import type { RunObserver } from '../live/run-observer.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { KILLED } from '../report/describe-end.ts';
import type { Report } from '../report/report.ts';
import { AbortWatch } from '../run/conduct/abort-watch.ts';
import { beforeLoad } from '../run/conduct/before-load.ts';
import { ciFacts } from '../run/conduct/ci-facts.ts';
import { type ConductedRun, conductReport } from '../run/conduct/conduct-report.ts';
import { identityOf } from '../run/conduct/observing.ts';
import type { StopReason } from '../run/conduct/report-facts.ts';
import { StopRequests } from '../run/conduct/stop-requests.ts';
import type { SettledTarget } from '../run/preflight.ts';
import type { RunPlan } from '../run/prepare-run.ts';
import type { RunDeps } from '../run/run-deps.ts';
import type { MergedFacts } from '../run/shards/merge-facts.ts';
import { MergedShards } from '../run/shards/merge-shards.ts';
import { nameOfShare } from '../run/shards/resolve-share.ts';
import { BudgetWatch } from '../run/spend.ts';
import { maxTurnMs } from '../scenario/plan/max-turn.ts';
import type { RunEnding } from '../verdict/verdict.ts';
import { AgentsAtWork } from './coordinator/agents-at-work.ts';
import { describeLost } from './coordinator/describe-lost.ts';
import { FleetLoad } from './coordinator/fleet-load.ts';
import type { CoordinatorDeps } from './coordinator/fleet-session.ts';
import { prepareAgents } from './coordinator/prepare-agents.ts';
import { ReportSoFar } from './coordinator/report-so-far.ts';
import { startAgents } from './coordinator/start-agents.ts';
import type { Offer } from './wire/messages.ts';

export interface FleetOrder {
  readonly plan: RunPlan;
  readonly targets: readonly SettledTarget[];
  /** Reserved for this run. */
  readonly agents: readonly Offer[];
  /** See `encodeOrder`. */
  readonly order: Buffer;
  /** How long agents may take to get ready, ms. */
  readonly waitMs: number;
}

type FleetDeps = CoordinatorDeps &
  Pick<RunDeps, 'reportDir' | 'page' | 'judge' | 'lost'> & {
    readonly system: SystemDeps;
    readonly observers: readonly RunObserver<FleetLoad>[];
  };

type ConductedOnFleet = ConductedRun & Pick<MergedShards, 'readings'>;

/**
 * One run on agents that are reserved for it, from their preparation to the merged report on disk. They stay reserved.
 * @throws KnownError if one of them cannot generate its share; no load is sent then.
 */
export async function conductOnFleet(order: FleetOrder, deps: FleetDeps): Promise<ConductedOnFleet> {
  const { plan, agents } = order;
  const atWork = new AgentsAtWork(plan.id, agents, deps);
  try {
    const start = await beforeLoad(deps.system, async (abort) => {
      await prepareAgents(deps, agents, { run: plan.id, order: order.order, waitMs: order.waitMs }, abort);
      await atWork.listen();
      const started = await startAgents(deps, agents, plan.id, abort);
      await atWork.haveSaved(abort);
      return started;
    });
    return await conductStarted(order, atWork, start, deps);
  } finally {
    atWork.close();
  }
}

async function conductStarted(
  { plan, targets }: FleetOrder,
  agents: AgentsAtWork,
  { startUs, startedAt }: { readonly startUs: number; readonly startedAt: Date },
  deps: FleetDeps,
): Promise<ConductedOnFleet> {
  const { system, version, onNotice } = deps;
  const load = new FleetLoad({ plan, targets, startUs, agents, endings: () => requests.endings }, deps);
  const requests: StopRequests = new StopRequests(system, load, onNotice);
  const { budget, thresholds, conversations } = plan.scenario;
  const observers: readonly RunObserver<FleetLoad>[] = [
    ...deps.observers,
    ...(budget ? [new BudgetWatch(budget, plan, requests)] : []),
    new AbortWatch({ ...plan, maxTurnMs: maxTurnMs(conversations) }, thresholds, requests),
    { tick: () => stopWithAgent(load, requests) },
  ];
  const adjusted = (facts: MergedFacts, stop: StopReason, late: readonly RunEnding[] = []): MergedFacts => {
    const { lost, unreadable } = agents;
    const early = [...(stop === 'running' ? lost : []), ...unreadable].map((one) => describeLost(one, plan));
    const own = [...requests.endings, ...early, ...late];
    const killed = lost.map(({ share }) => nameOfShare(share));
    return withEndings(facts, { stop, own, killed, ci: ciFacts(system.env) });
  };
  let merged = new MergedShards();
  const build = (stop: StopReason, late?: readonly RunEnding[]): Report => {
    merged = new MergedShards();
    for (const shard of agents.shards()) merged.add(shard);
    return merged.report((facts) => adjusted(facts, stop, late));
  };
  const running = new ReportSoFar(agents, (facts) => adjusted(facts, 'running'), system);
  const identity = identityOf(plan, version, startedAt);
  const soFar = () => running.newest();
  const conducted = await conductReport(load, { identity, observers, requests, build, soFar }, deps);
  return { ...conducted, readings: merged.readings };
}

/** A stop rule holds on one agent, so its load ends: the load of the others would no longer be the planned one. */
function stopWithAgent(load: FleetLoad, requests: StopRequests): void {
  if (requests.endings.length > 0) return;
  const stopped = load.endingsOfAgents.find(({ exit }) => exit === 'threshold');
  if (stopped) requests.miss(stopped.text);
}

interface OfCoordinator {
  readonly stop: StopReason;
  readonly own: readonly RunEnding[];
  /** Names of the shards of lost agents. */
  readonly killed: readonly string[];
  readonly ci: ReturnType<typeof ciFacts>;
}

/**
 * An end that the coordinator requested is not repeated per agent, and the coordinator knows which agents are lost; their last
 * results do not.
 */
function withEndings(facts: MergedFacts, { stop, own, killed, ci }: OfCoordinator): MergedFacts {
  const isKnown = ({ text, shard }: MergedFacts['endings'][number]) =>
    own.some((ending) => text.endsWith(ending.text)) ||
    (shard !== undefined && killed.includes(nameOfShare(shard)) && text.startsWith(KILLED));
  const others = stop === 'running' ? [] : facts.endings.filter((ending) => !isKnown(ending));
  const endings = [...own, ...others];
  const isPartial = stop !== 'planned' || endings.length > 0;
  const reason = stop === 'planned' ? (endings[0]?.exit ?? facts.run.stopReason) : stop;
  return { ...facts, endings, run: { ...facts.run, ...ci, partial: isPartial, stopReason: reason } };
}
