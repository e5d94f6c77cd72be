import { randomStream } from '../../platform/random.ts';
import { shuffle } from '../../platform/shuffle.ts';
import type { Feed, Row } from '../scenario.ts';

/**
 * The row of a conversation. `rank`: its number among the conversations of this name in the whole run, from 0. The row
 * depends only on feed, rank and seed, so shards need no coordination.
 * Undefined: the rows are used up, and no such conversation may start.
 */
export function rowOf(feed: Feed, rank: number, seed: number): Row | undefined {
  const { order, rows, file } = feed;
  if (order === 'random') {
    return rows[Math.floor(randomStream(seed, rank, `feed ${file}`).next() * rows.length)];
  }
  if (!hasRow(feed, rank)) return undefined;
  const pass = Math.floor(rank / rows.length);
  const place = rank % rows.length;
  return rows[order === 'shuffled' ? (shuffles(feed, seed).of(pass)[place] ?? 0) : place];
}

/** Whether no conversation may start after the last row. */
export function isLimited({ order, whenEmpty }: Feed): boolean {
  return order !== 'random' && whenEmpty === 'stop';
}

/** Whether there is a row of this rank. */
export function hasRow(feed: Feed, rank: number): boolean {
  return rank < feed.rows.length || !isLimited(feed);
}

/** Maximum number of rows in all cached passes: few passes of a long feed, many of a short one. */
const MAX_KEPT = 1_000_000;
const MIN_PASSES = 2;

/** The order of the rows in each pass of a shuffled feed, computed on first use. */
class Shuffles {
  readonly seed: number;
  private readonly feed: Feed;
  private readonly passes = new Map<number, Uint32Array>();
  private readonly maxPasses: number;

  constructor(feed: Feed, seed: number) {
    this.feed = feed;
    this.seed = seed;
    this.maxPasses = Math.max(MIN_PASSES, Math.floor(MAX_KEPT / feed.rows.length));
  }

  of(pass: number): Uint32Array {
    const known = this.passes.get(pass);
    if (known) return known;
    const order = shuffled(this.feed.rows.length, this.seed, pass, this.feed.file);
    const [oldest] = this.passes.keys();
    if (oldest !== undefined && this.passes.size >= this.maxPasses) this.passes.delete(oldest);
    this.passes.set(pass, order);
    return order;
  }
}

/** For the last seed used: a run has one seed. */
const known = new WeakMap<Feed, Shuffles>();

function shuffles(feed: Feed, seed: number): Shuffles {
  const last = known.get(feed);
  if (last?.seed === seed) return last;
  const made = new Shuffles(feed, seed);
  known.set(feed, made);
  return made;
}

function shuffled(length: number, seed: number, pass: number, file: string): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index);
  return shuffle<Uint32Array>(order, randomStream(seed, pass, `feed ${file}`));
}
