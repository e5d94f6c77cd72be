import { describe, expect, it } from 'vitest';
import { askAgent } from '../../src/fleet/coordinator/fleet-session.ts';
import { HeldAgents } from '../../src/fleet/coordinator/held-agents.ts';
import { prepareAgents } from '../../src/fleet/coordinator/prepare-agents.ts';
import { reserveAgents } from '../../src/fleet/coordinator/reserve-agents.ts';
import { startAgents } from '../../src/fleet/coordinator/start-agents.ts';
import { parseWanted } from '../../src/fleet/coordinator/wanted-agents.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { fleetOrder, fleetPlan, LEASE_MS, RehearsedFleet } from '../support/rehearsed-fleet.ts';

const NEVER = new AbortController().signal;
const ALL = { wanted: parseWanted(undefined), waitMs: 0 };
const SEARCH = 'plv-search';

/** Two agents that a coordinator holds, and another coordinator that wants them. */
async function heldFleet() {
  const fleet = new RehearsedFleet();
  for (const name of ['a', 'b']) await fleet.join(name);
  const deps = fleet.coordinator();
  const offers = await fleet.meanwhile(reserveAgents(deps, SEARCH, ALL, NEVER));
  const held = new HeldAgents(deps, offers, SEARCH);
  const rival = fleet.coordinator();
  const phaseOf = async (run: string, index = 0) =>
    (await fleet.meanwhile(askAgent(deps, offers[index]!, { kind: 'status', run, leaseMs: LEASE_MS }))).phase;
  /** One whole run on all of them. */
  const conduct = async (run: string) => {
    await fleet.meanwhile(held.reserveFor(run, offers, NEVER));
    const order = fleetOrder(fleetPlan(run));
    await fleet.meanwhile(prepareAgents(deps, offers, { run, order, waitMs: LEASE_MS }, NEVER));
    await fleet.meanwhile(startAgents(deps, offers, run, NEVER));
    // Its load ends by itself before the lease of its start does.
    await fleet.time.advance(LEASE_MS - 5000);
  };
  return { fleet, deps, offers, held, rival, phaseOf, conduct };
}

const isRequest = (kind: string, bytes: Uint8Array) => Buffer.from(bytes).includes(`"kind":"${kind}"`);

describe('held agents', () => {
  it('run one load after another, and no other coordinator can reserve them in between', async () => {
    const { fleet, held, rival, phaseOf, conduct } = await heldFleet();
    for (const run of ['plv-search-1', 'plv-search-2']) {
      await fleet.time.advance(5 * LEASE_MS);
      await conduct(run);
      expect(await phaseOf(run)).toBe('ended');
      await fleet.time.advance(5 * LEASE_MS);
      await expect(fleet.meanwhile(reserveAgents(rival, 'plv-rival', ALL, NEVER))).rejects.toThrow(`busy with ${run}`);
    }
    expect(fleet.agents.map(({ load }) => load.started.length)).toEqual([2, 2]);
    await fleet.meanwhile(held.release());
    expect(await fleet.meanwhile(reserveAgents(rival, 'plv-rival', ALL, NEVER))).toHaveLength(2);
  });

  it('are free once their lease has ended without a coordinator', async () => {
    const { fleet, deps, rival, conduct } = await heldFleet();
    await conduct('plv-search-1');
    await deps.connection.close();
    await fleet.time.advance(3 * LEASE_MS);
    expect(await fleet.meanwhile(reserveAgents(rival, 'plv-rival', ALL, NEVER))).toHaveLength(2);
  });

  it.each(['request', 'response'] as const)('are reserved for the next run although a %s is lost', async (lost) => {
    const { fleet, offers, held, phaseOf } = await heldFleet();
    let count = 0;
    fleet.bus.passage = ({ kind }) => (kind === lost && count++ < 2 ? 'drop' : 'pass');
    await fleet.meanwhile(held.reserveFor('plv-search-1', offers, NEVER));
    expect(count).toBeGreaterThan(2);
    expect([await phaseOf('plv-search-1', 0), await phaseOf('plv-search-1', 1)]).toEqual(['reserved', 'reserved']);
  });

  it('can be used in part; the others stay reserved', async () => {
    const { fleet, offers, held, rival, phaseOf } = await heldFleet();
    await fleet.meanwhile(held.reserveFor('plv-search-1', offers.slice(0, 1), NEVER));
    expect([await phaseOf('plv-search-1', 0), await phaseOf(SEARCH, 1)]).toEqual(['reserved', 'reserved']);
    await fleet.meanwhile(held.release());
    expect(await fleet.meanwhile(reserveAgents(rival, 'plv-rival', ALL, NEVER))).toHaveLength(2);
  });

  it('that are at work get no next run', async () => {
    const { fleet, deps, offers, held } = await heldFleet();
    await fleet.meanwhile(
      prepareAgents(deps, offers, { run: SEARCH, order: fleetOrder(fleetPlan(SEARCH)), waitMs: LEASE_MS }, NEVER),
    );
    await fleet.meanwhile(startAgents(deps, offers, SEARCH, NEVER));
    await expect(fleet.meanwhile(held.reserveFor('plv-search-1', offers, NEVER))).rejects.toMatchObject({
      message: 'agent a is running, not reserved or failed or ended',
      exit: 'incomplete',
    });
  });

  it('that do not answer end the search, which names them; a stop signal ends the wait at once', async () => {
    const { fleet, offers, held } = await heldFleet();
    fleet.bus.passage = ({ kind, bytes }) => (kind === 'request' && isRequest('next', bytes) ? 'drop' : 'pass');
    await expect(fleet.meanwhile(held.reserveFor('plv-search-1', offers, NEVER))).rejects.toMatchObject({
      message: 'agent a (here) no longer answers',
      exit: 'incomplete',
    });
    const stop = new AbortController();
    const stopped = expect(held.reserveFor('plv-search-1', offers, stop.signal)).rejects.toThrow('stopped');
    await fleet.time.advance(1000);
    const atUs = fleet.time.nowUs();
    stop.abort(new KnownError('stopped', { exit: 'signal' }));
    await stopped;
    expect(fleet.time.nowUs()).toBe(atUs);
  });
});
