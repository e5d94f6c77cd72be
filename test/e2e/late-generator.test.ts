import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/report/report-schema.ts';
import { palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

/** A machine of 64 cores that are all in use, whatever this one does. */
const BUSY_MACHINE = `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const read = fs.readFileSync;
const cores = Array.from({ length: 64 }, (_, core) => 'cpu' + core + ' 1 0 0 0 0 0 0 0\\n').join('');
fs.readFileSync = (path, ...rest) => {
  if (path === '/proc/loadavg') return '70.25 60.00 50.00 9/999 4242\\n';
  if (path !== '/proc/stat') return read(path, ...rest);
  return 'cpu  ' + Math.round(performance.now() * 6.4) + ' 0 0 0 0 0 0 0\\n' + cores;
};
syncBuiltinESMExports();
`;
/** Blocks the load thread, so that the inputs of other users are late. */
const BLOCK = 'export function block() { const end = Date.now() + 60; while (Date.now() < end); }\n';
const SCENARIO = `mock: { bot: echo, delay: 5ms }
defaults: { think: 50ms }
load: { closed: { vus: 8, conversations: 40 } }
conversations: [ { name: talk, steps: [ hello, { call: ./block.ts#block }, again, { call: ./block.ts#block }, bye ] } ]
`;

describe('inputs that were sent late', { timeout: 120_000 }, () => {
  it('are explained in every output by the load of the machine', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'machine.mjs'), BUSY_MACHINE);
    writeFileSync(join(folder, 'block.ts'), BLOCK);
    const path = (name: string) => join(folder, name);
    const outputs = ['junit', 'markdown', 'json'].flatMap((type) => ['--out', `${type}=${path(type)}`]);
    const words = ['run', scenarioFile(folder, SCENARIO), '--mock', '--report-dir', path('reports'), ...outputs];
    const { code, stdout } = await palaver(words, {
      NODE_OPTIONS: `--import ${pathToFileURL(path('machine.mjs')).href}`,
    });
    expect(code).toBe(112);
    const report = reportSchema.parse(JSON.parse(readFileSync(path('json'), 'utf8')));
    expect(report.generator).toMatchObject({ machineCores: 64, idleCpuCores: 0, loadAverage: 70.25 });
    const [run] = readdirSync(path('reports'));
    const files = [path('junit'), path('markdown'), path('json'), join(path('reports'), run!, 'report.html')];
    for (const text of [stdout, ...files.map((file) => readFileSync(file, 'utf8'))])
      expect(text.replace(/\s+/g, ' ')).toMatch(
        /the actual load was lower than planned; likely causes?.*: other processes used 6\d\.\d of 64 cores.*; load average 70\.3 on 64 cores; stop them, or use a dedicated machine/,
      );
  });
});
