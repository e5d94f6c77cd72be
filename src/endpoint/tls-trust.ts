import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { KnownError, messageOf } from '../platform/known-error.ts';
import type { NetworkSettings } from './endpoint-settings.ts';

/**
 * Whom to trust and as whom to present oneself, as OpenSSL wants it. Reading the roots takes milliseconds, so this is
 * made once per target and shared by its connections; sessions are still never resumed, since no agent keeps them.
 */
export function trustOf(network: NetworkSettings): SecureContext {
  try {
    return createSecureContext({
      ...(network.ca === undefined ? {} : { ca: [...rootCertificates, network.ca] }),
      ...(network.cert === undefined ? {} : { cert: network.cert }),
      ...(network.key === undefined ? {} : { key: network.key }),
    });
  } catch (cause) {
    throw new KnownError(`the TLS certificates cannot be used: ${messageOf(cause)}`, {
      hint: 'check that --ca, --cert and --key are PEM files and that the key belongs to the certificate',
      cause,
    });
  }
}
