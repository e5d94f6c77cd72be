import { KnownError } from '../../platform/known-error.ts';
import { type FleetConnection, NoAnswer } from '../wire/fleet-connection.ts';
import { PartsInbox, parsePart } from '../wire/parts.ts';

const PART_TIMEOUT_MS = 5000;
const MAX_ATTEMPTS = 6;

/**
 * The order of a run, part by part from its coordinator; a part that does not arrive is asked for again.
 * @throws KnownError (112) if the coordinator does not answer.
 */
export async function fetchOrder(connection: FleetConnection, run: string): Promise<Buffer> {
  const inbox = new PartsInbox();
  for (let part = 0; ; part++) {
    const message = parsePart(await fetchPart(connection, run, part));
    const whole = message && inbox.take(message.header, message.bytes);
    if (whole) return whole;
    if (!message || part + 1 >= message.header.parts)
      throw new KnownError('the order of the coordinator arrived damaged', { exit: 'incomplete', hint: 'run again' });
  }
}

async function fetchPart(connection: FleetConnection, run: string, part: number): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connection.requestBytes(connection.subjects.order(run), { part }, PART_TIMEOUT_MS);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (attempt >= MAX_ATTEMPTS)
        throw new KnownError('the coordinator did not send its order', {
          exit: 'incomplete',
          hint: 'check the connection of this agent to the NATS server',
          cause: error,
        });
    }
  }
}
