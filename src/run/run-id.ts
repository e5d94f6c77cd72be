import { randomBytes } from 'node:crypto';

/**
 * Names one run and begins every user and session id it makes, so that they can be found and deleted on the platform:
 * `plv-` and eight characters of 0-9 and a-z.
 */
export function makeRunId(): string {
  const number = randomBytes(8).readBigUInt64BE();
  return `plv-${number.toString(36).padStart(13, '0').slice(-8)}`;
}
