import { baseUrlOf, type EndpointAddress } from '../../endpoint-address.ts';
import type { ConnectionEvent, SessionIdentity, UserInput } from '../../endpoint-connection.ts';
import type { EndpointFailure } from '../../endpoint-failure.ts';
import type {
  ChatProtocol,
  ProtocolSession,
  ProtocolSignal,
  PushBody,
  PushRoute,
  PushTarget,
  ReplyReading,
} from '../chat-protocol.ts';
import type { CognigySettings } from './cognigy-settings.ts';
import { COGNIGY_TERMS } from './cognigy-terms.ts';
import { type ConnectQuery, connectQuery, handshakeAnswer } from './connect-query.ts';
import { inputEnvelope, inputEvent } from './process-input.ts';
import { replyChoices } from './reply-choices.ts';
import { replyTexts } from './reply-texts.ts';
import { decodeEvent } from './turn-events.ts';

/** The Socket.IO endpoints of Cognigy.AI, and its webchat endpoints, which speak the same. */
export class CognigyProtocol implements ChatProtocol {
  readonly terms = COGNIGY_TERMS;
  readonly reading: ReplyReading = { texts: replyTexts, choices: replyChoices };
  private readonly settings: CognigySettings;
  private readonly address: EndpointAddress;

  constructor(settings: CognigySettings, address: EndpointAddress) {
    this.settings = settings;
    this.address = address;
  }

  openSession(identity: SessionIdentity): ProtocolSession {
    return new CognigySession(this.settings, this.address.token, identity);
  }

  /** POST {endpoint base}/{route}/{token}: the route of the endpoint service, whose only credential is the token. */
  pushCall(route: PushRoute, { userId, sessionId, text, data }: PushBody): PushTarget {
    const base = new URL(baseUrlOf(this.address)).pathname.replace(/\/$/, '');
    return {
      path: `${base}/${route}/${encodeURIComponent(this.address.token)}`,
      payload: JSON.stringify({ userId, sessionId, text, data }),
    };
  }
}

const NO_ARGUMENTS: readonly unknown[] = [];

class CognigySession implements ProtocolSession {
  readonly query: ConnectQuery;
  readonly asksIdentity: boolean;
  readonly refusedHint = 'check the token, the user id, the session id, and whether the endpoint is disabled';
  private readonly settings: CognigySettings;
  private readonly token: string;
  private readonly identity: SessionIdentity;
  /** The same in every input, as JSON. */
  private readonly envelope: string;

  constructor(settings: CognigySettings, token: string, identity: SessionIdentity) {
    this.settings = settings;
    this.token = token;
    this.identity = identity;
    this.asksIdentity = settings.handshake === 'inner';
    this.query = connectQuery(settings, token, identity);
    this.envelope = inputEnvelope(settings, token, identity);
  }

  encodeInput(input: UserInput): string {
    return inputEvent(this.envelope, input);
  }

  encodeTyping(on: boolean): string {
    return `["typingStatus",{"status":"${on ? 'typingOn' : 'typingOff'}"}]`;
  }

  ackArguments(name: string): readonly unknown[] {
    return name === 'handshake' ? [handshakeAnswer(this.settings, this.token, this.identity)] : NO_ARGUMENTS;
  }

  decode(name: string, payload: unknown, atUs: number, acked: boolean): ConnectionEvent | ProtocolSignal {
    return decodeEvent(name, payload, atUs, acked);
  }

  describeMissing(missing: ProtocolSignal['kind'], timeoutMs: number): EndpointFailure {
    switch (missing) {
      case 'ready-signal':
        return {
          class: 'never-ready',
          message: `connected, but the server did not send endpoint-ready within ${timeoutMs} ms`,
          hint: 'servers before Cognigy.AI 4.79 never send it: use --ready assume; otherwise the endpoint service is overloaded',
        };
      case 'introduced':
        return {
          class: 'handshake-missing',
          message: `connected, but the server did not ask for the inner handshake within ${timeoutMs} ms`,
          hint: 'the server may be too old for it: remove --handshake inner',
        };
    }
  }
}
