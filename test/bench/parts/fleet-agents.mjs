/**
 * A process with synthetic agents: they send the messages of real agents, with the same modules, but generate no load; their
 * results are made beforehand. Argument: JSON of `AgentsOrder` (see fleet.mjs). It informs its parent when all have joined the
 * fleet, and, on request, what they have received.
 */

import { fetchOrder } from '../../../.build/fleet/agent/fetch-order.js';
import { StatePublisher } from '../../../.build/fleet/agent/state-publisher.js';
import { decodeOrder } from '../../../.build/fleet/order.js';
import { parseFleetAddress } from '../../../.build/fleet/wire/fleet-address.js';
import { decodeAs, decodeBytesAs } from '../../../.build/fleet/wire/json-messages.js';
import { agentRequestSchema, leaseSchema } from '../../../.build/fleet/wire/messages.js';
import { connectFleet } from '../../../.build/fleet/wire/nats-connection.js';
import { packageVersion } from '../../../.build/platform/files/package-facts.js';
import { realTime } from '../../../.build/platform/time/real-time.js';
import { repeat } from '../../../.build/platform/time/repeat.js';
import { SyntheticResults } from './synthetic-results.mjs';

const SAVE_PERIOD_MS = 5000;
/** Loads end when their last conversation does. */
const END_SPREAD_MS = 1000;
/** Number of connections opened concurrently. */
const AT_ONCE = 50;

const order = JSON.parse(process.argv[2]);
const version = packageVersion();
const nowUs = () => realTime.clock.nowUs();
/** Instants on the clock that all processes of a machine share, µs. */
const seen = {
  rollCalls: [],
  reserved: [],
  ordered: [],
  ready: [],
  started: [],
  startUs: [],
  ended: [],
  finals: 0,
  leasesEnded: 0,
  released: 0,
  ends: [],
};
/** What the probes have published: instant and value. */
const probes = [];
let results;
let preparing;

/** The plan is the same for all, so it is decoded once; each agent fetches it. */
async function prepare(connection, run, count) {
  const bytes = await fetchOrder({ connection, system: realTime }, run, new AbortController().signal);
  preparing ??= makeResults(decodeOrder(bytes).plan, count);
  await preparing;
}

async function makeResults(plan, count) {
  const beganUs = nowUs();
  results = await SyntheticResults.make(plan, { count, version });
  seen.madeUs = nowUs() - beganUs;
}

class SyntheticAgent {
  constructor(index, connection) {
    this.name = `agent-${String(index).padStart(4, '0')}`;
    this.id = `id-${index}`;
    this.connection = connection;
    this.phase = 'idle';
    this.timers = [];
  }

  offer() {
    const { id, name, run } = this;
    seen.rollCalls.push(nowUs());
    return {
      id,
      name,
      host: `generator-${name}`,
      version,
      cpus: 2,
      openFiles: 20_000,
      memoryBytes: 4 * 2 ** 30,
      ports: 28_232,
      allow: ['*.example.test'],
      ...(run !== undefined && { run }),
    };
  }

  async serve() {
    const { connection } = this;
    await connection.serve(connection.subjects.roll, () => this.offer());
    await connection.serve(connection.subjects.agent(this.id), (value) =>
      this.handle(decodeAs(agentRequestSchema, value)),
    );
  }

  async handle(request) {
    switch (request.kind) {
      case 'clock':
        return { nowUs: nowUs() };
      case 'reserve':
        await this.reserve(request);
        return this.status;
      case 'order':
        this.prepare(request);
        return this.status;
      case 'start':
        this.start(request);
        return this.status;
      case 'state':
        this.publisher.repeat();
        return this.status;
      case 'release':
        this.release();
        return this.status;
      default:
        return this.status;
    }
  }

  get status() {
    return { phase: this.phase };
  }

  async reserve({ run }) {
    this.run = run;
    this.phase = 'reserved';
    seen.reserved.push(nowUs());
    const { connection, id } = this;
    this.publisher = new StatePublisher(run, { connection, id, system: realTime });
    this.unlisten = await connection.listen(connection.subjects.lease(run), (bytes) => {
      const lease = decodeBytesAs(leaseSchema, bytes);
      if (lease) this.take(lease);
    });
  }

  prepare({ run, index, count }) {
    this.phase = 'preparing';
    this.index = index;
    seen.ordered.push(nowUs());
    void prepare(this.connection, run, count).then(() => {
      this.phase = 'ready';
      seen.ready.push(nowUs());
    });
  }

  start({ startUs, startMs, leaseMs }) {
    // The coordinator asks again if an answer is late.
    if (this.phase === 'running') return;
    this.phase = 'running';
    this.startUs = startUs;
    this.leaseUs = Math.max(startUs, nowUs()) + leaseMs * 1000;
    seen.started.push(nowUs());
    seen.startUs.push(startUs);
    const save = (isEmpty) => this.publisher.saved(results.file(this.index, startMs, isEmpty));
    save(true);
    this.timers = [
      repeat(realTime, SAVE_PERIOD_MS, () => save(nowUs() < startUs)),
      repeat(realTime, 1000, () => this.look()),
    ];
    this.publisher.follow(() => this.live(), { index: this.index, count: results.count });
    const endUs = startUs + (order.seconds + (Math.random() * END_SPREAD_MS) / 1000) * 1e6;
    this.timers.push(realTime.timers.at(endUs, () => this.end(() => save(false))));
  }

  /** The number of active users identifies a live state. */
  live() {
    const tick = Math.max(0, Math.round((nowUs() - this.startUs) / 1e6));
    const isProbe = this.index % Math.ceil(results.count / order.probes) === 0;
    if (isProbe) probes.push([nowUs(), this.index, tick]);
    return results.live(this.index, { elapsedMs: (nowUs() - this.startUs) / 1000, activeVus: isProbe ? tick : 0 });
  }

  end(save) {
    if (this.phase !== 'running') return;
    this.stopTimers();
    this.phase = 'ended';
    seen.ended.push(nowUs());
    save();
    this.publisher.end(true);
  }

  take({ untilMs, end }) {
    this.leaseUs = Math.max(this.leaseUs ?? 0, this.startUs + untilMs * 1000);
    if (end) seen.ends.push(end.ending?.text ?? end.how);
  }

  look() {
    if (nowUs() <= this.leaseUs) return;
    seen.leasesEnded++;
    this.stopTimers();
    this.publisher.end(true);
  }

  stopTimers() {
    for (const timer of this.timers) timer.cancel();
    this.timers = [];
  }

  release() {
    this.stopTimers();
    this.publisher.end(true);
    this.unlisten();
    this.phase = 'idle';
    this.run = undefined;
    seen.released++;
  }
}

async function join() {
  const address = parseFleetAddress(order.url, {});
  const connections = [];
  while (connections.length < order.connections) {
    const missing = Math.min(AT_ONCE, order.connections - connections.length);
    connections.push(
      ...(await Promise.all(Array.from({ length: missing }, () => connectFleet(address, 'synthetic agent')))),
    );
  }
  const agents = Array.from(
    { length: order.count },
    (_, index) => new SyntheticAgent(order.from + index, connections[index % connections.length]),
  );
  await Promise.all(agents.map((agent) => agent.serve()));
  process.send({ kind: 'joined' });
}

process.on('message', () => {
  process.send({ kind: 'seen', seen, probes, results: results && { turns: results.turns, ...results.sizes } });
});
process.on('disconnect', () => process.exit());
await join();
