import type { RandomStream } from '../../src/platform/random.ts';
import type { QueueTerms } from './queues.ts';

/** One turn of a simulated endpoint, ms. */
export interface SimulatedTurn {
  readonly dueMs: number;
  readonly endMs: number;
}

type Draw = (meanS: number) => number;

export const constant: Draw = (meanS) => meanS * 1000;
export const exponential = (stream: RandomStream): Draw => {
  return (meanS) => -Math.log(1 - stream.next()) * meanS * 1000;
};

/** `users` who begin within `spreadMs` and talk until `untilMs`, at workers who take the turns in order. */
export function closedTurns(
  users: number,
  { workers, serviceS, thinkS }: QueueTerms,
  { spreadMs, untilMs, service }: { readonly spreadMs: number; readonly untilMs: number; readonly service: Draw },
): SimulatedTurn[] {
  const due = Array.from({ length: users }, (_, user) => (user * spreadMs) / users).sort((a, b) => a - b);
  const free = new Array<number>(workers).fill(0);
  const turns: SimulatedTurn[] = [];
  // The one due first is served first; who has been served thinks, and is due again.
  while (due.length > 0 && due[0]! < untilMs) {
    const dueMs = due.shift()!;
    const endMs = serve(dueMs, free, service(serviceS));
    turns.push({ dueMs, endMs });
    insert(due, endMs + thinkS * 1000);
  }
  return turns;
}

/** Arrivals independent of each other. */
export function openTurns(
  perSecond: number,
  { workers, serviceS }: QueueTerms,
  { untilMs, service, stream }: { readonly untilMs: number; readonly service: Draw; readonly stream: RandomStream },
): SimulatedTurn[] {
  const free = new Array<number>(workers).fill(0);
  const turns: SimulatedTurn[] = [];
  const gap = exponential(stream);
  for (let dueMs = gap(1 / perSecond); dueMs < untilMs; dueMs += gap(1 / perSecond))
    turns.push({ dueMs, endMs: serve(dueMs, free, service(serviceS)) });
  return turns;
}

function serve(dueMs: number, free: number[], tookMs: number): number {
  let next = 0;
  for (let worker = 1; worker < free.length; worker += 1) if (free[worker]! < free[next]!) next = worker;
  const endMs = Math.max(dueMs, free[next]!) + tookMs;
  free[next] = endMs;
  return endMs;
}

function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]! > value) at -= 1;
  sorted.splice(at, 0, value);
}
