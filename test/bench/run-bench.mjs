/**
 * The menu of benchmarks.
 *
 *   npm run bench -- all --quick               short form of all that have one, in less than six minutes
 *   npm run bench -- accuracy --rounds 5       one of them at full length, with its options
 *   npm run bench -- memory merge              several at full length
 *
 * Prints a table, compares it with the committed results (results/committed.json) of the same options, names the figures that
 * moved by more than their noise, and writes JSON. Options:
 *
 *   --quick        short form
 *   --json FILE    where the results are written (default reports/bench/<time>.json)
 *   --runs N       run everything N times; every round of every run counts (default 1)
 *   --update       put the results into the committed file, too
 *
 * Informational: the exit code is 1 only if a benchmark could not be run. Nothing else should run on the machine. Those that
 * are tests (`*.test.ts`) repeat what the machine disturbed, and fail if that does not help.
 */
import { fork, spawnSync } from 'node:child_process';
import { splitArgs } from './parts/bench-args.mjs';
import { currentCommit, MACHINE, MACHINE_FACTS, print } from './parts/machine.mjs';
import { compareResults, isSameMachine } from './results/compare-results.mjs';
import { describeMoved, tableOfComparison, tableOfFigures } from './results/result-tables.mjs';
import { COMMITTED, joinRuns, readResults, replaceResults, writeResults } from './results/results-file.mjs';

/** Name (of the file, too) → what it measures, and the options of its short form, if it has one. */
const BENCHES = {
  accuracy: {
    tells: 'error of reported quantiles, CPU per turn, memory, compared with a bare loop',
    short: ['--rounds', '2', '--from', '8', '--to', '12', '--rates', '2000', '--delays', 'const', '--cores', 'shared'],
  },
  'load-threads': {
    tells: 'two load threads with half of the load each, compared with one, and with one that has half of the load',
    short: ['--rounds', '1', '--from', '8', '--to', '12'],
  },
  'connect-rate': {
    tells: 'connections per second and core, ws and wss, compared with a bare loop',
    short: ['--rounds', '1', '--seconds', '3', '--warm-up', '12'],
  },
  memory: {
    tells: 'memory per VU, compared with a bare loop and Artillery',
    short: ['--vus', '5000', '--seconds', '9', '--only', 'bare,palaver'],
  },
  artillery: {
    tells: 'accuracy and cost compared with Artillery, if it is installed',
    short: ['--rounds', '1', '--seconds', '7', '--rates', '2000'],
  },
  startup: { tells: 'start-up of commands, compared with node -e 0', short: ['--rounds', '11'] },
  throughput: {
    tells: 'a run against the mock endpoint, with the counters of both compared',
    short: ['--seconds', '5', '--think', '200ms'],
  },
  merge: { tells: 'time and memory of palaver merge', short: ['--shards', '100', '--rounds', '2'] },
  fleet: {
    tells: 'what a fleet of synthetic agents costs its coordinator',
    short: ['--agents', '100', '--seconds', '6'],
  },
  'load-thread-cost': { tells: 'how long handing over results blocks a load thread' },
  'checkpoint-cost': { tells: 'cost of saving the report during the run, on the main thread' },
  soak: { tells: 'whether memory grows with the length of a run (30 minutes)' },
  'wake-up': { tells: 'how late this machine wakes a blocked thread, without palaver' },
  bounds: { tells: 'whether measurement bounds contain the truth, against the reference endpoint', isTest: true },
  freeze: { tells: 'whether latencies match the analytical prediction while an endpoint freezes', isTest: true },
  'thread-health': { tells: 'whether load thread monitoring detects blocking', isTest: true },
  validity: { tells: 'whether a run whose inputs were sent late is invalid', isTest: true },
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
  return spawnSync('npx', vitest, { stdio: 'inherit' }).status ?? 1;
}

/** The figures that it reports; what it prints is seen at once. */
function runOnce(name, options) {
  const child = fork(new URL(`./${name}.mjs`, import.meta.url), options);
  const figures = [];
  child.on('message', (figure) => figures.push(figure));
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve(figures) : reject(new Error(`${name} ended with ${code}`))));
  });
}

async function measure(name, options, runs) {
  const begin = performance.now();
  const told = [];
  for (let run = 0; run < runs; run += 1) {
    print(`\n${name} ${options.join(' ')}`);
    told.push(await runOnce(name, options));
  }
  const seconds = Math.round((performance.now() - begin) / 100 / runs) / 10;
  return { benchmark: name, options, ...CIRCUMSTANCES, seconds, figures: joinRuns(told) };
}

const CIRCUMSTANCES = { date: new Date().toISOString(), commit: currentCommit(), machine: MACHINE_FACTS };

/** Their results; exit code 1 if one could not be run. */
async function measureAll(names, options, { quick, runs }) {
  const results = [];
  for (const name of names) {
    const { short, isTest } = BENCHES[name];
    try {
      if (isTest) process.exitCode ||= runTest(name);
      else results.push(await measure(name, quick ? short : options, runs));
    } catch (error) {
      print(`error: ${error.message}`);
      process.exitCode = 1;
    }
  }
  return results.filter(({ figures }) => figures.length > 0);
}

function tell(results, { json, update }) {
  const committed = readResults(COMMITTED);
  print(`\n${MACHINE}, ${MACHINE_FACTS.cpuModel}; ± noise: largest distance of a round from the median\n`);
  print(tableOfFigures(results.flatMap(({ figures }) => figures)));
  const compared = compareResults(committed, results);
  const known = compared.filter(({ outcome }) => outcome !== 'not compared');
  if (known.length > 0) {
    const isOther = committed.some(({ machine }) => !isSameMachine(machine, MACHINE_FACTS));
    if (isOther)
      print('\nSome committed results are from another machine: of these, only ratios to the bare loop are compared.');
    print(`\n${tableOfComparison(known)}\n\n${describeMoved(known).join('\n')}`);
  } else print('\nno committed results of these benchmarks with these options');
  const file = json ?? `reports/bench/${CIRCUMSTANCES.date.replace(/[:.]/g, '-')}.json`;
  writeResults(file, results);
  print(`\nresults: ${file}`);
  if (!update) return;
  writeResults(COMMITTED, replaceResults(committed, results));
  print(`updated: ${COMMITTED}`);
}

function tellUsage(to) {
  to('npm run bench -- NAME… [--quick] [--json FILE] [--runs N] [--update] [options of NAME]\n');
  to(`  ${'all'.padEnd(18)}all benchmarks; with --quick the short form of those with *, in less than six minutes`);
  for (const [name, { tells, short }] of Object.entries(BENCHES))
    to(`  ${`${name}${short ? ' *' : ''}`.padEnd(18)}${tells}`);
}

/** @throws Error about a wrong argument. */
function namesOf({ names, own }) {
  const known = Object.keys(BENCHES);
  const unknown = names.find((name) => name !== 'all' && !known.includes(name));
  if (unknown) throw new Error(`there is no benchmark ${unknown}; see npm run bench -- --help`);
  if (names.includes('all')) return known.filter((name) => (own.quick ? BENCHES[name].short : !BENCHES[name].isTest));
  const long = own.quick && names.find((name) => !BENCHES[name].short);
  if (long) throw new Error(`${long} has no short form; leave out --quick`);
  return names;
}

async function main(args) {
  const { names, own, options } = splitArgs(args);
  if (own.help || names.length === 0) return tellUsage(print);
  const begin = performance.now();
  const results = await measureAll(namesOf({ names, own }), options, own);
  if (results.length > 0) tell(results, own);
  print(`took ${Math.round((performance.now() - begin) / 1000)} s`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}
