/**
 * Cost of a fleet for its coordinator: `palaver run --fleet`, in a process of its own, with synthetic agents and a real
 * nats-server, all on this machine. The agents send the messages of real ones, with the same modules, and have as many series
 * as the files of `merge`, but generate no load. They send a live state each second, and the content of their shard file every
 * five seconds and at the end.
 *
 * CPU and memory are those of the coordinator's process; the server counts the traffic of its connection. The age of progress is
 * that of the oldest live state that had been published, but was not yet in the line on the terminal. The number of turns in
 * the report is compared with that in the shard files.
 *
 * Options: --agents 10,100,1000 --seconds 60 --connections N (default: one per agent) --cpu-prof FOLDER
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spawnMock } from '../../.build/mock/mock-process.js';
import { MACHINE, print } from './parts/machine.mjs';
import { startNats } from './parts/nats-server.mjs';
import { MAIN } from './parts/palaver-cli.mjs';
import { watchUsage } from './parts/process-usage.mjs';
import { SHAPE } from './parts/shard-files.mjs';
import { tellFigure } from './results/figures.mjs';

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '10,100,1000' },
    seconds: { type: 'string', default: '60' },
    connections: { type: 'string' },
    'cpu-prof': { type: 'string' },
  },
});
const seconds = Number(values.seconds);
/** Agents whose number of active users identifies a live state; the line shows up to four digits exactly. */
const PROBES = 100;
/** A coordinator that needs longer than that in addition to the load is killed. */
const MAX_BESIDE_S = 120;
if (seconds > 90) throw new Error('at most 90 s');

/** 1,000 virtual users per agent. */
const scenarioFor = (agents) => `
name: fleet
targets: { eu: "\${BOT_URL}" }
defaults: { think: 10s }
load: { closed: { vus: ${agents * 1000}, duration: ${seconds}s } }
thresholds:
  - { expression: turn p95 < 60s, abort: true }
  - first_output p95 < 60s in 90% of windows
conversations:
${SHAPE.conversations
  .map(
    ({ name, steps }) =>
      `  - name: ${name}\n    steps: [${steps.map((step) => `{ say: hello, as: ${step} }`).join(', ')}]`,
  )
  .join('\n')}
`;

