import { KnownError } from '../../platform/known-error.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { sleep } from '../../platform/time/sleep.ts';
import { decodeAs } from '../wire/json-messages.ts';
import { type Offer, partRequestSchema } from '../wire/messages.ts';
import { splitMessage } from '../wire/parts.ts';
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

/**
 * Gives each agent its share of the order, and resolves when all of them are ready.
 * @throws KnownError with the name of the first agent that cannot carry its share, and the reason; 112 for one that is not
 * ready in time.
 */
export async function prepareAgents(
  deps: CoordinatorDeps,
  agents: readonly Offer[],
  { run, order, waitMs }: Preparation,
  abort: AbortSignal,
): Promise<void> {
  const { connection, system } = deps;
  const parts = splitMessage({ from: run, kind: 'order', sequence: 0 }, order, connection.maxBytes);
  const stop = await connection.serve(connection.subjects.order(run), (request) => {
    const part = decodeAs(partRequestSchema, request)?.part ?? 0;
    return parts[part] ?? new Uint8Array();
  });
  const untilUs = system.clock.nowUs() + waitMs * 1000;
  const prepare = async (agent: Offer, index: number) => {
    await askPatiently(deps, agent, { kind: 'order', run, index, count: agents.length }, PATIENCE_MS);
    for (;;) {
      abort.throwIfAborted();
      const { phase, failure } = await askPatiently(
        deps,
        agent,
        { kind: 'status', run, leaseMs: deps.leaseMs },
        PATIENCE_MS,
      );
      if (phase === 'ready') return;
      if (failure) throw new KnownError(`agent ${agent.name} (${agent.host}): ${failure.message}`, failure);
      if (phase !== 'preparing') throw new KnownError(`agent ${agent.name} is ${phase}`, { exit: 'incomplete' });
      if (system.clock.nowUs() >= untilUs)
        throw new KnownError(`agent ${agent.name} (${agent.host}) was not ready within ${formatDurationMs(waitMs)}`, {
          exit: 'incomplete',
          hint: 'look at its log, or wait longer: --wait 2m',
        });
      await sleep(system, POLL_MS);
    }
  };
  try {
    await Promise.all(agents.map(prepare));
  } finally {
    stop();
  }
}
