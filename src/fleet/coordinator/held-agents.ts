import { repeat } from '../../platform/time/repeat.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { Offer } from '../wire/messages.ts';
import { askAgent, askPatiently, type CoordinatorDeps, releaseAll } from './fleet-session.ts';

/** For an agent that does not answer, for instance while the server restarts. */
const PATIENCE_MS = 10_000;
/** Number of messages in a row that may be lost without ending a lease. */
const LOST_MESSAGES = 3;

/** Agents that are reserved for one run after another, without being free in between, until they are released. */
export class HeldAgents {
  readonly all: readonly Offer[];
  private readonly deps: CoordinatorDeps;
  /** The run that each is reserved for; several if it is not known whether a message arrived. */
  private readonly runs: Map<Offer, readonly string[]>;
  private readonly keeping: Timer;

  /** `run`: the one they are reserved for. */
  constructor(deps: CoordinatorDeps, agents: readonly Offer[], run: string) {
    this.deps = deps;
    this.all = agents;
    this.runs = new Map(agents.map((agent) => [agent, [run]]));
    this.keeping = repeat(deps.system, deps.leaseMs / (LOST_MESSAGES + 1), () => this.keep());
  }

  /**
   * Reserves some of them for their next run.
   * @throws KnownError (112) with the name of one that is not there or still at work; the reason of `abort`, at once.
   */
  async reserveFor(run: string, agents: readonly Offer[], abort: AbortSignal): Promise<void> {
    const { deps } = this;
    const reserve = async (agent: Offer) => {
      const [current = run] = this.runs.get(agent)!;
      this.runs.set(agent, [current, run]);
      const request = { kind: 'next', run: current, next: run, leaseMs: deps.leaseMs } as const;
      await askPatiently(deps, agent, request, { maxWaitMs: PATIENCE_MS, abort });
      this.runs.set(agent, [run]);
    };
    await Promise.all(agents.map(reserve));
  }

  async release(): Promise<void> {
    this.keeping.cancel();
    await Promise.all(
      [...this.runs].flatMap(([agent, runs]) => runs.map((run) => releaseAll(this.deps, [agent], run))),
    );
  }

  /** Renews the leases of agents that run nothing, which would end otherwise. */
  private keep(): void {
    const { deps } = this;
    for (const [agent, [run]] of this.runs)
      askAgent(deps, agent, { kind: 'status', run: run!, leaseMs: deps.leaseMs }).catch(() => {});
  }
}
