import { hash } from 'node:crypto';
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
  return new NamedStream(`${seed}/${number}/${purpose}`);
}

class NamedStream implements RandomStream {
  private readonly name: string;
  /** Made for the first draw: many streams are for something constant. */
  private generator: RandomGenerator | undefined;

  constructor(name: string) {
    this.name = name;
  }

  next(): number {
    this.generator ??= generatorOf(this.name);
    return (this.generator.next() >>> 0) / 4_294_967_296;
  }
}

function generatorOf(name: string): RandomGenerator {
  // A Buffer, or the object of createHash, would take three times as long.
  const bytes = hash('sha256', name, 'binary');
  const word = (at: number) =>
    bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24);
  return xoroshiro128plusFromState([word(0), word(4), word(8), word(12)]);
}

/** An unpredictable number from 0 to 2^32 − 1: the seed of a run without --seed. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 4_294_967_296);
}
