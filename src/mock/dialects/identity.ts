/** The ids of a connection. */
export interface Identity {
  readonly urlToken: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly testMode: boolean;
  /** The client supports acks. */
  readonly emitWithAck: boolean;
}

/**
 * Reads the ids from a connection's query or from the answer to the inner handshake, where the flags are booleans.
 * Official clients encode the query's values twice, so one layer may be left; it is taken off.
 * `undefined` when a token, user id or session id is missing or empty.
 */
export function readIdentity(source: unknown): Identity | undefined {
  if (typeof source !== 'object' || source === null) return undefined;
  const fields = source as Record<string, unknown>;
  const urlToken = decodedText(fields.urlToken);
  const userId = decodedText(fields.userId);
  const sessionId = decodedText(fields.sessionId);
  if (!urlToken || !userId || !sessionId) return undefined;
  return { urlToken, userId, sessionId, testMode: isOn(fields.testMode), emitWithAck: isOn(fields.emitWithAck) };
}

function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

function decodedText(value: unknown): string {
  if (typeof value !== 'string') return '';
  try {
    return decodeURIComponent(value);
  } catch {
    // A lone percent sign: it was never encoded.
    return value;
  }
}
