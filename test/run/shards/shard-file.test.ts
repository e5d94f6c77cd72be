import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../../src/platform/known-error.ts';
import { decodeShard, encodeShard } from '../../../src/run/shards/shard-file.ts';
import { sampleShard } from '../../support/sample-shard.ts';

const MiB = 1024 * 1024;

describe('a shard file', () => {
  it('is decoded to what was encoded', () => {
    const { state } = sampleShard(2);
    expect(decodeShard(encodeShard(state), 'it')).toEqual(JSON.parse(JSON.stringify(state)));
  });

  it('that grows beyond the limit when it is decompressed is refused', () => {
    const bomb = gzipSync(Buffer.alloc(3 * MiB, ' '));
    const decoding = () => decodeShard(bomb, 'shard-1-of-2.json.gz', 2 * MiB);
    expect(decoding).toThrow(KnownError);
    expect(decoding).toThrow('shard-1-of-2.json.gz is too long: its content is limited to 2 MiB');
  });
});
