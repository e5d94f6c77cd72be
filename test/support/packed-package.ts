import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { tempFolder } from './palaver.ts';

/** The package as npm would publish it. */
export interface PackedPackage {
  readonly tarball: string;
  /** A project that has installed it, in node_modules. */
  readonly project: string;
}

/**
 * Packs what was built, and installs it in a new project with its dependencies, and with `others`; nothing is downloaded.
 * No other package can be found there.
 */
export function installPackedPackage(others: readonly string[]): PackedPackage {
  const folder = tempFolder();
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
  const project = join(folder, 'project');
  const modules = join(project, 'node_modules');
  mkdirSync(modules, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  renameSync(join(folder, 'package'), join(modules, 'palaver'));
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  for (const name of [...Object.keys(dependencies), ...others]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  return { tarball, project };
}
