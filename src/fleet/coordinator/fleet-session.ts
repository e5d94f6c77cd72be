import { abortable } from '../../platform/abortable.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { type FleetConnection, NoAnswer } from '../wire/fleet-connection.ts';
import { decodeAs } from '../wire/json-messages.ts';
import { type AgentRequest, type AgentStatus, type Offer, offerSchema, statusSchema } from '../wire/messages.ts';
import { type Patience, tryUntil } from '../wire/try-until.ts';
import { agentInWords } from './describe-agents.ts';

const REQUEST_TIMEOUT_MS = 2000;
const RETRY_MS = 250;

/** What a coordinator works with. */
export interface CoordinatorDeps {
  readonly connection: FleetConnection;
  readonly system: Pick<SystemDeps, 'clock' | 'timers' | 'wallClock'>;
  /** How long an agent continues without a message from its coordinator, ms. */
  readonly leaseMs: number;
  readonly version: string;
  /** One line for the terminal. */
  readonly onNotice: (message: string) => void;
}

/** The offers of all agents that answer within `maxWaitMs`. */
export async function rollCall({ connection }: CoordinatorDeps, maxWaitMs: number): Promise<readonly Offer[]> {
  const responses = await connection.requestAll(connection.subjects.roll, {}, maxWaitMs);
  return responses.flatMap((value) => decodeAs(offerSchema, value) ?? []);
}

/** Asks one agent, once. @throws NoAnswer, or the KnownError with which it refuses. */
export async function askAgent(
  { connection }: CoordinatorDeps,
  agent: Offer,
  request: AgentRequest,
  timeoutMs = REQUEST_TIMEOUT_MS,
): Promise<AgentStatus> {
  const response = await connection.request(connection.subjects.agent(agent.id), request, timeoutMs);
  const status = decodeAs(statusSchema, response);
  if (status) return status;
  throw new KnownError(`agent ${agent.name} gave a response that cannot be read`, { exit: 'incomplete' });
}

interface AskPatience extends Omit<Patience, 'everyMs'> {
  /** For one response. Default 2 s. */
  readonly timeoutMs?: number;
}

/**
 * Repeats the request until the agent answers.
 * @throws KnownError (112) if there is no answer in time; the one with which the agent refuses; the reason of the abort, at once.
 */
export function askPatiently(
  deps: CoordinatorDeps,
  agent: Offer,
  request: AgentRequest,
  { maxWaitMs, abort, timeoutMs }: AskPatience,
): Promise<AgentStatus> {
  return tryUntil(deps.system, { everyMs: RETRY_MS, maxWaitMs, abort }, async () => {
    try {
      return await abortable(askAgent(deps, agent, request, timeoutMs), abort);
    } catch (cause) {
      if (!(cause instanceof NoAnswer)) throw cause;
      const hint = 'look at its log; run again with the other agents';
      return new KnownError(`${agentInWords(agent)} no longer answers`, {
        exit: 'incomplete',
        hint,
        cause,
      });
    }
  });
}

/** Releases agents; one that does not answer is free when its lease ends. */
export async function releaseAll(deps: CoordinatorDeps, agents: readonly Offer[], run: string): Promise<void> {
  await Promise.all(agents.map((agent) => askAgent(deps, agent, { kind: 'release', run }).catch(() => {})));
}
