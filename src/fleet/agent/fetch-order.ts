import { KnownError } from '../../platform/known-error.ts';
import { MAX_ORDER_BYTES } from '../order.ts';
import { type FleetConnection, NoAnswer } from '../wire/fleet-connection.ts';
import { PartsInbox, parsePart } from '../wire/parts.ts';
import { tryUntil } from '../wire/try-until.ts';
import type { AgentDeps } from './agent-deps.ts';

const PART_TIMEOUT_MS = 5000;
/** The coordinator may have no connection for some seconds. */
const PATIENCE = { everyMs: 250, maxWaitMs: 30_000 } as const;

/**
 * The order of a run, part by part from its coordinator; a part that does not arrive is asked for again.
 * @throws KnownError (112) if the coordinator does not answer; the reason of `abort`.
 */
export async function fetchOrder({ connection, system }: AgentDeps, run: string, abort: AbortSignal): Promise<Buffer> {
  const inbox = new PartsInbox(MAX_ORDER_BYTES);
  for (let part = 0; ; part++) {
    const message = parsePart(await tryUntil(system, { ...PATIENCE, abort }, () => fetchPart(connection, run, part)));
    const whole = message && inbox.take(message.header, message.bytes);
    if (whole) return whole;
    if (!message || part + 1 >= message.header.parts)
      throw new KnownError('the plan from the coordinator arrived damaged', { exit: 'incomplete', hint: 'run again' });
  }
}

async function fetchPart(connection: FleetConnection, run: string, part: number): Promise<Uint8Array | KnownError> {
  try {
    return await connection.requestBytes(connection.subjects.order(run), { part }, PART_TIMEOUT_MS);
  } catch (cause) {
    if (!(cause instanceof NoAnswer)) throw cause;
    return new KnownError('the coordinator did not send its plan', {
      exit: 'incomplete',
      hint: 'check the connection of this agent to the NATS server',
      cause,
    });
  }
}
