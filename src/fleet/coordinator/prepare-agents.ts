import { KnownError } from '../../platform/known-error.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { decodeAs } from '../wire/json-messages.ts';
import { type AgentRequest, type Offer, partRequestSchema } from '../wire/messages.ts';
import { splitMessage } from '../wire/parts.ts';
import { tryUntil } from '../wire/try-until.ts';
import { agentInWords } from './describe-agents.ts';
import { askPatiently, type CoordinatorDeps } from './fleet-session.ts';

const POLL_MS = 250;
/** For an agent that does not answer, for instance while the server restarts. */
const PATIENCE_MS = 10_000;

export interface Preparation {
  readonly run: string;
  /** See `encodeOrder`. */
  readonly order: Buffer;
  /** How long agents may take to get ready. */
  readonly waitMs: number;
}

/** An agent has refused its share. */
export class RefusedShare extends KnownError {}

/**
 * Gives each agent its share of the order, and resolves when all of them are ready.
 * @throws RefusedShare with the name of the first agent that refuses its share; KnownError (112) for one that is not
 * ready in time; the reason of `stop`, at once.
 */
export async function prepareAgents(
  deps: CoordinatorDeps,
  agents: readonly Offer[],
  { run, order, waitMs }: Preparation,
  stop: AbortSignal,
): Promise<void> {
  const { connection, system, leaseMs } = deps;
  const parts = splitMessage({ from: run, kind: 'order', sequence: 0 }, order, connection.maxBytes);
  const unserve = await connection.serve(connection.subjects.order(run), (request) => {
    const part = decodeAs(partRequestSchema, request)?.part ?? 0;
    return parts[part] ?? new Uint8Array();
  });
  const failed = new AbortController();
  const abort = AbortSignal.any([stop, failed.signal]);
  const ask = (agent: Offer, request: AgentRequest) =>
    askPatiently(deps, agent, request, { maxWaitMs: PATIENCE_MS, abort });
  const prepare = async (agent: Offer, index: number) => {
    await ask(agent, { kind: 'order', run, index, count: agents.length });
    await tryUntil(system, { everyMs: POLL_MS, maxWaitMs: waitMs, abort }, async () => {
      const { phase, failure } = await ask(agent, { kind: 'status', run, leaseMs });
      if (phase === 'ready') return phase;
      if (failure) throw new RefusedShare(`${agentInWords(agent)}: ${failure.message}`, failure);
      if (phase !== 'preparing') throw new KnownError(`agent ${agent.name} is ${phase}`, { exit: 'incomplete' });
      return new KnownError(`${agentInWords(agent)} was not ready within ${formatDurationMs(waitMs)}`, {
        exit: 'incomplete',
        hint: 'look at its log, or wait longer: --wait 2m',
      });
    });
  };
  try {
    await Promise.all(agents.map(prepare));
  } finally {
    // The others need not be asked any more.
    failed.abort();
    unserve();
  }
}
