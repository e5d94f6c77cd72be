import type { Socket } from 'socket.io';
import { KnownError } from '../../platform/known-error.ts';
import type { BotReply } from '../bots/bot.ts';
import { choicesIn, shownTexts } from '../bots/choice-nesting.ts';
import type { MockCustom, MockEvent, MockEvents, MockOutput } from '../mock-protocol.ts';
import type { OutputDetails, WireMessage } from '../server/wire-message.ts';
import type { ClientListener, Dialect } from './dialect.ts';
import type { Identity } from './identity.ts';
import { placeOf, sentValue } from './sent-place.ts';
import { withValueAt } from './written-path.ts';

/** Both templates of the session id. */
const SESSION = 'sessionId|\\$session';

type Ack = (payload?: unknown) => void;

/** A bot as the scenario describes it: reads what the templates say, and sends what the JSONPaths find. */
export class CustomDialect implements Dialect {
  readonly place: MockCustom;
  readonly hasRoutes = false;
  readonly signalsReady: boolean;
  readonly joinsReplies: boolean;
  private readonly events: MockEvents;
  private readonly welcomes = new WeakMap<Socket, Ack>();
  private sent = 0;

  /** @throws KnownError without events, and for JSONPaths that name no single value. */
  constructor(settings: MockCustom) {
    if (!settings.events) {
      throw new KnownError('the mock endpoint needs the events of the bot for the protocol custom', {
        hint: 'use a scenario that describes them; with palaver mock: --from SCENARIO',
      });
    }
    this.place = settings;
    this.events = settings.events;
    this.signalsReady = this.events.ready !== undefined || this.events.hello?.ack === true;
    this.joinsReplies = this.events.outputs.length === 0;
    // Fails now and not in a conversation.
    this.output({ text: 'hello', data: null }, { traceId: '' });
    this.turnEnd();
    this.exception('');
  }

  identify(socket: Socket, done: (identity: Identity | undefined) => void): void {
    const { hello } = this.events;
    if (!hello) return done(this.identityOf(socket, []));
    socket.once(hello.event, (...received: unknown[]) => {
      const { args, ack } = parted(received);
      if (ack) this.welcomes.set(socket, ack);
      done(this.identityOf(socket, args));
    });
  }

  private identityOf(socket: Socket, hello: readonly unknown[]): Identity {
    const { auth = {} } = this.place;
    const id = (name: string) => {
      const inHello = sentValue(hello, placeOf(this.events.hello?.args ?? [], name));
      const told = inHello ?? sentValue(socket.handshake.auth, placeOf(auth, name));
      return typeof told === 'string' && told !== '' ? told : socket.id;
    };
    return { urlToken: '', userId: id('userId'), sessionId: id(SESSION), testMode: false, emitWithAck: false };
  }

  listen(socket: Socket, _identity: Identity, client: ClientListener): void {
    const { event, args: written } = this.events.input;
    socket.on(event, (...received: unknown[]) => {
      const { args, ack } = parted(received);
      const text = sentValue(args, placeOf(written, 'text'));
      const data = sentValue(args, placeOf(written, 'data'));
      const sessionId = sentValue(args, placeOf(written, SESSION));
      if (typeof text !== 'string') return client.invalid(`${event}: no text where the scenario has {{text}}`);
      client.input({
        text,
        data: typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : null,
        resetFlow: false,
        channel: undefined,
        sessionId: typeof sessionId === 'string' && sessionId !== '' ? sessionId : undefined,
        ack,
      });
    });
  }

  welcome(socket: Socket): void {
    const { hello, ready } = this.events;
    if (hello?.ack) this.welcomes.get(socket)?.();
    if (ready) socket.emit(ready.event, payloadOf(ready));
  }

  output(reply: BotReply, { traceId }: OutputDetails): WireMessage {
    const { outputs, ack } = this.events;
    const [output] = outputs;
    if (!output)
      return { role: 'output', event: '', viaAck: true, payload: this.outputPayload({}, ack ?? {}, reply, traceId) };
    return { role: 'output', event: output.event, payload: this.outputPayload(output, output, reply, traceId) };
  }

  private outputPayload(event: Partial<MockEvent>, reading: MockOutput, reply: BotReply, traceId: string): unknown {
    this.sent += 1;
    const { stream, done, data } = contentOf(reply);
    const [text = ''] = shownTexts(reply);
    const choices = choicesIn(reply).map(({ title, payload }) => {
      return withEach(
        {},
        { [reading.choices?.title ?? '$.title']: title, [reading.choices?.payload ?? '$.payload']: payload },
      );
    });
    const offered = reading.choices && choices.length > 0 ? withValueAt(data, reading.choices.items, choices) : data;
    const start = reading.data === undefined ? offered : withValueAt({}, reading.data, offered);
    return withEach(start, {
      ...event.where,
      ...(reading.id === undefined ? {} : { [reading.id]: stream ?? `${traceId}-${this.sent}` }),
      ...(reading.done === undefined ? {} : { [reading.done]: done }),
      [reading.text ?? '$.text']: text,
    });
  }

  turnEnd(): readonly WireMessage[] {
    const { end, outputs } = this.events;
    const [first] = end;
    if (!first || outputs.some(({ event }) => event === first.event)) return [];
    return [{ role: 'final-ping', event: first.event, payload: payloadOf(first) }];
  }

  /** Where an output says that the turn is over, the last one does. */
  asLast(message: WireMessage): WireMessage {
    const last = this.events.end.find(({ event }) => event === message.event);
    return last ? { ...message, payload: withEach(message.payload, last.where) } : message;
  }

  typing(): undefined {}

  exception(message: string): WireMessage | undefined {
    const [error] = this.events.errors;
    if (!error) return undefined;
    const payload = withEach({}, { ...error.where, [error.message ?? '$.message']: message });
    return { role: 'exception', event: error.event, payload };
  }

  errorOutput(message: string): WireMessage | undefined {
    return this.exception(message);
  }

  oddities(): readonly WireMessage[] {
    return [];
  }
}

/** The ack function is the last argument, if the client asks for an ack. */
function parted(received: readonly unknown[]): { readonly args: readonly unknown[]; readonly ack: Ack | undefined } {
  const last = received.at(-1);
  return typeof last === 'function'
    ? { args: received.slice(0, -1), ack: last as Ack }
    : { args: received, ack: undefined };
}

function payloadOf({ where }: MockEvent): unknown {
  return withEach({}, where);
}

function withEach(root: unknown, values: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(values).reduce((whole, [path, value]) => withValueAt(whole, path, value), root);
}

/** The data of a reply without what only Cognigy sends, and its place in a stream. */
function contentOf({ data }: BotReply) {
  const { _cognigy: cognigy, ...rest } = (data ?? {}) as {
    _cognigy?: { _messageId?: unknown; _finishReason?: unknown };
  };
  const stream = cognigy?._messageId;
  return { stream, done: stream === undefined || typeof cognigy?._finishReason === 'string', data: rest };
}
