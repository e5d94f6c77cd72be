import type { Subjects } from './subjects.ts';

/**
 * The connection of an agent or a coordinator to its fleet. An interrupted connection is reopened, without a limit of attempts;
 * messages published meanwhile, by either side, are lost, and requests end with `NoAnswer`. No method throws because of an
 * interruption; all that ask or subscribe throw a KnownError (104) if the server does not allow it.
 */
export interface FleetConnection {
  readonly subjects: Subjects;
  /** Maximum size of a message, bytes. */
  readonly maxBytes: number;

  /**
   * Delivered at most once, without an acknowledgement. Does nothing once the connection is closed.
   * @throws an error if there are more than `maxBytes` bytes.
   */
  publish(subject: string, bytes: Uint8Array): void;

  /**
   * The response to a request, JSON on both sides. The request may have been carried out even where the response is lost.
   * @throws NoAnswer if nobody serves the subject or answers within `timeoutMs`; the KnownError that the other side responds
   * with; a KnownError (112) if the response is not JSON.
   */
  request(subject: string, value: unknown, timeoutMs: number): Promise<unknown>;

  /** Like `request`, for a response of bytes: a failure of the other side is in them, not thrown. */
  requestBytes(subject: string, value: unknown, timeoutMs: number): Promise<Uint8Array>;

  /**
   * The responses of all that answer within `waitMs`; resolves then, or at once with none if nobody
   * serves the subject. Errors and what is not JSON are left out: one that fails does not hide the others.
   */
  requestAll(subject: string, value: unknown, waitMs: number): Promise<readonly unknown[]>;

  /**
   * Responds to each request with what `handle` returns (bytes as they are, anything else as JSON), or with the error it throws.
   * Resolves, with a function that ends it, once the server knows of it; at once while the connection is interrupted, since the
   * server then learns of it when the connection is opened again.
   */
  serve(subject: string, handle: (request: unknown) => unknown): Promise<() => void>;

  /** Calls `handle`, which must not throw, for each message. Resolves like `serve`. */
  listen(subject: string, handle: (bytes: Uint8Array) => void): Promise<() => void>;

  /** Calls `handle` when the connection is interrupted, and when it is restored. Resolves when it is closed. */
  watch(handle: (state: 'lost' | 'restored') => void): Promise<void>;

  /** Resolves when the connection ends for good, with the reason. */
  closed(): Promise<string>;

  /** Ends the connection; nothing if it has ended. */
  close(): Promise<void>;
}

/** Nobody answered a request; it may be repeated. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(cause?: unknown) {
    super('no answer', { cause });
  }
}
