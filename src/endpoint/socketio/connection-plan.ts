import type { CookieJar } from '../cookie-jar.ts';
import type { SettledEndpoint } from '../endpoint-settings.ts';
import type { ProtocolSession } from '../protocol/chat-protocol.ts';

/** What a connection is opened with. */
export interface ConnectionPlan {
  readonly settings: SettledEndpoint;
  readonly session: ProtocolSession;
  /** Those of the session, sent and added to. Default: none are kept. */
  readonly cookies?: CookieJar | undefined;
}
