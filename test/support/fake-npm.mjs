// Stands in for npm in a job without a network: notes what it is asked for in FAKE_NPM, and unpacks the tarball it installs.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const args = process.argv.slice(2);
appendFileSync(process.env.FAKE_NPM, `${args[0]}\n`);
const tarball = args.at(-1);
const folder = 'node_modules/palaver';
switch (args[0]) {
  case 'install':
    mkdirSync(folder, { recursive: true });
    process.exitCode = spawnSync('tar', ['xzf', tarball, '-C', folder, '--strip-components', '1']).status;
    break;
  case 'pack':
    process.exitCode = spawnSync('cp', [process.env.FAKE_TARBALL, join(tarball, 'palaver-0.1.0.tgz')]).status;
    break;
}
