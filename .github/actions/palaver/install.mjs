// Installs the packed palaver, once per content: later jobs restore it from the cache.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const APP = 'palaver-ci/app';
const tarball = process.env.TARBALL || pack(join(process.env.ACTION, '../../..'));
rmSync(APP, { recursive: true, force: true });
mkdirSync(APP, { recursive: true });
writeFileSync(join(APP, 'package.json'), '{}');
npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', resolve(tarball)], APP);

function pack(root) {
  const folder = mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), 'palaver-pack-'));
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], root);
  // Builds it.
  npm(['pack', '--pack-destination', folder], root);
  return join(folder, readdirSync(folder)[0]);
}

function npm(args, cwd) {
  const { status, error } = spawnSync('npm', args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ${args[0]} failed${error ? `: ${error.message}` : ''}`);
}
