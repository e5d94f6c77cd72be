import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { readTextFile } from '../../platform/files/read-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import { rememberSecret } from '../../platform/redact.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MIN_PASSPHRASE = 16;

/** A key that coordinator and agents share. */
export type FleetKey = Buffer;

/** The key of `--fleet-key-file`: derived with scrypt (RFC 7914) from its text, of at least 16 characters. */
export function readFleetKey(path: string): FleetKey {
  const text = readTextFile(path, 'fleet key').trim();
  if (text.length < MIN_PASSPHRASE) {
    throw new KnownError(`the fleet key ${path} is too short (${text.length} characters)`, {
      hint: 'use a random one: openssl rand -base64 32 > fleet.key',
    });
  }
  rememberSecret(text);
  return scryptSync(text, 'palaver fleet', KEY_BYTES);
}

/** AES-256-GCM: `nonce tag ciphertext`. `context` is authenticated, too: it must be the same to open it. */
export function seal(plain: Uint8Array, key: FleetKey, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws KnownError if the key or the context differs, or the bytes were changed. */
export function unseal(sealed: Uint8Array, key: FleetKey, context: string): Buffer {
  const bytes = Buffer.from(sealed);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new KnownError('the targets of the run cannot be decrypted: the fleet keys differ', {
      hint: 'use the same --fleet-key-file on the coordinator and on all agents',
      cause,
    });
  }
}
