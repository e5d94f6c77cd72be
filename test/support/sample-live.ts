import { gzipSync } from 'node:zlib';
import { encodeJson } from '../../src/fleet/wire/json-messages.ts';
import type { LiveState } from '../../src/fleet/wire/messages.ts';

/** A live state without measurements, unless given. */
export function sampleLive(parts: Partial<LiveState> = {}): LiveState {
  return {
    elapsedMs: 1000,
    activeVus: 0,
    cells: { trends: [], counters: [], censored: [] },
    scoped: [],
    errors: [],
    threads: [],
    endings: [],
    ...parts,
  };
}

/** As agents publish it. */
export const encodedLive = (parts: Partial<LiveState> = {}): Buffer => gzipSync(encodeJson(sampleLive(parts)));