function startCoordinator(agents, { nats, mock, folder }) {
  const file = join(folder, 'scenario.yml');
  writeFileSync(file, scenarioFor(agents));
  const profile = values['cpu-prof'];
  if (profile) mkdirSync(profile, { recursive: true });
  const node = [
    // The line of a terminal, which is renewed each second.
    ...['--import', 'data:text/javascript,process.stderr.isTTY=true'],
    ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${agents}.cpuprofile`] : []),
  ];
  const run = ['run', file, '--fleet', nats.url, '--agents', agents, '--report-dir', join(folder, 'reports'), '--yes'];
  const env = { ...process.env, BOT_URL: `${mock.url}/bench`, GITHUB_STEP_SUMMARY: undefined };
  const child = spawn(process.execPath, [...node, MAIN, ...run], { stdio: ['ignore', 'ignore', 'pipe'], env });
  const lines = [];
  let said = '';
  child.stderr.on('data', (chunk) => {
    const atUs = nowUs();
    said += chunk;
    for (const [, vus] of String(chunk).matchAll(/ (\d{1,4}) VUs? /g)) lines.push({ atUs, vus: Number(vus) });
  });
  return { pid: child.pid, kill: () => child.kill('SIGKILL'), ended: once(child, 'close'), lines, said: () => said };
}

const nowUs = () => Number(process.hrtime.bigint() / 1000n);

async function startAgents(count, { nats }) {
  const connections = Math.min(count, Number(values.connections ?? count));
  const order = { url: nats.url, count, from: 0, connections, seconds, probes: PROBES };
  const child = fork(new URL('./parts/fleet-agents.mjs', import.meta.url), [JSON.stringify(order)]);
  const heard = new Map();
  child.on('message', (message) => heard.set(message.kind, message));
  const hear = async (kind) => {
    while (!heard.has(kind)) {
      const [first] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => ['gone'])]);
      if (first === 'gone') throw new Error('the synthetic agents ended');
    }
    return heard.get(kind);
  };
  await hear('joined');
  const ask = () => {
    child.send('ask');
    return hear('seen');
  };
  return { ask, pid: child.pid, stop: () => child.kill('SIGKILL') };
}

/** Age of each line, ms. */
function delays(lines, probes, fromUs, toUs) {
  const last = new Map();
  let sum = 0;
  const published = probes
    .toSorted(([left], [right]) => left - right)
    .map(([atUs, agent, tick]) => {
      sum += tick - (last.get(agent) ?? 0);
      last.set(agent, tick);
      return { atUs, sum };
    });
  return lines
    .filter(({ atUs }) => atUs > fromUs && atUs < toUs)
    .map(({ atUs, vus }) => {
      const missing = published.find((one) => one.sum > vus);
      return missing && missing.atUs < atUs ? (atUs - missing.atUs) / 1000 : 0;
    })
    .sort((left, right) => left - right);
}

async function measure(agents) {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-fleet-'));
  const nats = await startNats();
  const mock = await spawnMock({ bot: 'echo', delay: '5ms', ready: '1ms' });
  const fleet = await startAgents(agents, { nats });
  try {
    const beganUs = nowUs();
    const coordinator = startCoordinator(agents, { nats, mock, folder });
    const usage = watchUsage(coordinator.pid, nowUs, 100);
    const agentUsage = watchUsage(fleet.pid, nowUs, 1000);
    const sent = [];
    const reading = setInterval(async () => {
      const bytes = await nats.sentTo('palaver run');
      sent.push({ atUs: nowUs(), bytes });
    }, 1000);
    const late = setTimeout(coordinator.kill, (seconds + MAX_BESIDE_S) * 1000);
    const [code] = await coordinator.ended;
    clearTimeout(late);
    clearInterval(reading);
    const endedUs = nowUs();
    const readings = usage.stop();
    const reports = join(folder, 'reports');
    if (![0, 99, 112].includes(code) || !existsSync(reports))
      throw new Error(
        `palaver run ended with ${code}: ${coordinator.said().slice(-2000)} ${nats.problems.slice(0, 3)}`,
      );
    const { seen, probes, results } = await fleet.ask();
    const report = JSON.parse(readFileSync(join(reports, readdirSync(reports)[0], 'report.json'), 'utf8'));
    return {
      agents,
      code,
      beganUs,
      endedUs,
      readings,
      seen,
      probes,
      results,
      report,
      coordinator,
      sent,
      problems: nats.problems,
      agentUsage: agentUsage.stop(),
    };
  } finally {
    fleet.stop();
    await mock.stop();
    nats.stop();
    rmSync(folder, { recursive: true });
  }
}

const at = (readings, atUs) => readings.findLast((one) => one.atUs <= atUs) ?? readings[0];

const inSeconds = (us) => `${(us / 1e6).toFixed(1)} s`;
const milliseconds = (us) => `${Math.round(us / 1000)} ms`;
const mib = (kb) => `${Math.round(kb / 1024)} MiB`;

/** What an agent sends, and how long it took until all had started. */
function describeStart({ beganUs, seen, results }) {
  const first = Math.min(...seen.rollCalls);
  const [reserved, ready, started] = [seen.reserved, seen.ready, seen.started].map((all) => Math.max(...all));
  const startUs = Math.min(...seen.startUs);
  if (results) {
    const { liveTrends, liveCounters, liveJsonBytes, liveBytes, fileBytes } = results;
    print(
      `an agent sends: live state of ${liveTrends} trends and ${liveCounters} counters, ${liveJsonBytes} B, ` +
        `${liveBytes} B compressed; shard file ${fileBytes} B`,
    );
  }
  print(
    `before the load: first roll call after ${inSeconds(first - beganUs)}, ${seen.rollCalls.length} offers; reserved after ` +
      `${milliseconds(reserved - first)}, ready after ${milliseconds(ready - reserved)} (of which making synthetic results ` +
      `${milliseconds(seen.madeUs)}), asked to start within ${milliseconds(started - Math.min(...seen.started))}, ` +
      `${milliseconds(startUs - started)} before the start; starts differ by ${milliseconds(Math.max(...seen.startUs) - startUs)}`,
  );
}

function describe(measured) {
  const { agents, code, endedUs, readings, seen, probes, results, report, coordinator, sent } = measured;
  const startUs = Math.min(...seen.startUs);
  const loadEndUs = startUs + seconds * 1e6;
  const cpuOf = (all, fromUs, toUs) => (at(all, toUs).cpuUs - at(all, fromUs).cpuUs) / 1e6;
  const behind = delays(coordinator.lines, probes, startUs + 2e6, loadEndUs);
  const quantile = (share) => behind[Math.min(behind.length - 1, Math.floor(behind.length * share))] ?? Number.NaN;
  const cores = cpuOf(readings, startUs, loadEndUs) / seconds;
  const during = readings.filter(({ atUs }) => atUs < loadEndUs);
  const peakKb = Math.max(...readings.map((one) => one.peakKb));
  print(`\n${agents} agents: exit ${code}`);
  describeStart(measured);
  const inBytes = (at(sent, loadEndUs).bytes - at(sent, startUs).bytes) / seconds;
  print(
    `load of ${seconds} s: ${cores.toFixed(2)} cores, ${mib(Math.max(...during.map((one) => one.peakKb)))}, ` +
      `${(inBytes / 1e6).toFixed(1)} MB/s (agents: ${(cpuOf(measured.agentUsage, startUs, loadEndUs) / seconds).toFixed(2)} cores)`,
  );
  print(
    `progress: ${behind.length} lines, behind by ${quantile(0.5).toFixed(0)} ms (median), ${quantile(0.95).toFixed(0)} ms (p95), ` +
      `${quantile(1).toFixed(0)} ms at most`,
  );
  const allEnded = Math.max(...seen.ended);
  print(
    `after the load: report ${inSeconds(endedUs - allEnded)} after the last agent has ended, ` +
      `${cpuOf(readings, loadEndUs, endedUs).toFixed(1)} s of CPU; peak memory ${mib(peakKb)}; CPU in total ${inSeconds(readings.at(-1).cpuUs)}`,
  );
  const turns = report.metrics.turn?.count;
  print(
    `turns: ${turns}, ${turns === results?.turns ? 'all of them' : `of ${results?.turns}: SOME ARE MISSING`}; ` +
      `agents in the report: ${report.generator.machines?.length}, leases that ended: ${seen.leasesEnded}`,
  );
  const said = coordinator.said().split('\n');
  const troubles = said.filter((line) => /is lost|could not be saved|Warning/.test(line)).concat(measured.problems);
  for (const trouble of troubles.slice(0, 5)) print(`TROUBLE: ${trouble}`);
  tellFigure(`coordinator of ${agents} agents: CPU during the load`, 'cores', {
    palaver: coresOfQuarters(readings, startUs),
  });
  tellFigure(`coordinator of ${agents} agents: peak memory`, 'MiB', { palaver: [peakKb / 1024] });
}

/** CPU in each quarter of the load, cores: shows the noise within one run. */
function coresOfQuarters(readings, startUs) {
  const quarterUs = (seconds / 4) * 1e6;
  return [0, 1, 2, 3].map((quarter) => {
    const [first, last] = [quarter, quarter + 1].map((number) => at(readings, startUs + number * quarterUs));
    return (last.cpuUs - first.cpuUs) / (last.atUs - first.atUs);
  });
}

print(MACHINE);
for (const agents of values.agents.split(',').map(Number)) describe(await measure(agents));
