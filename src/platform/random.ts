import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A stream of numbers that looks random and is the same for the same name. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 bits of it. */
  next(): number;
}

/**
 * The stream named (seed, number, purpose). Every draw of a run comes from such a stream, so what a conversation draws
 * does not depend on how many workers or shards there are, nor on who draws first.
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

/** A number from 0 to 2^32 − 1 that no one can guess: the seed of a run that was given none. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 4_294_967_296);
}
