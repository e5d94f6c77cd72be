// How often `capacity` is correct where the true capacity is known: node test/bench/capacity-proof.mjs [SEARCHES] simulates
// SEARCHES searches of each endpoint (default 300); --real searches each once over real sockets, at the mock endpoint (20 minutes).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { print } from './parts/machine.mjs';

const args = process.argv.slice(2);
const searches = Number(args.find((word) => /^\d+$/.test(word)) ?? 300);
const root = new URL('../..', import.meta.url).pathname;
const { KNOWN_CAPACITIES, QUEUE, searchOnce } = await bundled('test/support/known-capacities.ts');

if (args.includes('--real')) for (const known of KNOWN_CAPACITIES) searchForReal(known);
else for (const known of KNOWN_CAPACITIES) searchSimulated(known);

/** Within the project, so that the bundle finds its packages. The tests run the same simulation, a few times. */
async function bundled(input) {
  const folder = mkdtempSync(join(root, 'node_modules', '.capacity-proof-'));
  try {
    const external = (id) => /^[^./]/.test(id);
    const output = { file: join(folder, 'known.mjs'), format: 'esm' };
    await build({ input: join(root, input), platform: 'node', logLevel: 'warn', external, output });
    return await import(output.file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function searchSimulated(known) {
  const results = Array.from({ length: searches }, (_, seed) => searchOnce(known, seed));
  const right = results.filter((result) => result.right).length;
  const ratios = (key) => results.map((result) => result[key] / known.truth).sort((a, b) => a - b);
  const [held, failed] = [ratios('held'), ratios('failed')];
  const at = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))].toFixed(3);
  const steps = results.map((result) => result.steps).sort((a, b) => a - b);
  print(
    `${known.name.padEnd(38)} truth ${known.truth.toFixed(1)}, right ${right} of ${searches}; held/truth p5 p50 p95 ` +
      `${at(held, 0.05)} ${at(held, 0.5)} ${at(held, 0.95)}; failed/truth ${at(failed, 0.05)} ${at(failed, 0.5)} ` +
      `${at(failed, 0.95)}; steps p50 p95 ${at(steps, 0.5)} ${at(steps, 0.95)}`,
  );
}

function searchForReal(known) {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-capacity-'));
  const [file, out] = [join(folder, 'scenario.yml'), join(folder, 'capacity.json')];
  writeFileSync(file, `name: proof\n${known.scenario}\n`);
  const words = ['capacity', file, '--mock', '--quiet', '--objective', known.terms.objective, '--warm-up', '5s'];
  const paths = ['--report-dir', folder, '--out', `json=${out}`];
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'dist/main.js'), ...words, ...paths], {
    encoding: 'utf8',
  });
  if (status !== 0) print(`${known.name}: exit ${status}\n${stderr}${stdout}`);
  const { answer, steps, durationMs } = JSON.parse(readFileSync(out, 'utf8'));
  const most = Math.max(...steps.map(({ turnsPerSecond }) => turnsPerSecond));
  const ratio = (load) => (load === undefined ? 'none' : `${load} (${(load / known.truth).toFixed(3)})`);
  print(
    `${known.name.padEnd(38)} truth ${known.truth.toFixed(1)}: held ${ratio(answer.held)}, failed ${ratio(answer.failed)}, ` +
      `${steps.length} steps in ${Math.round(durationMs / 1000)} s; most turns/s ${most.toFixed(1)} of ${QUEUE.workers / QUEUE.serviceS}`,
  );
  rmSync(folder, { recursive: true });
}
