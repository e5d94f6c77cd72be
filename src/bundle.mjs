// Makes dist of src: the command line, the library and the entries of its threads and processes. Code that several of them share, and
// what a command loads once it needs it, goes to dist/chunks. Libraries in package.json's `dependencies` are installed with
// the package and imported from there; those in `devDependencies` are bundled, for one file loads much faster than many.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'rolldown';

const root = new URL('..', import.meta.url).pathname;
const OUT = join(root, 'dist');
const INSTALLED = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies);

const ENTRIES = [
  'src/main.ts',
  'src/palaver.ts',
  'src/distribute/worker-entry.ts',
  'src/hooks/hook-entry.ts',
  'src/mock/mock-entry.ts',
  'src/calibrate/trial-entry.ts',
  'src/calibrate/reference/reference-entry.ts',
];

/** What only a load or a mock endpoint needs: Node loads child_process, zlib and perf_hooks for it, which takes its time. */
const ONLY_LOADS =
  /\/src\/platform\/(quantiles|files\/text-stream|time\/loop-\w+|process\/(child-process|gc-watch|local-addresses))\.ts$/;

const { output } = await build({
  cwd: root,
  input: Object.fromEntries(ENTRIES.map((path) => [basename(path, '.ts'), path])),
  platform: 'node',
  // Of ES modules, only what is used is kept: of yargs the parser, without what draws help and reads translations.
  resolve: { mainFields: ['module', 'main'] },
  treeshake: { moduleSideEffects: [{ test: /\/yargs\/lib\/platform-shims\//, sideEffects: false }] },
  logLevel: 'warn',
  external: (id) => INSTALLED.some((name) => id === name || id.startsWith(`${name}/`)),
  output: {
    dir: OUT,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: [
        // What main.ts imports must load in every Node.
        {
          name: 'first',
          test: /\/src\/platform\/.*\/?(exit-code|package-facts|package-file|runtime)\.ts$/,
          priority: 2,
        },
        // Small modules that nearly every command needs: one file loads faster than many.
        { name: 'platform', test: (id) => /\/src\/(platform|load)\//.test(id) && !ONLY_LOADS.test(id), priority: 1 },
        { name: 'process', test: ONLY_LOADS },
      ],
    },
    // Less to read and to compile; names stay, for the stack of a bug shows them.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    // Looked up when a stack is shown (platform/files/source-stack.ts).
    sourcemap: true,
  },
});

for (const { type, fileName, map } of output) {
  if (type !== 'chunk') continue;
  // Texts of the sources are not needed for that.
  writeFileSync(join(OUT, `${fileName}.map`), JSON.stringify({ ...map, sourcesContent: undefined }));
}
writeFileSync(join(OUT, 'third-party-licenses.txt'), licences(output));

/** Of every package that the bundles hold a part of: their licences ask for it. */
function licences(chunks) {
  const modules = chunks.flatMap(({ moduleIds = [] }) => moduleIds);
  const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []));
  return [...new Set([...folders].sort().map(licence))].join('\n\n');
}

function licence(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}
