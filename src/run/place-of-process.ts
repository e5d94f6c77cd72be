import { KnownError } from '../platform/known-error.ts';
import type { RunOptions } from './run-options.ts';

/**
 * The place of this process; undefined: without one. With a fleet, the agents have places.
 * @throws KnownError (104) for several places, or a number of agents without a fleet.
 */
export function placeOfProcess({ place = [], fleet }: Pick<RunOptions, 'place' | 'fleet'>): string | undefined {
  if (fleet !== undefined) return undefined;
  const [first, ...others] = place;
  if (others.length > 0)
    throw new KnownError('--place is given several times', { hint: 'a load generator has one place' });
  if (first?.includes('=')) {
    throw new KnownError(`--place ${first} needs --fleet`, {
      hint: 'NAME=N asks a fleet for agents; use --place NAME for this process',
    });
  }
  return first;
}
