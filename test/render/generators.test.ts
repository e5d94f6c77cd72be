import { expect, it } from 'vitest';
import { buildPageModel } from '../../src/render/build-page-model.ts';
import { renderMarkdown } from '../../src/render/render-markdown.ts';
import { renderTables } from '../../src/render/render-tables.ts';
import type { Report } from '../../src/report/report.ts';
import { sampleReport } from '../support/sample-report.ts';

/** A run in two shards; the second generator is the slower one. */
function ofShards(): Report {
  const report = sampleReport();
  const { palaver, node, cpus } = report.generator;
  const machine = { palaver, node, cpus, loadThreads: 2, samplesLost: 0, cpuShare: 1.25, otherCpuCores: 0.1 };
  const machines = [
    { ...machine, shard: '1/2', host: 'alpha', loopDelayMaxMs: 12.3 },
    { ...machine, shard: '2/2', host: 'beta', loopDelayMaxMs: 345, samplesLost: 7 },
  ];
  return { ...report, generator: { ...report.generator, machines, mostLoaded: '1/2' } };
}

const WORST = 'Most loaded: shard 1/2; longest event loop delay: shard 2/2 (345 ms).';

it('lists the load generators of a run in shards, and names the worst, in the terminal', () => {
  const text = renderTables(ofShards());
  expect(text).toMatch(/^ shard +host +cores +load threads +loop delay +palaver +others +lost samples$/m);
  expect(text).toMatch(/^ 1\/2 +alpha +\d+ +2 +12\.3 ms +1\.3 +0\.1 +0$/m);
  expect(text).toMatch(/^ 2\/2 +beta +\d+ +2 +345 ms +1\.3 +0\.1 +7$/m);
  expect(text).toContain(WORST);
});

it('lists them in Markdown, and on the page', () => {
  expect(renderMarkdown(ofShards())).toMatch(/### Load generators\n\n\| shard \|[\s\S]*\n\| 2\/2 \| beta \|/);
  const { machines } = buildPageModel(ofShards()).generator;
  expect(machines.rows.map(([shard, host]) => `${shard} ${host}`)).toEqual(['1/2 alpha', '2/2 beta']);
  expect(machines.worst).toBe(WORST);
});

it('lists agents of a fleet by their names', () => {
  const report = ofShards();
  const machines = report.generator.machines!.map((machine, index) => ({ ...machine, agent: `agent-${index}` }));
  const text = renderTables({ ...report, generator: { ...report.generator, machines } });
  expect(text).toMatch(/^ shard +agent +cores/m);
  expect(text).toMatch(/^ 2\/2 +agent-1 +\d+/m);
});

it('has no such list for a run on one machine', () => {
  expect(renderTables(sampleReport())).not.toContain('load generators');
  expect(renderMarkdown(sampleReport())).not.toContain('Load generators');
  expect(buildPageModel(sampleReport()).generator.machines.rows).toEqual([]);
});
