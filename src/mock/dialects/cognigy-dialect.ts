import type { Socket } from 'socket.io';
import type { BotReply } from '../bots/bot.ts';
import type { MockOptions } from '../mock-options.ts';
import type { MockCounters } from '../server/mock-stats.ts';
import {
  errorOutputMessage,
  exceptionMessage,
  finalPingEvent,
  finalPingOutput,
  type OutputDetails,
  oddMessages,
  outputMessage,
  typingMessage,
  type WireMessage,
} from '../server/wire-message.ts';
import type { ClientListener, Dialect } from './dialect.ts';
import { type Identity, readIdentity } from './identity.ts';
import { parseProcessInput, type ReceivedInput } from './process-input.ts';

/** Timeout of the inner handshake. */
const HANDSHAKE_DEADLINE_MS = 10_000;

/** The Socket.IO endpoints of Cognigy.AI. */
export class CognigyDialect implements Dialect {
  readonly place = {};
  readonly hasRoutes = true;
  readonly signalsReady = true;
  readonly exception = exceptionMessage;
  readonly errorOutput = errorOutputMessage;
  readonly oddities = oddMessages;
  private readonly options: MockOptions;
  private readonly counters: MockCounters;

  constructor(options: MockOptions, counters: MockCounters) {
    this.options = options;
    this.counters = counters;
  }

  identify(socket: Socket, done: (identity: Identity | undefined) => void): void {
    const { query } = socket.handshake;
    if (query.handshake !== 'true') return done(readIdentity(query));
    socket.timeout(HANDSHAKE_DEADLINE_MS).emit('handshake', (missed: Error | null, answer: unknown) => {
      if (!missed) this.counters.innerHandshakes += 1;
      done(missed ? undefined : readIdentity(answer));
    });
  }

  listen(socket: Socket, identity: Identity, client: ClientListener): void {
    socket.on('processInput', (payload: unknown) => {
      const input = parseProcessInput(payload);
      const problem = typeof input === 'string' ? input : mismatch(input, identity);
      if (typeof input === 'string' || problem !== undefined) client.invalid(String(problem));
      else client.input(input);
    });
    socket.on('typingStatus', () => client.typing());
  }

  welcome(socket: Socket): void {
    socket.emit('endpoint-ready', {});
  }

  output(reply: BotReply, details: OutputDetails): WireMessage {
    return outputMessage(reply, { dataAsText: this.options.dataAsText, ...details });
  }

  turnEnd(type: string): readonly WireMessage[] {
    switch (this.options.finalPing) {
      case 'none':
        return [];
      case 'in-output':
        return [finalPingOutput(type)];
      case 'duplicated':
        return [finalPingEvent(type), finalPingOutput(type)];
      case 'own-event':
      case 'before-last-output':
        return [finalPingEvent(type)];
    }
  }

  typing(on: boolean): WireMessage {
    return typingMessage(on ? 'typingOn' : 'typingOff');
  }
}

/** The ids of an input must be those of its connection. */
function mismatch(input: ReceivedInput, identity: Identity): string | undefined {
  if (input.URLToken !== identity.urlToken) return 'processInput: URLToken is not the one of this connection';
  if (input.userId !== identity.userId) return 'processInput: userId is not the one of this connection';
  if (input.sessionId !== identity.sessionId) return 'processInput: sessionId is not the one of this connection';
  return undefined;
}
