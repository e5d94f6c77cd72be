import { X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { KnownError, messageOf } from '../../platform/known-error.ts';
import type { NetworkSettings } from '../endpoint-settings.ts';

/**
 * Trusted roots and client certificate as an OpenSSL context. Reading the roots takes milliseconds, so this is
 * made once per target and shared by its connections; sessions are still never resumed, since no agent keeps them.
 */
export function secureContextOf(network: NetworkSettings): SecureContext {
  try {
    // OpenSSL passes over a --ca in which it finds nothing; the reason would then only show as an unknown CA.
    if (network.ca !== undefined) new X509Certificate(network.ca);
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
