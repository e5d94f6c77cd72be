import type { SessionIdentity, UserInput } from '../../endpoint-connection.ts';
import type { EndpointFailure } from '../../endpoint-failure.ts';
import { idOf } from '../../wire-value.ts';
import type { ChatProtocol, Decoded, Greeting, ProtocolSession, ReplyReading } from '../chat-protocol.ts';
import type { ConnectPayload } from '../common-settings.ts';
import { botMessage, rasaChoices, rasaTexts } from './bot-uttered.ts';
import type { RasaSettings } from './rasa-settings.ts';
import { RASA_TERMS } from './rasa-terms.ts';

/**
 * The Socket.IO channel of Rasa Open Source 1 to 3 and of Rasa Pro, as in rasa/core/channels/socketio.py and in
 * https://rasa.com/docs/rasa/connectors/your-own-website: `session_request` with the session id is confirmed by
 * `session_confirm`; `user_uttered` carries an input, `bot_uttered` each message of the bot. With `session_persistence: true`
 * the session id is the id of the dialogue, else each connection is a dialogue of its own.
 */
export class RasaProtocol implements ChatProtocol {
  readonly terms = RASA_TERMS;
  readonly reading: ReplyReading = { texts: rasaTexts, choices: rasaChoices };
  private readonly settings: RasaSettings;

  constructor(settings: RasaSettings) {
    this.settings = settings;
  }

  openSession(identity: SessionIdentity): ProtocolSession {
    return new RasaSession(this.settings, identity);
  }
}

const NO_QUERY = {};
const NO_ARGUMENTS: readonly unknown[] = [];
const READY_SIGNAL: Decoded = { kind: 'ready-signal' };

class RasaSession implements ProtocolSession {
  readonly query = NO_QUERY;
  readonly namespace: string;
  readonly auth: ConnectPayload | undefined;
  readonly greeting: Greeting;
  readonly asksIdentity = false;
  readonly refusedHint =
    'check namespace, and auth or the token, against the settings socketio in credentials.yml of Rasa';
  private readonly settings: RasaSettings;
  private readonly sessionId: string;

  constructor(settings: RasaSettings, { sessionId }: SessionIdentity) {
    this.settings = settings;
    this.namespace = settings.namespace;
    this.auth = settings.auth;
    this.sessionId = sessionId;
    this.greeting = { json: JSON.stringify(['session_request', { session_id: sessionId }]), asksAck: false };
  }

  encodeInput({ text, data, extra }: UserInput): string {
    const { userEvent, metadataKey } = this.settings;
    const own = { message: text, session_id: this.sessionId, ...(data && { [metadataKey]: data }) };
    return JSON.stringify([userEvent, extra ? { ...extra, ...own } : own]);
  }

  encodeTyping(): undefined {}

  ackArguments(): readonly unknown[] {
    return NO_ARGUMENTS;
  }

  decode(name: string, payload: unknown, atUs: number, acked: boolean): Decoded {
    if (name === this.settings.botEvent) return botMessage(payload, atUs, acked);
    if (name === 'session_confirm') return READY_SIGNAL;
    return { kind: 'unknown', atUs, acked, name: idOf(name)! };
  }

  describeMissing(_missing: string, timeoutMs: number): EndpointFailure {
    return {
      class: 'never-ready',
      message: `connected, but the server did not answer session_request with session_confirm within ${timeoutMs} ms`,
      hint: 'check that the target is the Socket.IO channel of Rasa, and its namespace; otherwise Rasa is overloaded',
    };
  }
}
