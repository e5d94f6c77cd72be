/** What the libraries' emitters have in common: event → listeners. */
export interface Emits {
  _callbacks: Record<string, unknown[]>;
  /** Removes all listeners. */
  off(): unknown;
}

/** Keeps functions that remove its listeners from others. */
export interface Subscriber extends Emits {
  subs: (() => void)[];
}

interface Part extends Emits {
  opts: object;
  setTimeoutFn: unknown;
  clearTimeoutFn: unknown;
}

interface TransportPart extends Part {
  query: object;
  readonly ws: { _url: string };
}

interface EnginePart extends Part {
  transports: readonly string[];
  _transportsByName: object;
  readonly transport: TransportPart;
}

/** What a Manager of client 4 has inside. */
export interface ManagerParts extends Part, Subscriber {
  readonly decoder: Emits;
  readonly engine: EnginePart;
}

/** The options that the library reads after a connection is established. */
const OPEN_OPTIONS = { autoUnref: false, perMessageDeflate: false };
const NO_TRANSPORTS: readonly string[] = [];
const NOTHING = {};

/**
 * Lets client 4 release what it needs only to open a connection: with its options, three copies of them, and their agent, this
 * would be a third of the memory per user.
 */
export function forgetOpening(manager: ManagerParts, socket: Subscriber): void {
  const { engine, decoder } = manager;
  const { transport } = engine;
  for (const part of [manager, engine, transport]) {
    part.opts = OPEN_OPTIONS;
    part.setTimeoutFn = manager.setTimeoutFn;
    part.clearTimeoutFn = manager.clearTimeoutFn;
  }
  engine.transports = NO_TRANSPORTS;
  engine._transportsByName = NOTHING;
  transport.query = NOTHING;
  transport.ws._url = '';
  // Each replaces a function per listener.
  socket.subs = [() => manager.off()];
  manager.subs = [
    () => {
      engine.off();
      decoder.off();
    },
  ];
  for (const emitter of [manager, decoder, socket, engine, transport]) fitListeners(emitter);
}

/** V8 reserves room for 17 elements in an array that was pushed to; most events have one listener. */
function fitListeners(emitter: Emits): void {
  const fitting: Emits['_callbacks'] = {};
  for (const event in emitter._callbacks) fitting[event] = emitter._callbacks[event]!.slice();
  emitter._callbacks = fitting;
}
