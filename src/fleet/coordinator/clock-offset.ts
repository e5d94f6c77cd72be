import { NoAnswer } from '../wire/fleet-connection.ts';
import { decodeAs } from '../wire/json-messages.ts';
import { clockSchema, type Offer } from '../wire/messages.ts';
import type { CoordinatorDeps } from './fleet-session.ts';

const ROUNDS = 8;
const TIMEOUT_MS = 2000;

/** The monotonic clock of an agent relative to that of the coordinator. */
export interface ClockOffset {
  /** How far the clock of the agent is ahead, µs; negative: behind. */
  readonly aheadUs: number;
  /** Maximum error, µs: half of the shortest round trip. */
  readonly errorUs: number;
}

/** One exchange of clock readings. */
export interface ClockExchange {
  readonly askedUs: number;
  readonly agentUs: number;
  readonly answeredUs: number;
}

/** From the exchange with the shortest round trip, as in Cristian's algorithm; at least one. */
export function offsetFrom(exchanges: readonly ClockExchange[]): ClockOffset {
  const trip = ({ askedUs, answeredUs }: ClockExchange) => answeredUs - askedUs;
  const best = exchanges.reduce((left, right) => (trip(right) < trip(left) ? right : left));
  return { aheadUs: best.agentUs - (best.askedUs + best.answeredUs) / 2, errorUs: trip(best) / 2 };
}

/**
 * Rounds whose messages are lost do not count.
 * @throws NoAnswer if the agent never answers; a KnownError with which it refuses.
 */
export async function measureOffset({ connection, system }: CoordinatorDeps, agent: Offer): Promise<ClockOffset> {
  const exchanges: ClockExchange[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const askedUs = system.clock.nowUs();
    const response = await orUndefined(
      connection.request(connection.subjects.agent(agent.id), { kind: 'clock' }, TIMEOUT_MS),
    );
    const answeredUs = system.clock.nowUs();
    const agentUs = decodeAs(clockSchema, response)?.nowUs;
    if (agentUs !== undefined) exchanges.push({ askedUs, agentUs, answeredUs });
  }
  if (exchanges.length === 0) throw new NoAnswer();
  return offsetFrom(exchanges);
}

async function orUndefined(response: Promise<unknown>): Promise<unknown> {
  try {
    return await response;
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
