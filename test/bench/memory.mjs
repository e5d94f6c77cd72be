/**
 * Memory per virtual user: the resident set of palaver with N users, above that with 10, after they have talked for a
 * while; the same for a bare socket.io-client loop. Users hold long conversations, one turn every 10 s each.
 *
 * Options: --vus 1000,5000,15000 --seconds 30 --only bare,palaver
 */
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spawnWitness } from '../../dist/witness/witness-process.js';

const { values } = parseArgs({
  options: {
    vus: { type: 'string', default: '1000,5000,15000' },
    seconds: { type: 'string', default: '30' },
    only: { type: 'string', default: 'bare,palaver' },
  },
});
const print = (line) => process.stdout.write(`${line}\n`);
const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
const SECONDS_PER_TURN = 10;

function residentKb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

/** Median of the resident set over the last third, KiB. */
async function watch(pid, seconds) {
  const samples = [];
  const sampling = setInterval(() => samples.push(residentKb(pid)), 250);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  clearInterval(sampling);
  const late = samples.slice(Math.floor(samples.length * 0.67)).sort((a, b) => a - b);
  return { medianKb: late[Math.floor(late.length / 2)], peakKb: Math.max(...samples) };
}

async function palaver(vus, seconds) {
  const witness = await spawnWitness({ delay: '50ms', seed: 1, capacity: 10 });
  const folder = mkdtempSync(join(tmpdir(), 'palaver-memory-'));
  const scenario = join(folder, 'scenario.yml');
  writeFileSync(
    scenario,
    `conversations: [ { steps: [ { repeat: { times: 1000, steps: [ { say: tell me the opening hours please, think: ${SECONDS_PER_TURN}s } ] } } ] } ]`,
  );
  const args = [
    'run',
    scenario,
    '-t',
    witness.url,
    '-u',
    String(vus),
    '-d',
    `${seconds * 2}s`,
    '--report-dir',
    folder,
    '-q',
    '--yes',
    '--graceful-stop',
    '0s',
  ];
  const child = spawn(process.execPath, [MAIN, ...args, '--workers', '1'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const seen = await watch(child.pid, seconds);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  await witness.stop();
  rmSync(folder, { recursive: true, force: true });
  return seen;
}

async function bare(vus, seconds) {
  const witness = await spawnWitness({ delay: '50ms', seed: 1, capacity: 10 });
  const child = fork(new URL('./parts/bare-loop.mjs', import.meta.url));
  const trial = { vus, turnsPerSecond: vus / SECONDS_PER_TURN, seconds: seconds * 2, meanDelayMs: 50 };
  child.send({ trial, port: witness.port });
  const seen = await watch(child.pid, seconds);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  await witness.stop();
  return seen;
}

for (const [name, measure] of Object.entries({ bare, palaver })) {
  if (!values.only.includes(name)) continue;
  const base = await measure(10, Number(values.seconds));
  for (const vus of values.vus.split(',').map(Number)) {
    const seen = await measure(vus, Number(values.seconds));
    const perVu = (key) => ((seen[key] - base[key]) / (vus - 10)).toFixed(1);
    print(
      `${name} ${vus} users: ${Math.round(seen.medianKb / 1024)} MiB (10 users: ${Math.round(base.medianKb / 1024)} MiB): ` +
        `${perVu('medianKb')} KiB per user, at the peak ${perVu('peakKb')}`,
    );
  }
}
