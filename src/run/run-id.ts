import { randomBytes } from 'node:crypto';
import { checkIdPrefix } from '../endpoint/session-identity.ts';

/**
 * Names one run and is the prefix of its user and session ids, so that they can be found and deleted on the platform:
 * `plv-` and eight characters of 0-9 and a-z, from 64 random bits.
 */
export function runIdOf(bits: bigint): string {
  return `plv-${bits.toString(36).padStart(13, '0').slice(-8)}`;
}

/** The given id, checked against the platform's rules for ids; else a generated one. */
export function resolveRunId(given: string | undefined): string {
  return given === undefined ? runIdOf(randomBytes(8).readBigUInt64BE()) : checkIdPrefix(given, '--run-id');
}
