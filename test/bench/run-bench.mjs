/**
 * `npm run bench`: the menu. Without a name it runs the benches that have a short form, which takes about ten minutes on two
 * cores, and prints their figures as one Markdown table; the machine should have nothing else to do meanwhile. With a name it
 * runs that one at its full length and with the options given: `npm run bench -- accuracy --rounds 5`. The head comment of
 * each file is its method. The figures depend on the machine; nothing passes or fails by them. Those that judge themselves
 * (`*.test.ts`) repeat what the machine disturbed, and fail if that does not help.
 */
import { fork, spawnSync } from 'node:child_process';
import { print } from './parts/machine.mjs';
import { tableOf } from './parts/rows.mjs';

/** Name (of the file, too) → what it tells, and the options of its short form, if it has one. */
const BENCHES = {
  accuracy: {
    tells: 'how far reported quantiles are off, and CPU per turn, beside a bare loop',
    short: ['--rounds', '3', '--seconds', '10', '--rates', '2000'],
  },
  'connect-rate': {
    tells: 'connections a second per core, ws and wss, beside a bare loop',
    short: ['--rounds', '3', '--seconds', '5', '--warm-up', '3'],
  },
  memory: {
    tells: 'memory per virtual user, beside a bare loop and Artillery',
    short: ['--vus', '1000,5000', '--seconds', '20'],
  },
  artillery: {
    tells: 'accuracy and cost beside Artillery, where it is installed',
    short: ['--rounds', '1', '--seconds', '10'],
  },
  startup: { tells: 'how long commands take to start, beside node -e 0', short: ['--rounds', '15'] },
  throughput: {
    tells: 'a whole run against the mock endpoint with both books compared',
    short: ['--seconds', '20'],
  },
  merge: { tells: 'time and memory of palaver merge', short: ['--shards', '200'] },
  fleet: {
    tells: 'what a fleet of synthetic agents costs its coordinator',
    short: ['--agents', '100', '--seconds', '20'],
  },
  'load-thread-cost': { tells: 'what measuring takes from a load thread at a time' },
  'checkpoint-cost': { tells: 'what writing the report meanwhile costs the main thread' },
  soak: { tells: 'whether memory grows with the length of a run (30 minutes)' },
  bounds: { tells: 'whether measurement bounds contain the truth, against the reference endpoint', isTest: true },
  freeze: { tells: 'whether latencies follow their closed form while an endpoint freezes', isTest: true },
  'thread-health': { tells: 'whether the watch of a load thread sees what blocks it', isTest: true },
  validity: { tells: 'whether a run that sends late says so', isTest: true },
};

/** One that judges itself: Vitest runs it, and its exit code is the result. */
function runTest(name) {
  const vitest = [
    'vitest',
    'run',
    '--config',
    'test/vitest.config.ts',
    '--project',
    'machine',
    `test/bench/${name}.test.ts`,
  ];
  const { status } = spawnSync('npx', vitest, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

/** Its rows; what it prints is seen at once. */
function run(name, options) {
  const child = fork(new URL(`./${name}.mjs`, import.meta.url), options);
  const rows = [];
  child.on('message', (row) => rows.push(row));
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve(rows) : reject(new Error(`${name} ended with ${code}`))));
  });
}

async function runAll() {
  const rows = [];
  for (const [name, { short }] of Object.entries(BENCHES)) {
    if (!short) continue;
    print(`\n${name} ${short.join(' ')}`);
    rows.push(...(await run(name, short)));
  }
  return rows;
}

const [name, ...options] = process.argv.slice(2);
if (BENCHES[name]?.isTest) {
  runTest(name);
} else if (name === undefined || BENCHES[name]) {
  const rows = name === undefined ? await runAll() : await run(name, options);
  if (rows.length > 0) print(`\n${tableOf(rows)}`);
} else {
  print('npm run bench              the short form of all that have one');
  print('npm run bench -- NAME …    one of them, with its options:\n');
  for (const [known, { tells }] of Object.entries(BENCHES)) print(`  ${known.padEnd(18)}${tells}`);
  process.exitCode = name === '--help' ? 0 : 1;
}
