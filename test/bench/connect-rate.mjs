/**
 * Connections per second of a load thread, and CPU per connection: palaver and a bare socket.io-client loop
 * (parts/bare-connects.mjs) alternate, separately for ws and wss, medians of several rounds. Each opens a connection, waits for
 * endpoint-ready, closes, and immediately opens the next one; `--at-once` of them concurrently, each with a full TLS handshake.
 *
 * The reference endpoint, in a process of its own, counts the connections; CPU is that of the whole process, from /proc; both
 * between two instants after a warm-up, within which V8 compiles what is used often: until then, its compiler threads use as
 * much as a fifth of the CPU. palaver has everything on: its users have one conversation after another and send
 * nothing; its limit of concurrent connects is so high that it delays none. "per core" is one second divided by the CPU per
 * connection.
 *
 * The endpoint closes the TCP connection first, so no local ports remain in TIME_WAIT.
 *
 * Options: --rounds 5 --seconds 8 --warm-up 12 --at-once 50 --schemes ws,wss --only bare,palaver
 * --prof FOLDER: writes CPU profiles there
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { spawnReference } from '../../.build/calibrate/reference/reference-process.js';
import { startFork } from './parts/ask-fork.mjs';
import { MACHINE, print } from './parts/machine.mjs';
import { startPalaver } from './parts/palaver-cli.mjs';
import { usageOf } from './parts/process-usage.mjs';
import { median, medianOf } from './parts/statistics.mjs';
import { makeTlsMaterial } from './parts/tls-material.mjs';
import { tellFigure } from './results/figures.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    'warm-up': { type: 'string', default: '12' },
    'at-once': { type: 'string', default: '50' },
    schemes: { type: 'string', default: 'ws,wss' },
    only: { type: 'string', default: 'bare,palaver' },
    prof: { type: 'string' },
  },
});
const AT_ONCE = Number(values['at-once']);
const SECONDS = Number(values['warm-up']) + Number(values.seconds) + 5;
const SCENARIO = `
load: { closed: { vus: ${AT_ONCE}, duration: ${SECONDS}s, startSpread: 1s }, gracefulStop: 0s }
conversations: [ { steps: [ { pause: 0s } ] } ]
`;

const PROFILING = values.prof ? ['--cpu-prof', `--cpu-prof-dir=${values.prof}`] : [];

const startBare = (url, tls) => startFork('./bare-connects.mjs', { url, atOnce: AT_ONCE, ca: tls?.cert }, PROFILING);

function startPalaverUsers(url, tls, folder) {
  const load = ['--workers', 1, '--connect-concurrency', 4 * AT_ONCE];
  const ca = join(folder, 'ca.pem');
  if (tls) writeFileSync(ca, tls.cert);
  const run = startPalaver(SCENARIO, url, [...load, ...(tls ? ['--ca', ca] : [])], PROFILING);
  const stop = () => (values.prof ? run.ended : run.stop());
  return { pid: run.pid, stop };
}

async function measure(start, tls) {
  const reference = await spawnReference({ delay: '50ms', seed: 1, capacity: 1, ...(tls && { tls }) });
  const folder = mkdtempSync(join(tmpdir(), 'palaver-connects-'));
  const load = start(reference.url, tls, folder);
  const look = async () => {
    const { connections, cpuUs } = await reference.readLog();
    return { connections, endpointUs: cpuUs, atUs: performance.now() * 1000, cpuUs: usageOf(load.pid).cpuUs };
  };
  await sleep(Number(values['warm-up']) * 1000);
  const from = await look();
  await sleep(Number(values.seconds) * 1000);
  const to = await look();
  const { residentKb } = usageOf(load.pid);
  await load.stop();
  await reference.stop();
  rmSync(folder, { recursive: true });
  const connections = to.connections - from.connections;
  if (!(connections > 0 && to.cpuUs > from.cpuUs)) throw new Error('nothing connects');
  const tookUs = to.atUs - from.atUs;
  return {
    perSecond: connections / (tookUs / 1e6),
    cpuUs: (to.cpuUs - from.cpuUs) / connections,
    share: (to.cpuUs - from.cpuUs) / tookUs,
    endpointShare: (to.endpointUs - from.endpointUs) / tookUs,
    residentKb,
  };
}

function tell(scheme, who, rounds) {
  const of = (name) => median(rounds.map((round) => round[name]));
  const each = rounds.map(({ cpuUs }) => cpuUs.toFixed(0)).join(' ');
  print(
    `${scheme.padEnd(3)} ${who.padEnd(7)} ${of('perSecond').toFixed(0)} connections/s with ${of('share').toFixed(2)} cores ` +
      `(the endpoint: ${of('endpointShare').toFixed(2)}), CPU ${of('cpuUs').toFixed(0)} µs each (${each}): ` +
      `${(1e6 / of('cpuUs')).toFixed(0)}/s per core`,
  );
}

print(MACHINE);
for (const scheme of values.schemes.split(',')) {
  const tls = scheme === 'wss' ? makeTlsMaterial() : undefined;
  const rounds = { bare: [], palaver: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    if (values.only.includes('bare')) rounds.bare.push(await measure(startBare, tls));
    if (values.only.includes('palaver')) rounds.palaver.push(await measure(startPalaverUsers, tls));
  }
  const measured = Object.fromEntries(Object.entries(rounds).filter(([, list]) => list.length > 0));
  for (const [who, list] of Object.entries(measured)) tell(scheme, who, list);
  const cpuOf = (list) => medianOf(list, ({ cpuUs }) => cpuUs);
  const perCore = Object.entries(measured).map(([who, list]) => [who, list.map(({ cpuUs }) => 1e6 / cpuUs)]);
  tellFigure(`${scheme} connections per second and core`, '1/s', Object.fromEntries(perCore), { better: 'higher' });
  if (rounds.bare.length === 0 || rounds.palaver.length === 0) continue;
  print(`${scheme} CPU of palaver: ${(cpuOf(rounds.palaver) / cpuOf(rounds.bare)).toFixed(2)} times the bare loop's`);
}
