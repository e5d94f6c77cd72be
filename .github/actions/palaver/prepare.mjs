// Computes the cache keys of later steps: those of this gate, and that of the palaver it needs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { annotate, output } from './job.mjs';

const { env } = process;
const SOURCES = ['package.json', 'package-lock.json', 'tsconfig.json', 'src', 'scenarios'];

try {
  const gate =
    env.NAME || [`${env.GITHUB_JOB}: ${env.SCENARIO}`, ...valuesIn(JSON.parse(env.MATRIX || 'null'))].join(', ');
  // A fixed length, so that the prefix of a gate never matches the keys of another gate.
  const id = hashOf([gate]).slice(0, 16);
  const folder = `palaver-ci/${id}`;
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['run', 'baseline']) mkdirSync(join(folder, name), { recursive: true });
  const { tarball, hash } = await findPalaver(env.TARBALL);
  output({
    gate,
    folder,
    tarball,
    artefact: `palaver-${gate.replace(/[^\w.-]+/g, '-').slice(0, 60)}-${id}`,
    'install-key': `palaver-app-${env.RUNNER_OS}-${env.RUNNER_ARCH}-node${process.versions.node.split('.')[0]}-${hash}`,
    'baseline-prefix': `palaver-baseline-${id}-`,
  });
} catch (error) {
  annotate('error', error.message);
  process.exitCode = 1;
}

/** Numbers, strings and booleans of a matrix, in the order in which GitHub names its jobs. */
function valuesIn(value) {
  if (value === null || value === undefined) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(valuesIn) : [String(value)];
}

async function findPalaver(given) {
  if (given === '') {
    const root = join(env.ACTION, '../../..');
    const missing = SOURCES.find((name) => !existsSync(join(root, name)));
    if (missing)
      throw new Error(
        `no palaver to install: ${root} is not its repository (no ${missing}); set "palaver" to a .tgz of npm pack`,
      );
    return { tarball: '', hash: hashOf(SOURCES.flatMap((name) => contentsOf(root, name))) };
  }
  const tarball = /^https?:/.test(given) ? await download(given) : given;
  if (!existsSync(tarball)) throw new Error(`no palaver to install: ${tarball} does not exist`);
  return { tarball, hash: hashOf([readFileSync(tarball)]) };
}

async function download(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`no palaver to install: HTTP ${response.status} from ${new URL(url).host}`);
  const path = 'palaver-ci/palaver.tgz';
  writeFileSync(path, Buffer.from(await response.arrayBuffer()));
  return path;
}

/** The files of a file or folder: each path, followed by its content. */
function contentsOf(root, name) {
  const path = join(root, name);
  const files = readdirSyncOrSelf(path).map((file) => (file === '' ? name : join(name, file)));
  return files.toSorted().flatMap((file) => [file, readFileSync(join(root, file))]);
}

function readdirSyncOrSelf(path) {
  try {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(path.length + 1));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [''];
    throw error;
  }
}

/** Lengths separate the parts. */
function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}
