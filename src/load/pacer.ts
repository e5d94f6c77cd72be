import { randomStream } from '../platform/random.ts';
import { type LoadPiece, type OpenLoad, piecesOf } from './load-profile.ts';
import { numbersOf, type Segment } from './segment.ts';

/** One arrival of an open load. */
export interface Arrival {
  /** Its index among all arrivals of the load, from 0; also the number of its conversation. */
  readonly number: number;
  /** When it is due, µs from the start, fractions included. */
  readonly atUs: number;
}

/** A piece of the load with the number of arrivals before it and up to its end. */
interface CountedPiece extends LoadPiece {
  readonly before: number;
  readonly until: number;
}

/** Tolerance for rounding errors of areas; an arrival this close to the end of a piece belongs to the next one. */
const TOLERANCE = 1e-6;

/**
 * When the n-th arrival of a load is due: the exact inverse of A(t), the integral of its rate, which is piecewise linear.
 * Within a piece from rate a to b of duration d, the area x is reached after
 *
 *     τ = 2x / (a + √(a² + 2x (b − a) / d))
 *
 * the root of a τ + (b − a) τ² / 2d = x in a form that is numerically stable if a and b are nearly equal. While the rate is
 * 0, A is constant: an arrival that would be due then is due at the end of that time.
 */
export class Pacer {
  /** A at the end of the load; Infinity for a load that ends only by its number of conversations. */
  readonly total: number;
  private readonly pieces: readonly CountedPiece[];
  private current = 0;

  constructor(load: OpenLoad) {
    let before = 0;
    this.pieces = piecesOf(load).map((piece) => {
      const counted = { ...piece, before, until: before + areaOf(piece) };
      before = counted.until;
      return counted;
    });
    this.total = before;
  }

  /** µs from the start at which A reaches `count`; undefined if it never does. Fast for calls in ascending order. */
  offsetUs(count: number): number | undefined {
    if (count < (this.pieces[this.current]?.before ?? 0)) this.current = 0;
    while (this.current < this.pieces.length && count > this.pieces[this.current]!.until - TOLERANCE) {
      this.current += 1;
    }
    const piece = this.pieces[this.current];
    return piece && piece.fromMs * 1000 + withinUs(piece, Math.max(0, count - piece.before));
  }
}

function areaOf({ fromMs, toMs, from, to }: LoadPiece): number {
  return from + to === 0 ? 0 : ((from + to) / 2) * ((toMs - fromMs) / 1000);
}

function withinUs({ fromMs, toMs, from, to }: LoadPiece, area: number): number {
  const perSecond = (to - from) / ((toMs - fromMs) / 1000);
  const divisor = from + Math.sqrt(Math.max(0, from * from + 2 * area * perSecond));
  return divisor === 0 ? 0 : Math.min(((2 * area) / divisor) * 1e6, (toMs - fromMs) * 1000);
}

/**
 * The arrivals of `segment`, in order; the shards of a run together have each arrival once. Every shard computes its own from
 * the load and the seed, one at a time.
 *
 * - uniform: arrival n is due when A(t) = n, the first one at the start
 * - poisson: when A(t) is the sum of n + 1 gaps drawn from the exponential distribution of mean 1, so that arrivals are
 *   independent of each other and follow the rate
 * - recorded: at the recorded starts
 */
export function* arrivals(load: OpenLoad, seed: number, segment: Segment): Generator<Arrival, void> {
  if (load.starts) {
    for (const number of numbersOf(segment, load.starts.length)) {
      yield { number, atUs: load.starts[number]!.atMs * 1000 };
    }
    return;
  }
  const pacer = new Pacer(load);
  const max = load.conversations ?? Number.POSITIVE_INFINITY;
  const gap = load.arrivals === 'poisson' ? exponentialGaps(seed) : undefined;
  let sum = 0;
  for (let number = 0; number < max; number++) {
    if (gap) sum += gap();
    if (number % segment.count !== segment.index) continue;
    const atUs = pacer.offsetUs(gap ? sum : number);
    if (atUs === undefined) return;
    yield { number, atUs };
  }
}

function exponentialGaps(seed: number): () => number {
  const stream = randomStream(seed, 0, 'arrivals');
  return () => -Math.log1p(-stream.next());
}

/** Number of arrivals of a load per target: exact for uniform and recorded ones, the mean for Poisson ones. */
export function expectedArrivals(load: OpenLoad): number {
  if (load.starts) return load.starts.length;
  const { total } = new Pacer(load);
  const fitting = load.arrivals === 'uniform' ? Math.ceil(total - TOLERANCE) : total;
  return Math.min(load.conversations ?? Number.POSITIVE_INFINITY, fitting);
}

/** Whether `segment` has more arrivals than `count`. Takes as long as counting up to it. */
export function hasMoreArrivals(load: OpenLoad, seed: number, segment: Segment, count: number): boolean {
  let left = count;
  for (const _ of arrivals(load, seed, segment)) {
    left -= 1;
    if (left < 0) return true;
  }
  return false;
}
