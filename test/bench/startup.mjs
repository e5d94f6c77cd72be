/**
 * Start-up time of palaver compared with an empty Node: `--version`, the help of `run`, `validate`, and `run` until a running
 * endpoint accepts its first connection. They alternate, so that the machine is the same for all; figures are medians, and
 * their ratios to the median of `node -e 0`. The figures depend on the machine; nothing passes or fails because of them.
 *
 * Options: --rounds N --scenario FILE
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { MACHINE, print } from './parts/machine.mjs';
import { MAIN } from './parts/palaver-cli.mjs';
import { median } from './parts/statistics.mjs';
import { tellFigure } from './results/figures.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '41' },
    scenario: { type: 'string', default: 'scenarios/restaurant-booking.yml' },
  },
});

/** ms until the process has ended. */
function untilEnd(args) {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  return new Promise((resolve) => child.once('exit', () => resolve(performance.now() - begin)));
}

/** ms until the process has connected to a port of this one; it is then ended. */
async function untilConnected(argsFor) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const begin = performance.now();
  const child = spawn(process.execPath, argsFor(`http://127.0.0.1:${server.address().port}/token`), {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const connected = new Promise((resolve) => server.once('connection', () => resolve(performance.now() - begin)));
  const took = await Promise.race([connected, ended.then(() => Number.NaN)]);
  child.kill('SIGKILL');
  await ended;
  server.close();
  return took;
}

const { scenario } = values;
const CASES = {
  'node -e 0': () => untilEnd(['-e', '0']),
  'palaver --version': () => untilEnd([MAIN, '--version']),
  'palaver run --help': () => untilEnd([MAIN, 'run', '--help']),
  'palaver validate': () => untilEnd([MAIN, 'validate', scenario]),
  'palaver run, to its first connection': () =>
    untilConnected((url) => [MAIN, 'run', scenario, '--target', url, '--yes', '--vus', '1']),
};

print(`${MACHINE}, ${values.rounds} rounds`);
const rounds = [];
for (let round = 0; round < Number(values.rounds); round++) {
  const times = {};
  for (const [name, time] of Object.entries(CASES)) times[name] = await time();
  rounds.push(times);
}
const timesOf = (name) => rounds.map((times) => times[name]);
const bare = timesOf('node -e 0');
for (const name of Object.keys(CASES)) {
  const palaver = timesOf(name);
  const [ms, ratio] = [median(palaver), median(palaver) / median(bare)];
  print(`${name.padEnd(38)}${ms.toFixed(0).padStart(5)} ms  ${ratio.toFixed(2)} times`);
  if (name.startsWith('palaver')) tellFigure(`start-up of ${name} (bare: node -e 0)`, 'ms', { palaver, bare });
}
