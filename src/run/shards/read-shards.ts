import { join } from 'node:path';
import { isFolder, listFolder } from '../../platform/files/files.ts';
import { readBytesFile } from '../../platform/files/read-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import { LIMITS } from '../../platform/limits.ts';
import { decodeShard, SHARD_FILE } from './shard-file.ts';
import type { NamedShard } from './shard-identity.ts';

/** The shards in these folders and files. @throws KnownError if there is none, or a file is not a shard file. */
export function readShards(places: readonly string[]): readonly NamedShard[] {
  return filesOf(places).map(readShard);
}

function filesOf(places: readonly string[]): readonly string[] {
  if (places.length === 0) {
    throw new KnownError('no shard files specified', {
      hint: 'name the folder with their files, or the files: palaver merge reports/NAME',
    });
  }
  return places.flatMap((place) => {
    if (!isFolder(place)) return [place];
    const names = listFolder(place).filter((name) => SHARD_FILE.test(name));
    if (names.length === 0)
      throw new KnownError(`${place} has no shard files`, { hint: 'name the folder that palaver run --shard printed' });
    return names.map((name) => join(place, name));
  });
}

function readShard(path: string): NamedShard {
  return { path, state: decodeShard(readBytesFile(path, 'shard file', LIMITS.shardFileBytes), path) };
}
