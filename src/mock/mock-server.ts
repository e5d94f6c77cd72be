import { createServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { PendingTimers } from '../platform/time/pending-timers.ts';
import { realTime } from '../platform/time/real-time.ts';
import { repeat } from '../platform/time/repeat.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import { botOf } from './bots/bots.ts';
import { dialectOf } from './dialects/dialect-of.ts';
import { Freezer } from './faults/freezer.ts';
import { type MockInput, type MockOptions, parseMockOptions } from './mock-options.ts';
import type { MockProtocol } from './mock-protocol.ts';
import { ConnectionAdmission } from './server/connection-admission.ts';
import { ConnectionHandler } from './server/connection-handler.ts';
import { Delivery } from './server/delivery.ts';
import { answerHttp } from './server/http-routes.ts';
import { type MockStats, MockTally } from './server/mock-stats.ts';
import { SessionStore } from './server/session-store.ts';
import { TurnPlayer } from './server/turn-player.ts';
import { WorkerPool } from './server/worker-pool.ts';

const SWEEP_PERIOD_MS = 60_000;
/** The token in the URL if any is accepted. */
const ANY_TOKEN = 'mock-takes-any-token';

export interface MockAddress {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** What is spoken there. Default: Cognigy's protocol. */
  readonly protocol?: MockProtocol;
}

export interface MockServer {
  /** `http://HOST:PORT` and the sub-path; the token follows, if the protocol has one in URLs. */
  readonly url: string;
  readonly port: number;
  /** An accepted token; empty where none is needed. */
  readonly token: string;
  stats(): MockStats;
  /** Cuts every connection. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts a mock endpoint in this process.
 * @throws KnownError for invalid options, and for a port that cannot be used.
 */
export async function startMock(
  input: MockInput,
  address: MockAddress = {},
  time: TimeDeps = realTime,
): Promise<MockServer> {
  const options = parseMockOptions(input);
  const { port = 0, host = '127.0.0.1', protocol = { name: 'cognigy' } } = address;
  const { clock } = time;
  const timers = new PendingTimers(time);
  const tally = new MockTally();
  const dialect = dialectOf(protocol, options, tally.counters);
  const { namespace = '/', path = `${options.subPath}/socket.io` } = dialect.place;
  const sessions = new SessionStore(clock, Math.max(options.coldAfterMs ?? 0, options.sessionLifeMs ?? 0));
  const delivery = new Delivery(tally, options.buffering);
  const pool = new WorkerPool(clock, {
    size: options.workers,
    ttlMs: options.queueTtlMs,
    onExpired: () => {
      tally.counters.inputsExpired += 1;
    },
  });
  const freezer = new Freezer(options, clock, timers);
  const player = new TurnPlayer({
    options,
    dialect,
    bot: botOf(options),
    pool,
    delivery,
    tally,
    clock,
    timers,
    freezer,
  });
  const deps = { options, dialect, sessions, player, delivery, tally, freezer };
  const connections = new ConnectionHandler({ ...deps, timers, clock });
  const { inner, io, engineConnections } = buildServers(options, path);
  const stats = (): MockStats => ({
    ...tally.counters,
    openConnections: io.of(namespace).sockets.size,
    sessions: sessions.size,
    busy: pool.busy,
    queued: pool.queued,
    contacts: tally.contacts.size,
    inputsByChannel: Object.fromEntries(tally.channels),
    inputsByPrefix: Object.fromEntries(tally.prefixes),
    firstOutputMs: tally.firstOutput.summary(),
    finalPingMs: tally.finalPing.summary(),
  });
  io.of(namespace).on('connection', (socket) => connections.receive(socket));
  const admission = new ConnectionAdmission(options, tally.counters, timers, {
    path,
    upgrade: (request, socket, head) => inner.emit('upgrade', request, socket, head),
    poll: (request, response) => inner.emit('request', request, response),
    request: (request, response) => {
      void answerHttp({ ...deps, stats }, request, response);
    },
    openConnections: () => engineConnections.size,
    forgetConnections: () => {
      for (const connection of engineConnections) connection.close(true);
    },
  });
  const boundPort = await admission.listen(port, host);
  const sweeper = repeat(time, SWEEP_PERIOD_MS, () => sessions.sweep());
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}${options.subPath}`,
    port: boundPort,
    token: options.token ?? (dialect.hasRoutes ? ANY_TOKEN : ''),
    stats,
    stop: async () => {
      timers.cancelAll();
      sweeper.cancel();
      await io.close();
      await admission.close();
    },
  };
}

/** Socket.IO uses an HTTP server that never listens; the admission server passes admitted requests to it. */
function buildServers(options: MockOptions, path: string) {
  const inner = createServer();
  const io = new Server(inner, {
    path,
    allowEIO3: true,
    // Pages of any origin may poll, since they may also open a WebSocket.
    cors: { origin: '*' },
    serveClient: false,
    perMessageDeflate: false,
    pingInterval: options.pingIntervalMs,
    pingTimeout: options.pingTimeoutMs,
    maxHttpBufferSize: options.maxPayload,
  });
  // From the first request on, which may be long before Socket.IO reports a connection.
  const engineConnections = new Set<Socket['conn']>();
  io.engine.on('connection', (connection: Socket['conn']) => {
    engineConnections.add(connection);
    connection.once('close', () => engineConnections.delete(connection));
  });
  return { inner, io, engineConnections };
}
