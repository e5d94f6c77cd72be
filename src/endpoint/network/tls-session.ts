/** The TLS session of a target that its next connections resume: an abbreviated handshake, as a returning user has. */
export class TlsSession {
  /** As OpenSSL encodes it. Undefined: the server has issued none so far. */
  latest: Buffer | undefined;

  /** Call it for each session that the server issues: TLS 1.3 has several for a connection, after its handshake. */
  readonly issued = (session: Buffer): void => {
    this.latest = session;
  };
}
