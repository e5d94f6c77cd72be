import { excerpt } from '../../platform/redact.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';
import { field, textOf } from '../wire-value.ts';
import { codeOf, sentenceOf } from './error-causes.ts';

interface TlsProblem {
  readonly meaning: string;
  readonly hint: string;
}

const UNKNOWN_ISSUER: TlsProblem = {
  meaning: 'the CA of the certificate is not trusted',
  hint: 'add its certificate with --ca FILE or NODE_EXTRA_CA_CERTS; --insecure accepts any certificate',
};
const CLIENT_CERTIFICATE: TlsProblem = {
  meaning: 'the server requires a client certificate that it accepts',
  hint: 'give it with --cert and --key',
};

/**
 * TLS alerts of the server (RFC 8446, section 6.2) by OpenSSL's names, which are in the sentence under every version of TLS;
 * Node 20 gives most of them the code EPROTO.
 */
const ALERTS: readonly (readonly [RegExp, TlsProblem])[] = [
  [
    /alert (?:unknown ca|bad certificate|certificate (?:required|unknown|expired|revoked)|no certificate)/,
    CLIENT_CERTIFICATE,
  ],
  [
    /alert handshake failure/,
    {
      meaning:
        'handshake failed: the server requires a client certificate, or shares no TLS version or cipher with palaver',
      hint: 'give a client certificate with --cert and --key, or check that the port speaks TLS 1.2 or newer',
    },
  ],
  [
    /alert protocol version|unsupported protocol/,
    { meaning: 'the server does not support TLS 1.2 or newer', hint: 'enable TLS 1.2 or 1.3 at the server' },
  ],
];

const NO_TLS: TlsProblem = { meaning: 'the server does not speak TLS there', hint: 'use http:// or another port' };

/** Error codes of OpenSSL and Node. */
const PROBLEMS: Readonly<Record<string, TlsProblem>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ISSUER,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_ISSUER,
  CERT_UNTRUSTED: UNKNOWN_ISSUER,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    meaning: 'the certificate is for another host name',
    hint: 'use a name in the certificate (--resolve maps it to an address)',
  },
  CERT_HAS_EXPIRED: {
    meaning: 'the certificate has expired',
    hint: 'the server needs a new one; check the clock of this machine too',
  },
  CERT_NOT_YET_VALID: { meaning: 'the certificate is not valid yet', hint: 'check the clock of this machine' },
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: CLIENT_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: CLIENT_CERTIFICATE,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: CLIENT_CERTIFICATE,
};

/** What OpenSSL says of an answer that is no TLS record; Node 20 gives it the code EPROTO. */
const GREETED_IN_CLEAR = /wrong version number|packet length too long/;

/** The failure of a TLS handshake, or `undefined` where the error is about something else. */
export function tlsFailure(cause: unknown): EndpointFailure | undefined {
  const code = codeOf(cause);
  const sentence = sentenceOf(cause);
  const alert = ALERTS.find(([pattern]) => pattern.test(sentence));
  const problem = PROBLEMS[code] ?? alert?.[1] ?? (GREETED_IN_CLEAR.test(sentence) ? NO_TLS : undefined);
  const said = alert === undefined ? '' : `: ${alert[0].exec(sentence)![0]}`;
  if (problem)
    return { class: 'tls', message: `TLS: ${problem.meaning}${namesIn(cause)} (${code}${said})`, hint: problem.hint };
  if (!code.startsWith('ERR_SSL_') && !code.startsWith('ERR_TLS_') && code !== 'EPROTO') return undefined;
  return {
    class: 'tls',
    message: `TLS: ${excerpt(sentenceOf(cause))}`,
    hint: 'check that the port speaks TLS 1.2 or newer',
  };
}

/** The names that the certificate of the peer has, where it is for another host (ERR_TLS_CERT_ALTNAME_INVALID). */
function namesIn(cause: unknown): string {
  const certificate = field(cause, 'cert');
  const names = textOf(field(certificate, 'subjectaltname')) ?? textOf(field(field(certificate, 'subject'), 'CN'));
  if (names === undefined) return '';
  return `, its names: ${excerpt(names.replace(/\b(?:DNS|IP Address):/g, ''))}`;
}
