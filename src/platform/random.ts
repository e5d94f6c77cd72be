import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A deterministic stream of pseudo-random numbers: the same for the same name. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 bits of it. */
  next(): number;
}

/**
 * The stream named (seed, number, purpose). Every draw of a run comes from such a stream, so the draws of a conversation do
 * not depend on the number of workers or shards, nor on the order of draws.
 */
export function randomStream(seed: number | string, number: number, purpose: string): RandomStream {
  const state = createHash('sha256').update(`${seed}/${number}/${purpose}`).digest();
  return new GeneratorStream(xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => state.readInt32LE(offset))));
}

class GeneratorStream implements RandomStream {
  private readonly generator: RandomGenerator;

  constructor(generator: RandomGenerator) {
    this.generator = generator;
  }

  next(): number {
    return (this.generator.next() >>> 0) / 4_294_967_296;
  }
}

/** An unpredictable number from 0 to 2^32 − 1: the seed of a run without --seed. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 4_294_967_296);
}
