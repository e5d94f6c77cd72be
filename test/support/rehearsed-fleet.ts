import type { AgentDeps } from '../../src/fleet/agent/agent-deps.ts';
import { runAgent } from '../../src/fleet/agent/run-agent.ts';
import type { CoordinatorDeps } from '../../src/fleet/coordinator/fleet-session.ts';
import { encodeOrder } from '../../src/fleet/order.ts';
import type { SettledTarget } from '../../src/run/preflight.ts';
import { prepareRun, type RunPlan } from '../../src/run/prepare-run.ts';
import { prepareShard } from '../../src/run/shards/conduct-shard.ts';
import type { Threshold } from '../../src/verdict/threshold.ts';
import { FakeTime } from './fake-time.ts';
import { inTime } from './in-time.ts';
import { type MemoryConnection, MemoryFleet } from './memory-fleet.ts';
import { tempFolder } from './palaver.ts';
import { PlannedLoad } from './planned-load.ts';
import { settledEndpoint } from './settled-endpoint.ts';
import { scenarioOf } from './shard-fixture.ts';
import { ShiftedTime } from './shifted-time.ts';
import { TestSystem } from './test-system.ts';

const VERSION = '1.2.3';
export const LEASE_MS = 30_000;

export const TARGETS: readonly SettledTarget[] = [
  {
    settled: settledEndpoint('http://127.0.0.1:1/token-of-tests'),
    facts: {
      socketio: 4,
      phases: { totalUs: 1000 },
      handshake: {
        eio: 4,
        pingIntervalMs: 25_000,
        pingTimeoutMs: 20_000,
        maxPayload: undefined,
        remoteAddress: '127.0.0.1',
      },
      readiness: { how: 'signal', afterMs: 1 },
    },
  },
];

/** A plan for agents without an endpoint; see `PlannedLoad`. */
export function fleetPlan(id = 'plv-fleet', thresholds: readonly Threshold[] = []): RunPlan {
  const named = TARGETS.map(({ settled }) => settled);
  return prepareRun({ ...scenarioOf([{}, {}]), thresholds: [...thresholds] }, named, {
    seed: 1,
    vus: 8,
    duration: 20_000,
    'run-id': id,
  });
}

/** The order of this plan. */
export function fleetOrder(plan = fleetPlan()): Buffer {
  return encodeOrder(plan, TARGETS, { scenarioText: undefined, options: {}, key: undefined });
}

export interface RehearsedSetting extends Partial<Pick<AgentDeps, 'place' | 'version'>> {
  /** How far its monotonic clock is ahead, ms. Default: another one for each agent. */
  readonly aheadMs?: number;
  /** How far its wall clock is ahead, ms. */
  readonly wallAheadMs?: number;
  /** A promise that its preparation awaits. */
  readonly preparing?: () => Promise<void>;
  /** See `PlannedLoad`. */
  readonly conversations?: number;
  readonly isSlowToStop?: boolean;
}

/** An agent of a rehearsed fleet. */
export interface RehearsedAgent {
  readonly deps: AgentDeps;
  readonly system: AgentSystem;
  readonly connection: MemoryConnection;
  readonly load: PlannedLoad;
  /** Lines of its log. */
  readonly notices: string[];
  /** See `runAgent`. */
  readonly left: Promise<string | undefined>;
}

/** The system of a machine with its own clocks. */
class AgentSystem extends TestSystem {
  override readonly wallClock: TestSystem['wallClock'];

  constructor(time: FakeTime, { aheadMs = 0, wallAheadMs = 0 }: RehearsedSetting) {
    super({}, new ShiftedTime(time, aheadMs * 1000));
    const noonMs = Date.UTC(2026, 0, 31, 12) - time.nowUs() / 1000 + wallAheadMs;
    this.wallClock = { now: () => new Date(noonMs + time.nowUs() / 1000) };
  }
}

/** Agents and coordinators with the code of the product, on a fleet in memory, in fake time. */
export class RehearsedFleet {
  readonly time = new FakeTime();
  readonly bus: MemoryFleet;
  readonly agents: RehearsedAgent[] = [];

  constructor(options: { readonly maxBytes?: number } = {}) {
    this.bus = new MemoryFleet({ clock: this.time, timers: this.time }, options);
  }

  /** The result of `promise` while time passes. */
  meanwhile<Value>(promise: Promise<Value>): Promise<Value> {
    return inTime(this.time, promise);
  }

  coordinator(): CoordinatorDeps & { system: AgentSystem; connection: MemoryConnection; notices: string[] } {
    const notices: string[] = [];
    return {
      connection: this.bus.connect(),
      system: new AgentSystem(this.time, {}),
      leaseMs: LEASE_MS,
      version: VERSION,
      notices,
      onNotice: (message) => notices.push(message),
    };
  }

  /** An agent that has joined the fleet. */
  async join(name: string, setting: RehearsedSetting = {}): Promise<RehearsedAgent> {
    const agent = this.start(name, setting);
    await this.meanwhile(Promise.race([agent.left, agent.connection.served(this.bus.subjects.agent(agent.deps.id))]));
    return agent;
  }

  /** An agent that joins the fleet as time passes. */
  start(name: string, setting: RehearsedSetting = {}): RehearsedAgent {
    const number = this.agents.length + 1;
    const system = new AgentSystem(this.time, { aheadMs: number * 1_000_000, ...setting });
    const connection = this.bus.connect();
    const load = new PlannedLoad(system, setting.conversations ?? 20, setting.isSlowToStop);
    const notices: string[] = [];
    const deps: AgentDeps = {
      system,
      connection,
      executor: load,
      prepare: async (order, share, { place, version, reportDir, onNotice }, hooks) => {
        await setting.preparing?.();
        const plan: RunPlan = { ...order.plan, targets: TARGETS.map(({ settled }) => settled), place };
        return prepareShard(plan, TARGETS, share, {
          system,
          executor: load,
          reportDir,
          version,
          onNotice,
          ...hooks,
        });
      },
      version: setting.version ?? VERSION,
      id: `id-${number}`,
      name,
      place: setting.place,
      allowed: [],
      key: undefined,
      targetOptions: {},
      reportDir: tempFolder(),
      calibration: undefined,
      onNotice: (message) => notices.push(message),
    };
    const agent = { deps, system, connection, load, notices, left: runAgent(deps) };
    agent.left.catch(() => {});
    this.agents.push(agent);
    return agent;
  }
}
