import pLimit from 'p-limit';
import { abortable } from '../../platform/abortable.ts';
import { KnownError, messageOf } from '../../platform/known-error.ts';
import type { Offer } from '../wire/messages.ts';
import { type ClockOffset, measureOffset } from './clock-offset.ts';
import { agentInWords } from './describe-agents.ts';
import { askPatiently, type CoordinatorDeps } from './fleet-session.ts';

/**
 * From the request to start to the start: for the requests to arrive, and load threads to make their virtual users; to ask many
 * agents takes longer.
 */
const MIN_LEAD_MS = 1500;
const LEAD_PER_AGENT_MS = 2.5;
/** For one response to the request to start, and since the first one: early enough for the agent to start even then. */
const patienceWithin = (leadMs: number) => ({ timeoutMs: leadMs / 3, maxWaitMs: leadMs * 0.4 });

/** Number of clocks that are compared at the same time: round trips with many others are long, and so are their errors. */
const MAX_COMPARED = 16;

/** The common start of all agents. */
export interface FleetStart {
  /** On the monotonic clock of the coordinator. */
  readonly startUs: number;
  readonly startedAt: Date;
  readonly offsets: readonly ClockOffset[];
}

/**
 * Starts all agents at one instant, each told on its own monotonic clock: wall clocks may be wrong by minutes.
 * @throws KnownError (112) if one of them does not start; the reason of `abort`, at once.
 */
export async function startAgents(
  deps: CoordinatorDeps,
  agents: readonly Offer[],
  run: string,
  abort: AbortSignal,
): Promise<FleetStart> {
  const { clock, wallClock } = deps.system;
  const all = <Answer>(ask: (agent: Offer, index: number) => Promise<Answer>) =>
    abortable(Promise.all(agents.map((agent, index) => orNamed(agent, ask(agent, index)))), abort);
  const compared = pLimit(MAX_COMPARED);
  const offsets = await all((agent) => compared(() => measureOffset(deps, agent)));
  const leadMs = Math.max(MIN_LEAD_MS, agents.length * LEAD_PER_AGENT_MS);
  const startUs = clock.nowUs() + leadMs * 1000;
  const startedAt = new Date(wallClock.now().getTime() + leadMs);
  const startMs = startedAt.getTime();
  await all((agent, index) => {
    const onItsClockUs = startUs + offsets[index]!.aheadUs;
    const request = { kind: 'start', run, startUs: onItsClockUs, startMs, leaseMs: deps.leaseMs } as const;
    return askPatiently(deps, agent, request, { ...patienceWithin(leadMs), abort });
  });
  return { startUs, startedAt, offsets };
}

async function orNamed<Answer>(agent: Offer, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    if (messageOf(cause).startsWith(`agent ${agent.name} `)) throw cause;
    throw new KnownError(`${agentInWords(agent)} did not start: ${messageOf(cause)}`, {
      exit: 'incomplete',
      hint: 'run again; look at the log of the agent',
      cause,
    });
  }
}
