import { type FleetConnection, NoAnswer } from '../../src/fleet/wire/fleet-connection.ts';
import { decodeResponse, decodeResponses, encodeError, encodeJson } from '../../src/fleet/wire/json-messages.ts';
import { type Subjects, subjectsOf } from '../../src/fleet/wire/subjects.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { sleep } from '../../src/platform/time/sleep.ts';
import type { TimeDeps } from '../../src/platform/time/time-deps.ts';

/** One message on its way. A response has the subject of its request. */
export interface PassingMessage {
  readonly kind: 'publish' | 'request' | 'response';
  readonly subject: string;
  readonly bytes: Uint8Array;
}

/** What becomes of a message: it arrives at once, never, twice, or so much later. */
export type Passage = 'pass' | 'drop' | 'twice' | { readonly afterMs: number };

interface Subscription {
  readonly owner: MemoryConnection;
  readonly subject: string;
  readonly take: (bytes: Uint8Array, respond: (bytes: Uint8Array) => void) => void;
}

/** A fleet without a server: messages are passed on in memory, in order, never before their sender has gone on. */
export class MemoryFleet {
  readonly time: TimeDeps;
  readonly subjects: Subjects;
  readonly maxBytes: number;
  /** Decides on each message; replaced by tests. */
  passage: (message: PassingMessage) => Passage = () => 'pass';
  private readonly subscriptions = new Set<Subscription>();

  /** `maxBytes`: of one message. */
  constructor(time: TimeDeps, { fleet = 'default', maxBytes = 1024 * 1024 } = {}) {
    this.time = time;
    this.subjects = subjectsOf(fleet);
    this.maxBytes = maxBytes;
  }

  connect(): MemoryConnection {
    return new MemoryConnection(this);
  }

  subscribe(subscription: Subscription): () => void {
    this.subscriptions.add(subscription);
    return () => void this.subscriptions.delete(subscription);
  }

  /** Is there anyone to whom messages of this subject go? */
  isServed(subject: string): boolean {
    return [...this.subscriptions].some((one) => one.subject === subject && one.owner.isConnected);
  }

  send(message: PassingMessage, respond: (bytes: Uint8Array) => void): void {
    this.pass(message, () => {
      for (const { subject, owner, take } of [...this.subscriptions])
        if (subject === message.subject && owner.isConnected) take(message.bytes, respond);
    });
  }

  /** Lets `arrive` happen as `passage` decides. */
  pass(message: PassingMessage, arrive: () => void): void {
    if (message.bytes.length > this.maxBytes) throw new Error('max_payload size exceeded');
    const passage = this.passage(message);
    if (passage === 'drop') return;
    if (typeof passage === 'object') {
      const { clock, timers } = this.time;
      timers.at(clock.nowUs() + passage.afterMs * 1000, arrive);
      return;
    }
    queueMicrotask(arrive);
    if (passage === 'twice') queueMicrotask(arrive);
  }
}

export class MemoryConnection implements FleetConnection {
  readonly subjects: Subjects;
  readonly maxBytes: number;
  isConnected = true;
  private readonly fleet: MemoryFleet;
  private readonly watchers = new Set<(state: 'lost' | 'restored') => void>();
  private readonly own = new Set<() => void>();
  private isClosed = false;
  private end: (how: string) => void = () => {};
  private readonly ended = new Promise<string>((resolve) => {
    this.end = resolve;
  });

  constructor(fleet: MemoryFleet) {
    this.fleet = fleet;
    this.subjects = fleet.subjects;
    this.maxBytes = fleet.maxBytes;
  }

  publish(subject: string, bytes: Uint8Array): void {
    if (this.isConnected) this.fleet.send({ kind: 'publish', subject, bytes }, () => {});
  }

  async request(subject: string, value: unknown, timeoutMs: number): Promise<unknown> {
    return decodeResponse(await this.requestBytes(subject, value, timeoutMs));
  }

  requestBytes(subject: string, value: unknown, timeoutMs: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      void sleep(this.fleet.time, timeoutMs).then(() => reject(new NoAnswer('timeout')));
      if (this.isClosed) return reject(new NoAnswer('closed'));
      if (!this.isConnected) return;
      if (!this.fleet.isServed(subject)) return reject(new NoAnswer('no responders'));
      this.ask(subject, value, resolve);
    });
  }

  async requestAll(subject: string, value: unknown, maxWaitMs: number): Promise<readonly unknown[]> {
    if (this.isConnected && !this.fleet.isServed(subject)) return [];
    const responses: Uint8Array[] = [];
    if (this.isConnected) this.ask(subject, value, (bytes) => responses.push(bytes));
    await sleep(this.fleet.time, maxWaitMs);
    return decodeResponses(responses);
  }

  async serve(subject: string, handle: (request: unknown) => unknown): Promise<() => void> {
    return this.subscribe(subject, (bytes, respond) => {
      const response = async () => {
        const value = await handle(decodeResponse(bytes));
        return value instanceof Uint8Array ? value : encodeJson(value);
      };
      void response()
        .catch(encodeError)
        .then((answer) => {
          if (this.isConnected) respond(answer);
        });
    });
  }

  async listen(subject: string, handle: (bytes: Uint8Array) => void): Promise<() => void> {
    return this.subscribe(subject, handle);
  }

  async watch(handle: (state: 'lost' | 'restored') => void): Promise<void> {
    this.watchers.add(handle);
    await this.ended;
  }

  closed(): Promise<string> {
    return this.ended;
  }

  async close(): Promise<void> {
    for (const unsubscribe of this.own) unsubscribe();
    this.isConnected = false;
    this.isClosed = true;
    this.end('closed');
  }

  /** The connection is interrupted: nothing arrives or leaves until `restore`. */
  interrupt(): void {
    this.isConnected = false;
    for (const watcher of this.watchers) watcher('lost');
  }

  restore(): void {
    if (this.isClosed) throw new KnownError('this connection has ended for good');
    this.isConnected = true;
    for (const watcher of this.watchers) watcher('restored');
  }

  /** Resolves once it serves this subject. */
  async served(subject: string): Promise<void> {
    while (!this.fleet.isServed(subject)) await sleep(this.fleet.time, 50);
  }

  private ask(subject: string, value: unknown, onResponse: (bytes: Uint8Array) => void): void {
    this.fleet.send({ kind: 'request', subject, bytes: encodeJson(value) }, (bytes) =>
      this.fleet.pass({ kind: 'response', subject, bytes }, () => {
        if (this.isConnected) onResponse(bytes);
      }),
    );
  }

  private subscribe(subject: string, take: Subscription['take']): () => void {
    const unsubscribe = this.fleet.subscribe({ owner: this, subject, take });
    this.own.add(unsubscribe);
    return unsubscribe;
  }
}
