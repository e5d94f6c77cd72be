import { createRequire } from 'node:module';
import { io as io4 } from 'socket.io-client';

/** What the two generations of the client have in common. */
interface AnySocket {
  readonly connected: boolean;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  disconnect(): unknown;
}
type Dial = (url: string, options: object) => AnySocket;

/** Versions of socket.io-client: 4 speaks EIO 4, 2 speaks EIO 3. */
const DIALS = { 4: io4 as unknown as Dial, 2: createRequire(import.meta.url)('socket.io-client-v2') as Dial };

export interface Heard {
  readonly event: string;
  /** The first argument. */
  readonly body: unknown;
  /** The second argument; of a disconnect, what socket.io-client 4 knows of it. */
  readonly details: unknown;
  readonly atMs: number;
  /** The server asked for an ack. */
  readonly ackAsked: boolean;
}

export interface ClientSettings {
  readonly client?: 4 | 2;
  /** Tried in this order. Default: a WebSocket alone. */
  readonly transports?: readonly ('polling' | 'websocket')[];
  readonly token?: string;
  readonly userId?: string;
  readonly sessionId?: string;
  /** Laid over the query; `undefined` takes a key away. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Give the ids in the inner handshake. */
  readonly inner?: boolean;
  /** Call the ack when asked. Default true. */
  readonly acks?: boolean;
}

const EVENTS =
  'connect connect_error disconnect endpoint-ready output finalPing typingStatus exception error triggeredElement switchedFlow'.split(
    ' ',
  );

let clients = 0;

/** A plain client of an endpoint that writes down all it hears, in order, so that a test can wait for it. */
export class MockClient {
  readonly heard: Heard[] = [];
  readonly token: string;
  readonly userId: string;
  readonly sessionId: string;
  private readonly socket: AnySocket;
  private readonly watchers = new Set<() => void>();

  constructor(url: string, settings: ClientSettings = {}) {
    clients += 1;
    this.token = settings.token ?? 'mock';
    this.userId = settings.userId ?? `user-${clients}`;
    this.sessionId = settings.sessionId ?? `session-${clients}`;
    const ids = { urlToken: this.token, userId: this.userId, sessionId: this.sessionId };
    const query = settings.inner ? { handshake: 'true' } : { ...ids, ...settings.query };
    const { origin, pathname } = new URL(url);
    this.socket = DIALS[settings.client ?? 4](origin, {
      path: `${pathname.replace(/\/$/, '')}/socket.io`,
      transports: settings.transports ?? ['websocket'],
      reconnection: false,
      forceNew: true,
      query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)),
    });
    this.socket.on('handshake', (answer) => (answer as (ids: object) => void)({ ...ids, ...settings.query }));
    for (const event of EVENTS) this.socket.on(event, (...args) => this.note(event, args, settings.acks ?? true));
  }

  private note(event: string, args: unknown[], acks: boolean): void {
    const ack = args.at(-1);
    if (acks && typeof ack === 'function') ack();
    this.heard.push({
      event,
      body: args[0],
      details: args[1],
      atMs: performance.now(),
      ackAsked: typeof ack === 'function',
    });
    for (const watcher of [...this.watchers]) watcher();
  }

  /** Resolves as soon as `find` finds something in what was heard; the time limit is the test's own. */
  until<T>(find: (heard: readonly Heard[]) => T | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const found = find(this.heard);
        if (found === undefined || found === false) return;
        this.watchers.delete(look);
        resolve(found);
      };
      this.watchers.add(look);
      look();
    });
  }

  /** The n-th event of that name. */
  nth(event: string, n = 1): Promise<Heard> {
    return this.until((heard) => heard.filter((one) => one.event === event)[n - 1]);
  }

  all(event: string): Heard[] {
    return this.heard.filter((one) => one.event === event);
  }

  /** The `data` of each output so far. */
  outputs(): { text: string | null; data: unknown; traceId: string }[] {
    return this.all('output').map(
      ({ body }) => (body as { data: { text: string | null; data: unknown; traceId: string } }).data,
    );
  }

  say(text: string, more: object = {}): void {
    const { token: URLToken, userId, sessionId } = this;
    this.socket.emit('processInput', {
      URLToken,
      userId,
      sessionId,
      source: 'device',
      resetFlow: false,
      text,
      ...more,
    });
  }

  /** Tells that the user types. */
  typing(on: boolean): void {
    this.socket.emit('typingStatus', { status: on ? 'typingOn' : 'typingOff' });
  }

  close(): void {
    this.socket.disconnect();
  }
}
