import type { Socket } from 'node:net';
import { replaceMembers } from './replace-members.ts';
import type { Bounds } from './time/bounds.ts';
import type { Clock } from './time/clock.ts';

/** How long a thread processes data before it polls the sockets again, µs. */
const SLICE_US = 200;

/** Maximum size of the queue; beyond it the oldest chunk is delivered at once, so that TCP flow control takes effect. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Number of delivered entries at the front of the queue from which the rest is copied. */
const SPENT = 1024;

/** Bounds how long bytes may have waited unread. */
export interface ArrivalBounds {
  /** Lower bound of the arrival of what is read, or noticed, at `hiUs`. */
  arrivedLoUs(hiUs: number): number;
  /** Must be called after each slice of work. */
  mark(): void;
}

/** Uses the instant of reading as the arrival. */
const AS_READ: ArrivalBounds = { arrivedLoUs: (hiUs) => hiUs, mark() {} };

/**
 * Bytes are read first and processed later. All that the connections of a thread have received by one poll of the event loop
 * is stamped within microseconds, however long its processing takes; processing runs in slices, with polls in between. So
 * even a thread that is behind with its work stamps arrivals on time.
 *
 *     poll phase           a chunk of bytes is read → stamped, appended to the queue
 *     check phase          the queue is delivered, oldest first, until it is empty or the slice is over
 *     a connection ends    its queued chunks are delivered before the end is reported
 *     something is sent    queued chunks of that connection are delivered first
 *
 * It also isolates the thread from code that processes received data: an error thrown there is reported to the owner of the
 * connection.
 */
export class Inbox {
  /** Maximum time from arrival to delivery, µs. */
  longestUs = 0;
  /** When the chunk with that maximum was delivered. */
  longestAtUs: number | undefined;
  private readonly clock: Clock;
  private readonly bounds: ArrivalBounds;
  private readonly waiting: Chunk[] = [];
  /** Index of the oldest queued chunk. */
  private next = 0;
  private bytes = 0;
  private sliceEndUs = 0;
  private atWork = false;

  constructor(clock: Clock, bounds: ArrivalBounds = AS_READ) {
    this.clock = clock;
    this.bounds = bounds;
  }

  /**
   * From now on, data of `socket` is queued here for its listeners; `arrived` is called before they get a chunk, and `threw`
   * gets the errors that they throw. Returns a function that delivers the queued chunks of this socket at once.
   */
  takeOver(socket: Socket, arrived: (arrival: Bounds) => void, threw: (thrown: unknown) => void): () => void {
    const emit: (event: string | symbol, ...args: unknown[]) => boolean = socket.emit;
    const deliver = (chunk: Chunk, bytes: Buffer) => {
      arrived(chunk);
      try {
        emit.call(socket, 'data', bytes);
      } catch (thrown) {
        threw(thrown);
      }
    };
    const source: Source = { waiting: 0, deliver };
    // Not replaced by one listener: theirs are added and removed, and a removed one must not get data.
    replaceMembers(socket, {
      emit: (event: string | symbol, ...args: unknown[]): boolean => {
        if (event === 'data') return this.put(source, args[0] as Buffer);
        if (event === 'end' || event === 'error' || event === 'close') this.deliverAllOf(source);
        try {
          return emit.call(socket, event, ...args);
        } catch (thrown) {
          threw(thrown);
          return true;
        }
      },
    });
    return () => this.deliverAllOf(source);
  }

  /** Lower bound of an event without bytes noticed at `hiUs`, such as the end of a connection. */
  arrivedLoUs(hiUs: number): number {
    return this.bounds.arrivedLoUs(hiUs);
  }

  /**
   * Calls `callback` once the event loop has polled again and all that was read by then is delivered. After the thread was
   * blocked, timers fire before the bytes that arrived meanwhile are read; so the decision that something did *not* arrive
   * must wait for this.
   */
  afterAll(callback: () => void): void {
    setImmediate(() => {
      if (this.next === this.waiting.length) return callback();
      this.waiting.push(new Chunk({ waiting: 0, deliver: callback }, NO_BYTES, 0, 0));
    });
  }

  private put(source: Source, bytes: Buffer): true {
    const hiUs = this.clock.nowUs();
    source.waiting += 1;
    this.waiting.push(new Chunk(source, bytes, this.bounds.arrivedLoUs(hiUs), hiUs));
    this.bytes += bytes.length;
    while (this.bytes > MAX_BYTES) this.deliver(this.waiting[this.next++]!);
    if (!this.atWork) setImmediate(this.work);
    this.atWork = true;
    return true;
  }

  private readonly work = (): void => {
    this.sliceEndUs = this.clock.nowUs() + SLICE_US;
    this.workOn();
  };

  /** Each in its own microtask: microtasks of the libraries run before the next one. */
  private readonly workOn = (): void => {
    if (this.next < this.waiting.length) this.deliver(this.waiting[this.next++]!);
    const isDone = this.next === this.waiting.length;
    if (!isDone && this.clock.nowUs() < this.sliceEndUs) return queueMicrotask(this.workOn);
    this.bounds.mark();
    if (isDone || this.next > SPENT) {
      this.waiting.splice(0, this.next);
      this.next = 0;
    }
    this.atWork = !isDone;
    if (!isDone) setImmediate(this.work);
  };

  private deliverAllOf(source: Source): void {
    for (let place = this.next; source.waiting > 0 && place < this.waiting.length; place++)
      if (this.waiting[place]!.source === source) this.deliver(this.waiting[place]!);
  }

  private deliver(chunk: Chunk): void {
    const { bytes, source } = chunk;
    if (!source) return;
    // Once; and a kept arrival must not keep the bytes in memory.
    chunk.source = undefined;
    chunk.bytes = NO_BYTES;
    this.bytes -= bytes.length;
    if (bytes !== NO_BYTES) {
      source.waiting -= 1;
      this.noteWait(chunk.loUs);
    }
    source.deliver(chunk, bytes);
  }

  private noteWait(loUs: number): void {
    const nowUs = this.clock.nowUs();
    if (nowUs - loUs <= this.longestUs) return;
    this.longestUs = nowUs - loUs;
    this.longestAtUs = nowUs;
  }
}

/** The origin of chunks: a socket, or a caller that waits for what was read before. */
interface Source {
  /** Chunks that are read but not yet delivered. */
  waiting: number;
  readonly deliver: (chunk: Chunk, bytes: Buffer) => void;
}

const NO_BYTES = Buffer.alloc(0);

class Chunk implements Bounds {
  /** Undefined once delivered. */
  source: Source | undefined;
  bytes: Buffer;
  readonly loUs: number;
  readonly hiUs: number;

  constructor(source: Source, bytes: Buffer, loUs: number, hiUs: number) {
    this.source = source;
    this.bytes = bytes;
    this.loUs = loUs;
    this.hiUs = hiUs;
  }
}
