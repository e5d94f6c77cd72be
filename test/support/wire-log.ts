import { openConnection } from '../../src/endpoint/connect-endpoint.ts';
import type { ConnectionEvent, EndpointConnection, SessionIdentity } from '../../src/endpoint/endpoint-connection.ts';
import type { SettledEndpoint } from '../../src/endpoint/endpoint-settings.ts';
import { makeProtocol } from '../../src/endpoint/protocol/make-protocol.ts';
import type { Environment } from '../../src/platform/process/environment.ts';
import { realTime } from '../../src/platform/time/real-time.ts';

type EventOf<K extends ConnectionEvent['kind']> = Extract<ConnectionEvent, { kind: K }>;

export const IDENTITY: SessionIdentity = { userId: 'run-u1', sessionId: 'run-c1' };

/** A connection together with everything it told, in order. */
export class WireLog {
  readonly events: ConnectionEvent[] = [];
  readonly connection: EndpointConnection;
  /** Called for every event after it was noted. */
  onEvent: (event: ConnectionEvent) => void = () => {};
  private readonly waiting: (() => void)[] = [];

  constructor(settings: SettledEndpoint, env: Environment = {}, timers = realTime.timers, identity = IDENTITY) {
    const order = { settings, protocol: makeProtocol(settings), identity };
    const system = { ...realTime, timers, env };
    this.connection = openConnection(order, (event) => this.note(event), system);
  }

  /** Without the answers to pings, which come when they come. */
  get kinds(): string[] {
    return this.events.map((event) => event.kind).filter((kind) => kind !== 'path');
  }

  /** The n-th event of a kind (the first by default), as soon as it has come. */
  async next<K extends ConnectionEvent['kind']>(kind: K, count = 1): Promise<EventOf<K>> {
    for (;;) {
      const found = this.events.filter((event): event is EventOf<K> => event.kind === kind)[count - 1];
      if (found) return found;
      const end = this.events.find((event) => event.kind === 'failed' || event.kind === 'closed');
      if (end) throw new Error(`ended before ${kind}: ${JSON.stringify(end)}`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** As soon as an event of the kind has come that `fits`, or the connection has ended. */
  async endOr<K extends ConnectionEvent['kind']>(kind: K, fits: (event: EventOf<K>) => boolean): Promise<void> {
    const wanted = (event: ConnectionEvent) => event.kind === kind && fits(event as EventOf<K>);
    while (!this.events.some((event) => wanted(event) || event.kind === 'failed' || event.kind === 'closed')) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private note(event: ConnectionEvent): void {
    this.events.push(event);
    this.onEvent(event);
    for (const wake of this.waiting.splice(0)) wake();
  }
}
