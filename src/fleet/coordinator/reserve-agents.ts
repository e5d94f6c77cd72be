import { abortable } from '../../platform/abortable.ts';
import { KnownError } from '../../platform/known-error.ts';
import { randomStream } from '../../platform/random.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { NoAnswer } from '../wire/fleet-connection.ts';
import type { Offer } from '../wire/messages.ts';
import { tryUntil } from '../wire/try-until.ts';
import { askAgent, type CoordinatorDeps, releaseAll, rollCall } from './fleet-session.ts';
import { chooseAgents, notEnough, type WantedAgents } from './wanted-agents.ts';

const ROLL_CALL_MS = 1000;
const PERIOD_MS = 500;

/**
 * Reserves the wanted agents for a run, all or none: repeats the roll call until enough agents are free, or `waitMs` has
 * passed.
 * @throws KnownError (112; 104 for a place that no agent has, or two agents of one name) if they are not there by then; the
 * reason of `abort`, at once. Then no agent is reserved.
 */
export function reserveAgents(
  deps: CoordinatorDeps,
  run: string,
  { wanted, waitMs }: { readonly wanted: WantedAgents; readonly waitMs: number },
  abort: AbortSignal,
): Promise<readonly Offer[]> {
  const late = { version: deps.version, waited: formatDurationMs(waitMs) };
  // A random period per run, so that two coordinators do not collide at every attempt.
  const everyMs = PERIOD_MS * (1 + randomStream(run, 0, 'reservation').next());
  return tryUntil(deps.system, { everyMs, maxWaitMs: waitMs, abort }, async () => {
    const offers = await abortable(rollCall(deps, ROLL_CALL_MS), abort);
    refuseDuplicateNames(offers);
    const chosen = chooseAgents(wanted, offers, deps.version);
    const missing = chosen.missing ?? (await reserveAll(deps, chosen.agents, run, abort));
    return missing === undefined ? chosen.agents : notEnough({ ...chosen, missing }, offers, late);
  });
}

/**
 * What is missing, or undefined if all are reserved. The first agent by name is asked before the others: of two coordinators that
 * want the same agents at the same time, one gets all of them.
 */
async function reserveAll(
  deps: CoordinatorDeps,
  agents: readonly Offer[],
  run: string,
  abort: AbortSignal,
): Promise<string | undefined> {
  const reserve = async (agent: Offer) => {
    try {
      await askAgent(deps, agent, { kind: 'reserve', run, leaseMs: deps.leaseMs });
      return undefined;
    } catch (error) {
      if (error instanceof KnownError || error instanceof NoAnswer) return `${agent.name} (${error.message})`;
      throw error;
    }
  };
  const [first, ...others] = agents.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const refused = [await reserve(first!)].filter((text) => text !== undefined);
  if (refused.length === 0)
    refused.push(...(await Promise.all(others.map(reserve))).filter((text) => text !== undefined));
  if (refused.length === 0 && !abort.aborted) return undefined;
  await releaseAll(deps, agents, run);
  abort.throwIfAborted();
  return `could not reserve ${refused.join(', ')}`;
}

/** They would be indistinguishable in a report. */
function refuseDuplicateNames(offers: readonly Offer[]): void {
  for (const [at, { name, host }] of offers.entries()) {
    const duplicate = offers.slice(0, at).find((other) => other.name === name);
    if (!duplicate) continue;
    throw new KnownError(`two agents are named ${name} (on ${duplicate.host} and ${host})`, {
      hint: 'restart one of them with another --name',
    });
  }
}
