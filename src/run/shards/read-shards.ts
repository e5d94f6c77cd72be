import { join } from 'node:path';
import { isFolder, listFolder } from '../../platform/files/files.ts';
import { readBytesFile } from '../../platform/files/read-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import { LIMITS } from '../../platform/limits.ts';
import { decodeShard, SHARD_FILE } from './shard-file.ts';
import type { NamedShard } from './shard-identity.ts';

/**
 * The shards in these folders and files; read one by one, because all of them would not fit into memory.
 * @throws KnownError if there is none; the iteration, if a file is not a shard file.
 */
export function readShards(paths: readonly string[]): Iterable<NamedShard> {
  return readEach(filesOf(paths));
}

function* readEach(paths: readonly string[]): Generator<NamedShard, void> {
  for (const path of paths) yield readShard(path);
}

function filesOf(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) {
    throw new KnownError('no shard files specified', {
      hint: 'name the folder with their files, or the files: palaver merge reports/NAME',
    });
  }
  return paths.flatMap((path) => {
    if (!isFolder(path)) return [path];
    const names = listFolder(path).filter((name) => SHARD_FILE.test(name));
    if (names.length === 0)
      throw new KnownError(`${path} has no shard files`, {
        hint: 'name the folder of one run, which palaver run --shard or palaver agent printed',
      });
    return names.map((name) => join(path, name));
  });
}

function readShard(path: string): NamedShard {
  return { path, state: decodeShard(readBytesFile(path, 'shard file', LIMITS.shardFileBytes), path) };
}
