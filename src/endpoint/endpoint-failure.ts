/** Every way in which a line to an endpoint fails, one word each; it is the `reason` label in counters and reports. */
export const FAILURE_CLASSES = [
  'dns',
  'refused',
  'unreachable',
  'connect-timeout',
  'tls',
  'proxy',
  'http-401',
  'http-403',
  'http-404',
  'http-429',
  'http-502',
  'http-503',
  'http-other',
  'not-socketio',
  'socketio-version',
  'never-ready',
  'dropped-before-ready',
  'handshake-missing',
  'server-disconnect',
  'transport-close',
  'heartbeat-lost',
  'protocol-error',
  'internal-error',
  'other',
] as const;

export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** What went wrong on the wire, ready to be read: secrets already redacted. */
export interface EndpointFailure {
  readonly class: FailureClass;
  readonly message: string;
  /** What to do about it, where that is known. */
  readonly hint?: string;
  /** HTTP status of a refused upgrade. */
  readonly status?: number;
  /** How long the server asks to wait before the next attempt (`Retry-After`), ms, at most one hour. */
  readonly retryAfterMs?: number;
}
