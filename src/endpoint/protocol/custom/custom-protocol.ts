import { KnownError } from '../../../platform/known-error.ts';
import type { ConnectionEvent, SessionIdentity, UserInput } from '../../endpoint-connection.ts';
import type { EndpointFailure } from '../../endpoint-failure.ts';
import type {
  ChatProtocol,
  Decoded,
  Greeting,
  PlatformTerms,
  ProtocolSession,
  ProtocolSignal,
  ReplyReading,
} from '../chat-protocol.ts';
import type { ConnectPayload } from '../common-settings.ts';
import type { CustomEvents } from '../custom-events.ts';
import type { CustomSettings } from './custom-settings.ts';
import { customTerms, isAckAll } from './custom-terms.ts';
import { customChoices, errorReply, matches, outputChunk, type Received, unknownEvent } from './output-reading.ts';
import { SessionTemplates } from './session-templates.ts';

/** A bot whose Socket.IO events the scenario describes (`events` of a target). */
export class CustomProtocol implements ChatProtocol {
  readonly terms: PlatformTerms;
  readonly reading: ReplyReading;
  private readonly settings: CustomSettings;
  private readonly events: CustomEvents;

  /** @throws KnownError if the scenario describes no events. */
  constructor(settings: CustomSettings) {
    const { events } = settings;
    if (!events) {
      throw new KnownError('the protocol custom needs the events of the bot', {
        hint: 'describe them in the scenario: events: { input: message, outputs: reply }',
      });
    }
    this.settings = settings;
    this.events = events;
    this.terms = customTerms(events);
    this.reading = readingOf(events);
  }

  openSession(identity: SessionIdentity): ProtocolSession {
    return new CustomSession(this.settings, this.events, identity);
  }
}

function readingOf({ outputs, ack }: CustomEvents): ReplyReading {
  const readings = [...outputs, ...(ack ? [ack] : [])].flatMap((each) => each.choices ?? []);
  const choices = (data: unknown) => readings.flatMap((reading) => customChoices(reading, data));
  const texts: ReplyReading['texts'] = ({ text, data }) => {
    const titles = choices(data).map(({ title }) => title);
    return [...new Set([text, ...titles].filter((each) => each !== ''))];
  };
  return { texts, choices };
}

const NO_QUERY = {};
const NO_ARGUMENTS: readonly unknown[] = [];
const READY_SIGNAL: ProtocolSignal = { kind: 'ready-signal' };

class CustomSession implements ProtocolSession {
  readonly query = NO_QUERY;
  readonly namespace: string;
  readonly auth: ConnectPayload | undefined;
  readonly greeting: Greeting | undefined;
  readonly asksIdentity = false;
  readonly readsAllArguments = true;
  readonly refusedHint = 'check namespace and auth of the target, or the logs of the server';
  readonly decodeInputAck: ProtocolSession['decodeInputAck'];
  private readonly events: CustomEvents;
  private readonly templates: SessionTemplates;
  private awaitsReady: boolean;

  constructor({ namespace, auth }: CustomSettings, events: CustomEvents, identity: SessionIdentity) {
    const { hello, ready, ack } = events;
    this.events = events;
    this.templates = new SessionTemplates(identity);
    this.namespace = namespace;
    this.auth = auth;
    this.awaitsReady = ready !== undefined;
    this.greeting = hello && {
      json: JSON.stringify([hello.event, ...this.templates.render(hello.args)]),
      asksAck: hello.ack,
    };
    this.decodeInputAck = ack && ((payload, atUs) => this.inputAck(payload, atUs));
  }

  encodeInput({ text, data, extra }: UserInput): string {
    const { event, args } = this.events.input;
    const [payload, ...more] = this.templates.render(args, { text, data: data ?? null });
    const whole = extra ? { ...extra, ...(payload as object) } : payload;
    return JSON.stringify([event, whole, ...more]);
  }

  encodeTyping(): undefined {}

  ackArguments(): readonly unknown[] {
    return NO_ARGUMENTS;
  }

  /**
   * An event of the server, by the first that matches: the ready signal, once; an error; an output, the end of a turn, or both.
   */
  decode(name: string, payload: unknown, atUs: number, acked: boolean): Decoded {
    const { ready, errors, outputs, end } = this.events;
    const received: Received = { payload, atUs, acked };
    const isIt = (event: CustomEvents['end'][number]) => event.event === name && matches(event, payload);
    if (ready && this.awaitsReady && isIt(ready)) {
      this.awaitsReady = false;
      return READY_SIGNAL;
    }
    const error = errors.find(isIt);
    if (error) return errorReply(error, received);
    const output = outputs.find(isIt);
    const chunk = output && outputChunk(output, received);
    const over = end.some(isIt) ? endOf(received) : undefined;
    if (chunk && over) return [chunk, over];
    return chunk ?? over ?? unknownEvent(this.isNamed(name) ? `${name}/unmatched` : name, received);
  }

  /** Whether the scenario has an event of this name. */
  private isNamed(name: string): boolean {
    const { errors, outputs, end } = this.events;
    return [...errors, ...outputs, ...end].some(({ event }) => event === name);
  }

  private inputAck(payload: unknown, atUs: number): Decoded {
    const received = { payload, atUs, acked: false };
    const chunk = outputChunk(this.events.ack ?? {}, received);
    return isAckAll(this.events) ? [chunk, endOf(received)] : chunk;
  }

  describeMissing(_missing: ProtocolSignal['kind'], timeoutMs: number): EndpointFailure {
    const { readySignal = 'a ready signal' } = customTerms(this.events);
    return {
      class: 'never-ready',
      message: `connected, but the server did not send ${readySignal} within ${timeoutMs} ms`,
      hint: 'check hello and ready in events of the target, and its namespace; otherwise the server is overloaded',
    };
  }
}

function endOf({ atUs, acked }: Received): ConnectionEvent {
  return { kind: 'final-ping', atUs, acked, type: 'regular' };
}
