import { gunzipSync } from 'node:zlib';
import { decodeBytesAs } from '../wire/json-messages.ts';
import { type LiveState, liveStateSchema } from '../wire/messages.ts';

const MAX_LIVE_BYTES = 64 * 1024 * 1024;

/** The counterpart of `encodeLive`. Undefined: it is damaged. */
export function decodeLive(bytes: Buffer): LiveState | undefined {
  try {
    return decodeBytesAs(liveStateSchema, gunzipSync(bytes, { maxOutputLength: MAX_LIVE_BYTES }));
  } catch {
    return undefined;
  }
}
