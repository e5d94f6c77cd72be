import type { Bounds } from '../platform/time/bounds.ts';
import type { EndpointDeps } from './endpoint-deps.ts';
import type { SettledEndpoint } from './endpoint-settings.ts';
import { ConnectTrace } from './network/connect-trace.ts';
import { type NetworkRoute, routeFor } from './network/network-route.ts';
import { timedAgent } from './network/timed-agent.ts';
import type { ChatProtocol, PushBody, PushRoute } from './protocol/chat-protocol.ts';
import { type PushCall, PushExchange, type PushLane, type PushResponse } from './push/push-exchange.ts';

/**
 * Sends the inject and notify requests of one target. They travel as the target's conversations do (trust, client
 * certificate, proxy, mapped names, extra headers), over connections that are kept open.
 */
export class PushClient {
  private readonly settings: SettledEndpoint;
  private readonly protocol: ChatProtocol;
  private readonly system: EndpointDeps;
  private readonly route: NetworkRoute;
  /** Lately used ones last; the server may have closed some. */
  private idle: PushLane[] = [];
  private readonly busy = new Set<PushExchange>();
  private closed = false;

  /** Throws a KnownError for settings that cannot work. */
  constructor(settings: SettledEndpoint, protocol: ChatProtocol, system: EndpointDeps) {
    this.settings = settings;
    this.protocol = protocol;
    this.system = system;
    this.route = routeFor(settings, system);
  }

  /**
   * Sends now, with these headers; by default, those of the settings. `done` is called once, later, for every outcome, unless `close` comes first; a response counts as such
   * with any status. A request that met a kept connection just as the server closed it is sent once more.
   */
  post(
    route: PushRoute,
    body: PushBody,
    done: (response: PushResponse) => void,
    headers: SettledEndpoint['headers'] = this.settings.headers,
  ): Bounds {
    return this.send(this.laneFor(), this.callFor(route, body, headers), done, true);
  }

  /** Cuts off what is under way, without a word, and lets go of what was kept. */
  close(): void {
    this.closed = true;
    for (const exchange of this.busy) exchange.cancel();
    for (const { agent } of this.idle) agent.destroy();
    this.busy.clear();
    this.idle = [];
  }

  private send(lane: PushLane, call: PushCall, done: (response: PushResponse) => void, mayRepeat: boolean): Bounds {
    const exchange = new PushExchange(lane, call, this.system, ({ response, stale }) => {
      this.busy.delete(exchange);
      if (stale && mayRepeat) this.send(this.newLane(), call, done, false);
      else done(response);
    });
    this.busy.add(exchange);
    return exchange.send();
  }

  private laneFor(): PushLane {
    for (let lane = this.idle.pop(); lane; lane = this.idle.pop()) {
      if (Object.values(lane.agent.freeSockets).some((sockets) => sockets && sockets.length > 0)) return lane;
    }
    return this.newLane();
  }

  private newLane(): PushLane {
    const trace = new ConnectTrace(this.route);
    const lane: PushLane = { trace, agent: timedAgent(this.route, trace, true) };
    // Emitted when the response is complete and the connection may be used again.
    lane.agent.on('free', () => {
      if (this.closed) lane.agent.destroy();
      else this.idle.push(lane);
    });
    return lane;
  }

  private callFor(route: PushRoute, body: PushBody, headers: SettledEndpoint['headers']): PushCall {
    const { connectTimeoutMs } = this.settings;
    const { host, port, secure } = this.route;
    const target = this.protocol.pushCall?.(route, body);
    if (!target) throw new Error(`${route} with a protocol that takes no such requests`);
    const { path, payload } = target;
    return {
      payload,
      timeoutMs: connectTimeoutMs,
      options: {
        method: 'POST',
        protocol: secure ? 'https:' : 'http:',
        defaultPort: secure ? 443 : 80,
        host,
        port,
        path,
        headers: {
          ...headers,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(payload),
        },
      },
    };
  }
}
