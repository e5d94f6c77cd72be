import { KnownError } from '../../platform/known-error.ts';
import { hintForUnknown } from '../../platform/nearest-word.ts';
import type { RunPlaces } from '../../report/run-facts.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import type { ShardState } from './shard-file.ts';

type PlacedShard = Pick<ShardState, 'identity' | 'place'>;

/** The places of the shards, each once, in order of the shards; undefined if none has one. */
export function placesOfShards(shards: readonly PlacedShard[]): RunPlaces | undefined {
  const all = new Set(shards.map(({ place }) => place));
  const names = [...all].filter((place) => place !== undefined);
  return names.length === 0 ? undefined : { names, several: all.size > 1 };
}

/**
 * Throws a KnownError (104) for a threshold on a place that no shard has. Without all shards nothing is refused: the place may
 * be that of a missing one, and the run is incomplete anyway.
 */
export function refuseUnknownPlaces(shards: readonly PlacedShard[], thresholds: readonly Threshold[]): void {
  if (shards.length < shards[0]!.identity.shards) return;
  const places = placesOfShards(shards)?.names ?? [];
  for (const { expression, labels } of thresholds) {
    if (labels.place === undefined || places.includes(labels.place)) continue;
    throw new KnownError(`threshold ${expression}: no shard has the place "${labels.place}"`, {
      hint: places.length > 0 ? hintForUnknown(labels.place, places) : 'run each shard with --place NAME',
    });
  }
}
