import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { KnownError } from '../../platform/known-error.ts';
import type { NetworkSettings } from '../endpoint-settings.ts';
import { codeOf } from './error-causes.ts';

/**
 * Trusted roots and client certificate as an OpenSSL context. Reading the roots takes milliseconds, so this is
 * made once per target and shared by its connections. It resumes no session by itself (`TlsSession`).
 */
export function secureContextOf(network: NetworkSettings): SecureContext {
  try {
    // OpenSSL passes over a --ca in which it finds nothing; the reason would then only show as an unknown CA.
    if (network.ca !== undefined) new X509Certificate(network.ca);
    // Nor does it compare a key with a certificate of another algorithm: it would send none.
    if (isOtherKey(network)) throw new Error('key mismatch');
    return createSecureContext({
      ...(network.ca === undefined ? {} : { ca: [...rootCertificates, network.ca] }),
      ...(network.cert === undefined ? {} : { cert: network.cert }),
      ...(network.key === undefined ? {} : { key: network.key }),
    });
  } catch (cause) {
    const code = codeOf(cause);
    throw new KnownError(
      `the TLS certificates cannot be used: ${problemOf(network)}${code === '' ? '' : ` (${code})`}`,
      {
        hint: 'check that --ca, --cert and --key are PEM files and that the key belongs to the certificate',
        cause,
      },
    );
  }
}

/** OpenSSL names neither the file nor, for most problems, the cause. */
function problemOf({ ca, cert, key }: NetworkSettings): string {
  if (ca !== undefined && !certificateOf(ca)) return '--ca is not a PEM certificate';
  if (cert === undefined || key === undefined) return 'OpenSSL does not accept them';
  if (!certificateOf(cert)) return '--cert is not a PEM certificate';
  const privateKey = privateKeyOf(key);
  if (!privateKey && /ENCRYPTED/.test(key)) return '--key needs a passphrase, which palaver does not support';
  if (!privateKey) return '--key is not a PEM private key';
  return isOtherKey({ cert, key }) ? '--key does not belong to --cert' : 'OpenSSL does not accept them';
}

function isOtherKey({ cert = '', key = '' }: NetworkSettings): boolean {
  const privateKey = privateKeyOf(key);
  return privateKey !== undefined && certificateOf(cert)?.checkPrivateKey(privateKey) === false;
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function privateKeyOf(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
