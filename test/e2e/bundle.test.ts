import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { palaver, tempFolder } from '../support/palaver.ts';

/** Says on stderr how often Node's own zlib compressed something. */
const COUNTING_ZLIB = `
  import { syncBuiltinESMExports } from 'node:module';
  import zlib from 'node:zlib';
  const { deflateSync } = zlib;
  let calls = 0;
  zlib.deflateSync = (...args) => { calls++; return deflateSync(...args); };
  syncBuiltinESMExports();
  process.on('exit', () => process.stderr.write('compressed: ' + calls));
`;

/** A bug where a command is chosen. */
const BUG = "Object.hasOwn = () => { throw new Error('a bug made for this test') };";

/** Runs `script` before palaver, in the same process. */
const preloaded = (script: string) => ({
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(script)}`,
});

/** The packages that parts of dist were made of. */
function bundledPackages(): Set<string> {
  const maps = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js.map'));
  const sources = maps.flatMap((name): string[] => JSON.parse(readFileSync(join('dist', name), 'utf8')).sources);
  return new Set(sources.flatMap((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
}

describe('the bundled command line', () => {
  it('encodes histograms with the zlib of Node, not with a JavaScript one', async () => {
    const folder = tempFolder();
    const words = ['report', 'reports/sample', '--out', `hlog=${folder}/run.hlog`];
    const { code, stderr } = await palaver(words, preloaded(COUNTING_ZLIB));
    expect(code).toBe(0);
    expect(stderr).toMatch(/compressed: [1-9]/);
  });

  it('shows positions in src with --debug', async () => {
    const { code, stderr } = await palaver(['run', '--debug'], preloaded(BUG));
    expect(stderr).toContain('unexpected error: a bug made for this test');
    const [, file, line] = /at (?:async )?dispatch \((src\/[\w/-]+\.ts):(\d+):\d+\)/.exec(stderr) ?? [];
    expect(file).toBe('src/cli/cli.ts');
    expect(readFileSync(file!, 'utf8').split('\n')[Number(line) - 1]).toContain('Object.hasOwn(COMMANDS, name)');
    expect(code).toBe(1);
  });

  it('contains the licence of every bundled package', () => {
    const packages = bundledPackages();
    expect([...packages]).toEqual(expect.arrayContaining(['yargs-parser', 'zod', 'socket.io', 'socket.io-client']));
    const licences = readFileSync('dist/third-party-licenses.txt', 'utf8');
    const missing = [...packages].filter((name) => !new RegExp(`^${name} [\\d.]+$`, 'm').test(licences));
    expect(missing).toEqual([]);
  });
});
