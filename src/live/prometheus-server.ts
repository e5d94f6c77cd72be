import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from '../platform/time/clock.ts';
import { isAllowedHost } from './allowed-host.ts';
import { give, refuse } from './answer.ts';
import { isLoopbackAddress, type ListenAddress } from './listen-address.ts';
import { openServer, urlOf } from './open-server.ts';
import { counterFamilies } from './prometheus/counter-families.ts';
import { familiesAt, type MetricFamily } from './prometheus/metric-family.ts';
import { identityFamily, runFamilies } from './prometheus/run-families.ts';
import { trendFamilies } from './prometheus/trend-families.ts';
import type { ObservedRun, RunIdentity, RunObserver } from './run-observer.ts';

/** Scrapes within this interval share one answer: two scrapers cost no more than one. */
const SHARED_US = 500_000;
/** Maximum share of a core for answers: large ones are built less often. */
const MAX_OF_A_CORE = 0.05;

const PATH = '/metrics';

/**
 * Serves the metrics of a run in progress to Prometheus: GET /metrics in its text format, anything else 404. On a loopback
 * address a foreign Host header gets 403; on other addresses the names that scrapers use are unknown. It serves as long as
 * the process lives, but does not keep it alive.
 */
export class PrometheusServer implements RunObserver {
  readonly url: string;
  private readonly server: Server;
  private readonly address: ListenAddress;
  private readonly exposition: typeof import('./prometheus/exposition.ts');
  private readonly clock: Clock;
  private identity: readonly MetricFamily[] = [];
  private place: string | undefined;
  private run: ObservedRun | undefined;
  private shared: { readonly untilUs: number; readonly text: Promise<string> } | undefined;

  private constructor(
    server: Server,
    address: ListenAddress,
    exposition: typeof import('./prometheus/exposition.ts'),
    clock: Clock,
  ) {
    this.server = server;
    this.address = address;
    this.exposition = exposition;
    this.clock = clock;
    this.url = `${urlOf(server, address.host)}${PATH.slice(1)}`;
    server.on('request', (request, response) => void this.answer(request, response));
  }

  /** @throws KnownError if it cannot listen on the address. */
  static async open(address: ListenAddress, clock: Clock): Promise<PrometheusServer> {
    // Loading prom-client takes 50 ms, so it is loaded on first use.
    const exposition = await import('./prometheus/exposition.ts');
    const server = await openServer(address, 'the endpoint for Prometheus', '--prometheus');
    return new PrometheusServer(server, address, exposition, clock);
  }

  /** Starts serving this run. */
  begin(run: ObservedRun, identity: RunIdentity): void {
    this.run = run;
    this.identity = [identityFamily(identity)];
    this.place = identity.place;
    this.shared = undefined;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host } = this.address;
    if (isLoopbackAddress(this.address) && !isAllowedHost(request.headers.host, host))
      return refuse(response, 403, 'wrong Host header');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'use GET');
    if ((request.url ?? '/').split('?')[0] !== PATH) return refuse(response, 404, `not found; use ${PATH}`);
    give(request, response, this.exposition.CONTENT_TYPE, await this.text());
  }

  private text(): Promise<string> {
    const nowUs = this.clock.nowUs();
    if (!this.shared || nowUs >= this.shared.untilUs) this.shared = this.made(nowUs);
    return this.shared.text;
  }

  private made(nowUs: number): { untilUs: number; text: Promise<string> } {
    const shared = { untilUs: nowUs + SHARED_US, text: this.families().then(this.exposition.expose) };
    void shared.text.then(() => {
      const tookUs = this.clock.nowUs() - nowUs;
      shared.untilUs = nowUs + Math.max(SHARED_US, tookUs / MAX_OF_A_CORE);
    });
    return shared;
  }

  private async families(): Promise<readonly MetricFamily[]> {
    const { run } = this;
    if (!run) return [];
    const { keys } = run.recorder.table;
    const cells = (await run.allCells?.()) ?? run.recorder.readings().cells;
    const measured = [...runFamilies(run), ...counterFamilies(keys, cells), ...trendFamilies(keys, cells)];
    return familiesAt([...this.identity, ...measured], this.place);
  }
}
