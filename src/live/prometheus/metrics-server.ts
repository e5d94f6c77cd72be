import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type Clock, monotonicClock } from '../../platform/clock.ts';
import { isAllowedHost } from '../allowed-host.ts';
import { isLoopback, type ListenAddress } from '../listen-address.ts';
import { openServer, urlOf } from '../open-server.ts';
import { CONTENT_TYPE, exposition } from './exposition.ts';
import { generatorFamilies } from './generator-families.ts';
import { measuredFamilies } from './measured-families.ts';
import type { RunView } from './run-view.ts';

/** Scrapes within so long of each other are given the same: however many ask, the load is not held up more often. */
const SHARED_US = 1_000_000;

/**
 * What has been measured, as Prometheus scrapes it:
 *
 *     GET /metrics       everything so far; nothing before the run begins
 *     anything else      404; on loopback, another Host than its own 403, as for the dashboard
 *
 * A scrape reads the histograms of the recorder as they are; between scrapes it costs nothing. It keeps no process alive.
 */
export class MetricsServer {
  readonly url: string;
  private readonly server: Server;
  private readonly address: ListenAddress;
  private readonly clock: Clock;
  private view: (() => RunView) | undefined;
  private scraped: { readonly text: string; readonly atUs: number } | undefined;

  private constructor(server: Server, address: ListenAddress, clock: Clock) {
    this.server = server;
    this.address = address;
    this.clock = clock;
    this.url = `${urlOf(server, address.host)}metrics`;
    server.on('request', (request, response) => this.answer(request, response));
  }

  /** @throws KnownError when the address cannot be listened on. */
  static async open(address: ListenAddress, clock: Clock = monotonicClock): Promise<MetricsServer> {
    return new MetricsServer(await openServer(address, 'the Prometheus endpoint', '--prometheus'), address, clock);
  }

  /** From now on scrapes show this run. */
  show(view: () => RunView): void {
    this.view = view;
    this.renew();
  }

  /** What was scraped before is not given again. */
  renew(): void {
    this.scraped = undefined;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '/').split('?')[0];
    // Who is let in from elsewhere asks by whatever name this machine has there.
    if (isLoopback(this.address) && !isAllowedHost(request.headers.host, this.address.host))
      return reply(request, response, 403, 'text/plain', 'not the address of this endpoint\n');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return reply(request, response, 405, 'text/plain', 'only GET\n');
    if (path !== '/metrics') return reply(request, response, 404, 'text/plain', 'only /metrics\n');
    return reply(request, response, 200, CONTENT_TYPE, this.scrape());
  }

  private scrape(): string {
    const atUs = this.clock.nowUs();
    if (!this.scraped || atUs - this.scraped.atUs >= SHARED_US) this.scraped = { text: textOf(this.view?.()), atUs };
    return this.scraped.text;
  }
}

function textOf(view: RunView | undefined): string {
  return view ? exposition([...generatorFamilies(view), ...measuredFamilies(view)]) : '';
}

function reply(request: IncomingMessage, response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}
