import type { Socket } from 'node:net';
import type { Bounds } from './time/bounds.ts';
import type { Clock } from './time/clock.ts';

/** How long a thread works on what it has read before it asks the kernel for more, µs. */
const SLICE_US = 200;

/** As much may wait; beyond it the oldest is worked on at once, so that TCP can hold back a flood. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Worked-off places at the front of the queue that are worth a copy of the rest. */
const SPENT = 1024;

/** What bounds how long bytes may have lain unread. */
export interface ArrivalBounds {
  /** Lower edge of what is read, or noticed, at `hiUs`. */
  arrivedLoUs(hiUs: number): number;
  /** To be called after each slice of work. */
  mark(): void;
}

/** Takes the instant of reading for that of arrival. */
const AS_READ: ArrivalBounds = { arrivedLoUs: (hiUs) => hiUs, mark() {} };

/**
 * Bytes are read first and worked on after. Whatever the connections of a thread have received by one poll of the event
 * loop is stamped within microseconds, however long it takes to see to it; the work is done in slices, and the kernel is
 * asked again in between. So even a thread that is behind with its work stamps what comes when it comes.
 *
 *     poll phase           a chunk of bytes is read → stamped, put behind what waits
 *     check phase          the oldest is delivered, and the next, until nothing waits or the slice is over
 *     a connection ends    what waits of it is delivered before the end is told
 *     something is sent    whoever sends delivers first what waits of that connection
 *
 * It is the barrier, too, between the thread and what works on the wire's data: whatever that throws is told to the one
 * whose connection it is.
 */
export class Inbox {
  /** The longest that anything may have waited from its arrival to its delivery, µs. */
  longestUs = 0;
  /** When that was delivered. */
  longestAtUs: number | undefined;
  private readonly clock: Clock;
  private readonly edges: ArrivalBounds;
  private readonly waiting: Chunk[] = [];
  /** Place of the oldest that waits. */
  private next = 0;
  private bytes = 0;
  private sliceEndUs = 0;
  private atWork = false;

  constructor(clock: Clock, edges: ArrivalBounds = AS_READ) {
    this.clock = clock;
    this.edges = edges;
  }

  /**
   * From now on what `socket` reads waits here for its listeners; `arrived` is told before they hear of a chunk, and
   * `threw` is given what they throw at anything the socket tells. Returns a function that delivers at once what waits of this socket.
   */
  takeOver(socket: Socket, arrived: (arrival: Bounds) => void, threw: (thrown: unknown) => void): () => void {
    const emit: (event: string | symbol, ...args: unknown[]) => boolean = socket.emit.bind(socket);
    const deliver = (chunk: Chunk, bytes: Buffer) => {
      arrived(chunk);
      try {
        emit('data', bytes);
      } catch (thrown) {
        threw(thrown);
      }
    };
    const source: Source = { waiting: 0, deliver };
    // Not a listener of our own in place of theirs: they come and go, and none may hear of bytes after it has left.
    socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
      if (event === 'data') return this.put(source, args[0] as Buffer);
      if (event === 'end' || event === 'error' || event === 'close') this.deliverAllOf(source);
      try {
        return emit(event, ...args);
      } catch (thrown) {
        threw(thrown);
        return true;
      }
    };
    return () => this.deliverAllOf(source);
  }

  /** Lower edge of something noticed at `hiUs` that brought no bytes, such as the end of a connection. */
  arrivedLoUs(hiUs: number): number {
    return this.edges.arrivedLoUs(hiUs);
  }

  /**
   * Calls `callback` once the event loop has polled again and all that was read by then is delivered. A timer that fires
   * after a standstill does so before the bytes that came meanwhile are read; whoever decides that something did *not*
   * arrive asks again after them.
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
    this.waiting.push(new Chunk(source, bytes, this.edges.arrivedLoUs(hiUs), hiUs));
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

  /** Each in a microtask of its own: what the libraries put off to a microtask comes before the next. */
  private readonly workOn = (): void => {
    if (this.next < this.waiting.length) this.deliver(this.waiting[this.next++]!);
    const isDone = this.next === this.waiting.length;
    if (!isDone && this.clock.nowUs() < this.sliceEndUs) return queueMicrotask(this.workOn);
    this.edges.mark();
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
    // Once; and whoever keeps the arrival must not keep the bytes.
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

/** Where chunks come from: a socket, or someone who waits for what was read before. */
interface Source {
  /** Chunks that are read and not yet delivered. */
  waiting: number;
  readonly deliver: (chunk: Chunk, bytes: Buffer) => void;
}

const NO_BYTES = Buffer.alloc(0);

class Chunk implements Bounds {
  /** Undefined once it is delivered. */
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
