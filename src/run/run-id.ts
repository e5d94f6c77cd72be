import { randomBytes } from 'node:crypto';
import { checkIdPrefix } from '../endpoint/session-identity.ts';

/**
 * Names one run and begins every user and session id it makes, so that they can be found and deleted on the platform:
 * `plv-` and eight characters of 0-9 and a-z.
 */
function freshRunId(): string {
  const number = randomBytes(8).readBigUInt64BE();
  return `plv-${number.toString(36).padStart(13, '0').slice(-8)}`;
}

/** The id the user gave, once it is known to make ids the platform takes; else a fresh one. */
export function resolveRunId(given: string | undefined): string {
  return given === undefined ? freshRunId() : checkIdPrefix(given);
}
