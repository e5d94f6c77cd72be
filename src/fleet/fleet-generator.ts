import { type GeneratedStep, type LoadGenerator, LostGenerator, type StepTask } from '../capacity/load-generator.ts';
import type { RunObserver } from '../live/run-observer.ts';
import { KnownError } from '../platform/known-error.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { beforeLoad } from '../run/conduct/before-load.ts';
import type { SettledTarget } from '../run/preflight.ts';
import { conductOnFleet } from './conduct-on-fleet.ts';
import { agentInWords } from './coordinator/describe-agents.ts';
import type { FleetLoad } from './coordinator/fleet-load.ts';
import type { CoordinatorDeps } from './coordinator/fleet-session.ts';
import type { HeldAgents } from './coordinator/held-agents.ts';
import { RefusedShare } from './coordinator/prepare-agents.ts';
import { viewOf } from './coordinator/step-states.ts';
import { encodeOrder, type OrderSource } from './order.ts';
import type { Offer } from './wire/messages.ts';

/** How often the coordinator checks for new states of the agents. */
const LOOK_PERIOD_MS = 100;

interface GeneratorDeps {
  readonly coordinator: CoordinatorDeps & { readonly system: SystemDeps };
  /** Of the whole search. */
  readonly held: HeldAgents;
  readonly targets: readonly SettledTarget[];
  readonly source: OrderSource;
  /** How long agents may take to get ready for a step, ms. */
  readonly waitMs: number;
  /** Resolves, with the reason, when the search cannot go on. */
  readonly lost: Promise<string>;
}

/**
 * The agents of a fleet. Each step runs on all of them, but at most on as many as it has virtual users. If one of them is lost,
 * the load is no longer the planned one, so the step ends.
 */
export class FleetGenerator implements LoadGenerator {
  private readonly deps: GeneratorDeps;
  private readonly agents: readonly Offer[];

  constructor(deps: GeneratorDeps) {
    this.deps = deps;
    this.agents = placesInTurn(deps.held.all);
  }

  async conduct(task: StepTask): Promise<GeneratedStep> {
    const { plan, terms, folder, observers } = task;
    const { coordinator, held, targets, source, waitMs, lost } = this.deps;
    const order = encodeOrder(plan, targets, { ...source, step: terms });
    const agents = this.agents.slice(0, plan.load.maxVus);
    const watch = new StepOnFleet(task);
    try {
      await beforeLoad(coordinator.system, (abort) => held.reserveFor(plan.id, agents, abort));
      return await conductOnFleet(
        { plan, targets, agents, order, waitMs },
        { ...coordinator, reportDir: folder, observers: [watch, ...observers], lost: Promise.race([lost, watch.lost]) },
      );
    } catch (error) {
      throw isLoss(error) ? new LostGenerator(error) : error;
    }
  }
}

/** Passes the states of all agents to the task, and ends the load once the outcome is known or an agent is missing. */
class StepOnFleet implements RunObserver<FleetLoad> {
  readonly tickMs = LOOK_PERIOD_MS;
  /** Resolves, with the reason, once an agent is lost: even if it comes back, the load was not the planned one. */
  readonly lost: Promise<string>;
  private lose: (how: string) => void = () => {};
  private readonly task: StepTask;
  private seen = 0;
  private isOver = false;

  constructor(task: StepTask) {
    this.task = task;
    this.lost = new Promise((resolve) => {
      this.lose = resolve;
    });
  }

  tick(load: FleetLoad): void {
    if (this.isOver) return;
    const [lost] = load.lost;
    if (lost) this.lose(`${agentInWords(lost.agent)} was lost: ${lost.why}`);
    // An agent whose share has ended early reports the reason itself.
    else if (!load.isWhole || this.hasSeenEnough(load)) load.stop();
    else return;
    this.isOver = true;
  }

  private hasSeenEnough({ step }: FleetLoad): boolean {
    if (!step || step.second <= this.seen) return false;
    this.seen = step.second;
    return this.task.look(viewOf(step, this.task.terms));
  }
}

/** An agent that does not answer, or a fleet without a server. */
function isLoss(error: unknown): error is KnownError {
  return error instanceof KnownError && error.exit === 'incomplete' && !(error instanceof RefusedShare);
}

/** The first few of them are at as many places as possible. */
function placesInTurn(agents: readonly Offer[]): readonly Offer[] {
  const turns = new Map<string | undefined, number>();
  const numbered = agents.map((agent) => {
    const turn = turns.get(agent.place) ?? 0;
    turns.set(agent.place, turn + 1);
    return { agent, turn };
  });
  return numbered.toSorted((left, right) => left.turn - right.turn).map(({ agent }) => agent);
}
