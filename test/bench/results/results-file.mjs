/**
 * Files of results: `{ version, results }`, each result with what it was measured with: `benchmark`, `options`, `date`,
 * `commit`, `machine`, `seconds` it took, `figures`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { summarise } from './figures.mjs';

const VERSION = '1.0.0';

/** Committed results, with which new ones are compared. */
export const COMMITTED = new URL('./committed.json', import.meta.url).pathname;

export function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).results;
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw new Error(`${file} is not a file of benchmark results: ${error.message}`);
  }
}

export function writeResults(file, results) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ version: VERSION, results }, null, 1)}\n`);
}

/** `results` with `updates` in place of those of the same benchmarks. */
export function replaceResults(results, updates) {
  const isUpdated = ({ benchmark }) => updates.some((one) => one.benchmark === benchmark);
  return [...results.filter((one) => !isUpdated(one)), ...updates].toSorted((left, right) =>
    left.benchmark.localeCompare(right.benchmark),
  );
}

/** The figures of several runs of one benchmark: every round of every run counts. */
export function joinRuns(runs) {
  const [first, ...others] = runs;
  return first.map((figure) => {
    const same = others.map((told) => told.find(({ name }) => name === figure.name)).filter(Boolean);
    const roundsOf = (who) => [figure, ...same].flatMap(({ rounds }) => rounds[who] ?? []);
    const rounds = Object.fromEntries(Object.keys(figure.rounds).map((who) => [who, roundsOf(who)]));
    return summarise({ ...figure, rounds });
  });
}
