import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { repeat } from '../platform/time/repeat.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { Timer } from '../platform/time/timers.ts';
import { buildPageModel } from '../render/build-page-model.ts';
import { renderLivePage } from '../render/render-page.ts';
import type { Report } from '../report/report.ts';
import { isAllowedHost } from './allowed-host.ts';
import { give, HEADERS, refuse } from './answer.ts';
import { isLoopbackAddress, type ListenAddress } from './listen-address.ts';
import { openServer, urlOf } from './open-server.ts';
import type { RunObserver } from './run-observer.ts';

/** Interval of keep-alive comments: proxies and browsers close idle connections. */
const SIGN_OF_LIFE_MS = 15_000;
/** A browser reconnects after this time. */
const RETRY_MS = 1000;
/** How long the end of the run waits for slow pages. */
const FAREWELL_MS = 1000;

/**
 * The HTML page of a run in progress:
 *
 *     GET /              the page, which reads
 *     GET /events        server-sent events: `model`, the newest at once and then each new one; `end` after the last
 *     GET /report.json   the newest report
 *     anything else      404; on loopback, 403 for a foreign Host header, so that no foreign web page can read it
 *
 * It must be closed, and buffers at most the newest model for a slow page.
 */
export class DashboardServer implements RunObserver {
  readonly url: string;
  private readonly server: Server;
  private readonly address: ListenAddress;
  private readonly page = renderLivePage();
  private readonly readers = new Set<Reader>();
  private readonly time: TimeDeps;
  private readonly signsOfLife: Timer;
  /** The newest report as JSON, made when it is first asked for. */
  private json: (() => string) | undefined;
  /** The newest model as an event. */
  private event = '';
  private over = false;

  private constructor(server: Server, address: ListenAddress, time: TimeDeps) {
    this.server = server;
    this.address = address;
    this.time = time;
    this.url = urlOf(server, address.host);
    server.on('request', (request, response) => this.answer(request, response));
    this.signsOfLife = repeat(time, SIGN_OF_LIFE_MS, () => {
      for (const reader of this.readers) reader.live();
    });
  }

  /** @throws KnownError if it cannot listen on the address. */
  static async open(address: ListenAddress, time: TimeDeps): Promise<DashboardServer> {
    return new DashboardServer(await openServer(address, 'the dashboard', '--dashboard'), address, time);
  }

  /** Shows the newest report of a run in progress. */
  report(report: Report): void {
    this.show(report, true);
  }

  private show(report: Report, running: boolean): void {
    let text: string | undefined;
    this.json = () => {
      text ??= JSON.stringify(report);
      return text;
    };
    const model = buildPageModel(report, { running });
    // A line feed would end the event's data; JSON has none.
    this.event = `event: model\ndata: ${JSON.stringify(model)}\n\n`;
    for (const reader of this.readers) reader.offer(this.event);
  }

  /** Shows the final report, and ends when all pages have it. */
  async close(report: Report | undefined): Promise<void> {
    if (this.over) return;
    this.over = true;
    this.signsOfLife.cancel();
    if (report) this.show(report, false);
    const { clock, timers } = this.time;
    const gone = [...this.readers].map((reader) => reader.end());
    let deadline: Timer | undefined;
    const late = new Promise<void>((resolve) => {
      deadline = timers.at(clock.nowUs() + FAREWELL_MS * 1000, resolve);
    });
    await Promise.race([Promise.all(gone), late]);
    deadline?.cancel();
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '/').split('?')[0];
    if (isLoopbackAddress(this.address) && !isAllowedHost(request.headers.host, this.address.host))
      return refuse(response, 403, 'wrong Host header');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'use GET');
    if (path === '/') return give(request, response, 'text/html; charset=utf-8', this.page);
    if (path === '/events') return this.listen(request, response);
    if (path === '/report.json' && this.json) return give(request, response, 'application/json', this.json());
    return refuse(response, 404, 'not found');
  }

  private listen(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    if (request.method === 'HEAD') return void response.end();
    const reader = new Reader(response);
    this.readers.add(reader);
    response.once('close', () => this.readers.delete(reader));
    response.write(`retry: ${RETRY_MS}\n\n`);
    if (this.event !== '') reader.offer(this.event);
    if (this.over) void reader.end();
  }
}

/** One connected page. A model that cannot be sent yet is replaced by the next one. */
class Reader {
  private readonly response: ServerResponse;
  private waiting: string | undefined;

  constructor(response: ServerResponse) {
    this.response = response;
    response.on('drain', () => {
      const event = this.waiting;
      this.waiting = undefined;
      if (event !== undefined) response.write(event);
    });
  }

  offer(event: string): void {
    if (this.response.writableNeedDrain) this.waiting = event;
    else this.response.write(event);
  }

  live(): void {
    if (!this.response.writableNeedDrain) this.response.write(': keep-alive\n\n');
  }

  /** Resolves when the page has read everything, or has disconnected. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.response.once('close', resolve);
      this.response.end(`${this.waiting ?? ''}event: end\ndata: {}\n\n`);
      this.waiting = undefined;
    });
  }
}
