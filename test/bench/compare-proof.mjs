// How often `compare` is correct, on simulated runs with a known true change: node test/bench/compare-proof.mjs [REPETITIONS]
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { print } from './parts/machine.mjs';

const repetitions = Number(process.argv[2] ?? 500);
const root = new URL('../..', import.meta.url).pathname;
// Within the project, so that the bundle finds its packages. The tests run the same simulation, a few times.
const folder = mkdtempSync(join(root, 'node_modules', '.compare-proof-'));
await build({
  input: join(root, 'test/support/simulated-comparison.ts'),
  platform: 'node',
  logLevel: 'warn',
  external: (id) => /^[^./]/.test(id),
  output: { file: join(folder, 'simulation.mjs'), format: 'esm' },
});
const { simulateComparison } = await import(join(folder, 'simulation.mjs'));
rmSync(folder, { recursive: true });

const TEN = { relative: 0.1, absoluteMs: 10 };
const FIVE = { relative: 0.05, absoluteMs: 0 };
const wandering = { deviation: 0.1, rho: 0.8 };
const minute = { seconds: 60, turns: 10_000, blockMs: 1000, margin: TEN };
const tenMinutes = { seconds: 600, turns: 10_000, blockMs: 5000, level: wandering, margin: TEN };
const noisy = { ...tenMinutes, runDeviation: 0.03, margin: FIVE };
const SETUPS = [
  ['a  60 s, independent', minute, 1.2],
  ['b  600 s, AR(1) 0.8', tenMinutes, 1.2],
  ['c  60 s, AR(1) 0.8', { ...minute, level: wandering }, 1.2],
  ['d  as b, runs ±3 %, 5 : 5', { ...noisy, runsEach: 5 }, 1.1],
  ['d  the same, 1 : 1', noisy, 1.1],
  ['d  1 : 1, margin 10 %', { ...noisy, margin: TEN }, 1.2],
];

const percent = (count, of) => (of === 0 ? '–' : `${((100 * count) / of).toFixed(1)} %`).padStart(8);
print(`${repetitions} repetitions each\n`);
print(`${'setup'.padEnd(26)}  refused  coverage of p50, p95  false slower  found`);
for (const [name, setup, factor] of SETUPS) {
  const trials = (of) =>
    Array.from({ length: repetitions }, (_, number) => simulateComparison({ ...setup, factor: of }, number));
  const same = trials(1);
  const slowed = trials(factor);
  const judged = same.filter(({ held }) => held.length === 2);
  const coverage = [0, 1].map((place) => percent(judged.filter(({ held }) => held[place]).length, judged.length));
  const count = (results, key) => results.filter((result) => result[key]).length;
  print(
    [
      name.padEnd(26),
      percent(count(same, 'refused'), repetitions),
      `${coverage[0]} ${coverage[1]}     `,
      `${percent(count(same, 'slower'), repetitions)}    `,
      `${percent(count(slowed, 'slower'), repetitions)} of ×${factor}`,
    ].join(' '),
  );
}
