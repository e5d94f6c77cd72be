import { encodeJson } from '../../src/fleet/wire/json-messages.ts';
import type { AgentPhase, AgentRequest, AgentStatus, Lease } from '../../src/fleet/wire/messages.ts';
import { PartsInbox, parsePart, splitMessage } from '../../src/fleet/wire/parts.ts';
import { decodeShard, type ShardState } from '../../src/run/shards/shard-file.ts';
import { fleetOrder, fleetPlan, LEASE_MS, RehearsedFleet, type RehearsedSetting } from './rehearsed-fleet.ts';

export const RUN = 'plv-fleet';

/** A request to an agent, without the fields that are irrelevant for a test. */
export type ShortRequest = { readonly kind: AgentRequest['kind'] } & Readonly<Record<string, unknown>>;

/** One agent, with the messages that it exchanges with a coordinator. */
export async function engagedAgent(setting: RehearsedSetting = {}) {
  const fleet = new RehearsedFleet();
  const agent = await fleet.join('a', setting);
  const connection = fleet.bus.connect();
  const { subjects } = fleet.bus;
  const parts = splitMessage(
    { from: RUN, kind: 'order', sequence: 0 },
    fleetOrder(fleetPlan(RUN)),
    connection.maxBytes,
  );
  await connection.serve(subjects.order(RUN), (request) => parts[(request as { part: number }).part]);
  const inbox = new PartsInbox(connection.maxBytes * 1000);
  const heard: { readonly kind: string; readonly content: Buffer }[] = [];
  await connection.listen(subjects.state(RUN), (bytes) => {
    const { header, bytes: part } = parsePart(bytes)!;
    const content = inbox.take(header, part);
    if (content) heard.push({ kind: header.kind, content });
    if (header.kind === 'news')
      connection.request(subjects.agent(agent.deps.id), { kind: 'state', run: RUN }, 10_000).catch(() => {});
  });
  const ask = (request: ShortRequest): Promise<AgentStatus> => {
    const startUs = agent.system.clock.nowUs() + 1_500_000;
    const usual = { run: RUN, leaseMs: LEASE_MS, index: 0, count: 2, startUs, startMs: 1_800_000_000_000 };
    const asked = connection.request(subjects.agent(agent.deps.id), { ...usual, ...request }, 10_000);
    return fleet.meanwhile(asked) as Promise<AgentStatus>;
  };
  const reach: Readonly<Record<AgentPhase, () => Promise<unknown>>> = {
    idle: async () => {},
    reserved: () => ask({ kind: 'reserve' }),
    preparing: () => reach.reserved().then(() => ask({ kind: 'order' })),
    ready: () => reach.preparing().then(() => fleet.time.advance(10)),
    failed: () => reach.ready(),
    running: () => reach.ready().then(() => ask({ kind: 'start' })),
    ended: () => reach.running().then(() => fleet.time.advance(10_000)),
  };
  return {
    fleet,
    agent,
    ask,
    /** Brings the agent to this phase. */
    reach: (phase: AgentPhase) => reach[phase](),
    lend: (lease: Lease) => connection.publish(subjects.lease(RUN), encodeJson(lease)),
    heard,
    /** The run that it says it is reserved for. */
    reservedFor: async () =>
      ((await fleet.meanwhile(connection.requestAll(subjects.roll, {}, 1000))) as { run?: string }[])[0]?.run,
    /** The last shard that it has published as final. */
    final: (): ShardState | undefined => {
      const last = heard.findLast(({ kind }) => kind === 'final');
      return last && decodeShard(last.content, 'final');
    },
  };
}
