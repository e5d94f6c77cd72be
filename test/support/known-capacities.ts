import { randomStream } from '../../src/platform/random.ts';
import { closedConstantUsers, closedTail, loadAtP95, openTail, type QueueTerms } from './queues.ts';
import { closedTurns, constant, exponential, openTurns } from './simulated-endpoint.ts';
import { type SearchTerms, type Simulation, simulateSearch } from './simulated-search.ts';

/** An endpoint whose capacity is known: in a simulation, and as a scenario against the mock endpoint. */
export interface KnownCapacity {
  readonly name: string;
  /** Users, or conversations per second, at which p95 of `turn` is 5 times the mean service time. */
  readonly truth: number;
  readonly terms: SearchTerms;
  readonly simulate: (seed: number) => Simulation;
  readonly scenario: string;
}

export const QUEUE: QueueTerms = { workers: 10, serviceS: 0.1, thinkS: 1 };
const OBJECTIVE_S = 5 * QUEUE.serviceS;
const TERMS: SearchTerms = {
  objective: 'turn p(95) < 500ms',
  range: { from: 1, to: 10_000, factor: 2, isWhole: true },
  warmUpMs: 2000,
  minMs: 15_000,
  maxMs: 300_000,
  holdMs: 60_000,
};

// One long conversation each, so that connecting takes no part of it.
const LONG_TALK = `defaults: { think: 1s }
conversations: [ { name: talk, steps: [ { repeat: { times: 1000, steps: [ { say: hi, as: hi } ] } } ] } ]`;
const ONE_TURN = `load: { open: { rate: 1/s, duration: 1s, arrivals: poisson, maxVus: 2000 } }
conversations: [ { name: talk, steps: [ { say: hi, as: hi } ] } ]`;
const mock = (delay: string) => `mock: { bot: echo, delay: ${delay}, workers: 10 }\n`;

export const KNOWN_CAPACITIES: readonly KnownCapacity[] = [
  {
    name: 'constant times, closed',
    truth: closedConstantUsers(OBJECTIVE_S, QUEUE),
    terms: TERMS,
    simulate: () => (users, untilMs) => closedTurns(users, QUEUE, { spreadMs: 2000, untilMs, service: constant }),
    scenario: mock('100ms') + LONG_TALK,
  },
  {
    name: 'exponential service, closed',
    truth: loadAtP95((users) => closedTail(OBJECTIVE_S, Math.round(users), QUEUE), 1000),
    terms: TERMS,
    simulate: (seed) => (users, untilMs, trial) =>
      closedTurns(users, QUEUE, {
        spreadMs: 2000,
        untilMs,
        service: exponential(randomStream(seed, trial, 'service')),
      }),
    scenario: mock('exponential 100ms') + LONG_TALK,
  },
  {
    name: 'exponential service, Poisson arrivals',
    truth: loadAtP95((rate) => openTail(OBJECTIVE_S, rate, QUEUE), 99.9),
    terms: { ...TERMS, range: { from: 0.5, to: 1000, factor: 2, isWhole: false } },
    simulate: (seed) => (rate, untilMs, trial) => {
      const stream = randomStream(seed, trial, 'queue');
      return openTurns(rate, QUEUE, { untilMs, service: exponential(stream), stream });
    },
    scenario: mock('exponential 100ms') + ONE_TURN,
  },
];

/** Whether a search against a simulated one came to an end that is right: within a tenth of the truth, on its side. */
export function searchOnce({ terms, truth, simulate }: KnownCapacity, seed: number) {
  const { status, held, failed, tested } = simulateSearch(terms, simulate(seed));
  const right = status === 'found' && held!.load <= 1.1 * truth && failed!.load >= 0.9 * truth;
  return { right, held: held?.load, failed: failed?.load, steps: tested.length };
}
