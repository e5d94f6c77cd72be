import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { SampleSink } from '../../src/measure/sample.ts';
import { SampleRing } from '../../src/measure/sample-ring.ts';

it('a sample ring loses nothing between two concurrent threads', async () => {
  const built = new URL('../../.build/measure/sample-ring.js', import.meta.url);
  if (!existsSync(built)) expect.fail('build first: npm run build');
  const ring = new SampleRing(1024);
  const total = 200_000;
  const worker = new Worker(
    `const { workerData } = require('node:worker_threads');
     import(workerData.module).then(({ SampleRing }) => {
       const ring = new SampleRing(workerData.buffer);
       for (let sent = 0; sent < workerData.total; ) {
         const lost = ring.lost;
         ring.append(sent % 7, sent, sent, sent + 1);
         if (ring.lost === lost) sent++;
       }
     });`,
    { eval: true, workerData: { module: built.href, buffer: ring.buffer, total } },
  );
  let next = 0;
  const inOrder: SampleSink = {
    append(series, atMs, lo, hi) {
      if (series !== next % 7 || atMs !== next || lo !== next || hi !== next + 1) throw new Error(`torn at ${next}`);
      next++;
    },
  };
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
  while (next < total) {
    ring.drain(inOrder);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await ended;
  ring.drain(inOrder);
  expect(next).toBe(total);
});
