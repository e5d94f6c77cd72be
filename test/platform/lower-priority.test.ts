import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Nice values by thread of a process that lets its others give way to a worker; run apart, for it cannot be undone. */
const SCRIPT = `
  import { readdirSync, readFileSync } from 'node:fs';
  import { Worker } from 'node:worker_threads';
  import { lowerOtherThreads } from ${JSON.stringify(new URL('../../.build/platform/process/lower-priority.js', import.meta.url).href)};
  const tasks = () => readdirSync('/proc/self/task');
  const niceOf = (id) => Number(readFileSync('/proc/self/task/' + id + '/stat', 'utf8').split(') ')[1].split(' ')[16]);
  const before = tasks();
  const usual = niceOf(process.pid);
  const lowerPriorities = lowerOtherThreads();
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await new Promise((resolve) => worker.once('online', resolve));
  lowerPriorities();
  const added = tasks().filter((id) => !before.includes(id));
  console.log(JSON.stringify({ usual, others: before.map(niceOf), added: added.map(niceOf) }));
  process.exit(0);
`;

it.runIf(process.platform === 'linux')(
  'lowers the priority of the threads that were there, not of a worker started since',
  () => {
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT], { encoding: 'utf8' });
    const { usual, others, added } = JSON.parse(output);
    expect(others.length).toBeGreaterThan(1);
    expect(new Set(others)).toEqual(new Set([Math.min(19, usual + 10)]));
    expect(added).toContain(usual);
  },
);
