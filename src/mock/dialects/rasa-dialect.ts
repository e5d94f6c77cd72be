import type { Socket } from 'socket.io';
import type { BotReply } from '../bots/bot.ts';
import { choicesIn, shownTexts } from '../bots/choice-nesting.ts';
import type { MockRasa } from '../mock-protocol.ts';
import type { WireMessage } from '../server/wire-message.ts';
import type { ClientListener, Dialect } from './dialect.ts';
import type { Identity } from './identity.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The Socket.IO channel of Rasa, with `session_persistence: true`:
 *
 *     session_request { session_id }            → session_confirm: the id, made up where none was sent
 *     user_uttered { message, session_id, … }   → bot_uttered, once for each message of the bot
 *
 * An input before session_request, or without a session_id, is ignored.
 */
export class RasaDialect implements Dialect {
  readonly place: MockRasa;
  readonly hasRoutes = false;
  readonly signalsReady = true;
  private readonly userEvent: string;
  private readonly botEvent: string;
  private readonly metadataKey: string;

  constructor(settings: MockRasa) {
    this.place = settings;
    this.userEvent = settings.userEvent ?? 'user_uttered';
    this.botEvent = settings.botEvent ?? 'bot_uttered';
    this.metadataKey = settings.metadataKey ?? 'metadata';
  }

  identify(socket: Socket, done: (identity: Identity | undefined) => void): void {
    socket.once('session_request', (request: unknown) => {
      const id = fieldsOf(request).session_id;
      const sessionId = typeof id === 'string' && id !== '' ? id : socket.id;
      const urlToken = fieldsOf(socket.handshake.auth).token;
      done({
        urlToken: typeof urlToken === 'string' ? urlToken : '',
        userId: sessionId,
        sessionId,
        testMode: false,
        emitWithAck: false,
      });
    });
  }

  listen(socket: Socket, _identity: Identity, client: ClientListener): void {
    socket.on(this.userEvent, (payload: unknown) => {
      const { message, session_id: sessionId, [this.metadataKey]: metadata } = fieldsOf(payload);
      if (typeof message !== 'string') client.invalid(`${this.userEvent}: message is not a text`);
      else if (typeof sessionId !== 'string' || sessionId === '') client.invalid(`${this.userEvent}: no session_id`);
      else
        client.input({
          text: message,
          data: metadata === undefined ? null : fieldsOf(metadata),
          resetFlow: false,
          channel: undefined,
        });
    });
  }

  welcome(socket: Socket, { sessionId }: Identity): void {
    socket.emit('session_confirm', sessionId);
  }

  output(reply: BotReply): WireMessage {
    return { role: 'output', event: this.botEvent, payload: messageOf(reply) };
  }

  turnEnd(): readonly WireMessage[] {
    return [];
  }

  typing(): undefined {}

  exception(): undefined {}

  errorOutput(): undefined {}

  oddities(): readonly WireMessage[] {
    return [];
  }
}

/** Buttons of a response are sent as quick replies, and what is neither text nor button as it is. */
function messageOf(reply: BotReply): unknown {
  if (reply.transformed !== undefined) return reply.transformed;
  const [text = ''] = shownTexts(reply);
  const choices = choicesIn(reply);
  if (choices.length > 0) {
    const quick_replies = choices.map(({ title, payload }) => ({ content_type: 'text', title, payload }));
    return { text, quick_replies };
  }
  return reply.text === null ? { ...reply.data } : { text: reply.text };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
