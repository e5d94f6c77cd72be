/** What every benchmark prints about the machine. */
import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';

export const print = (line) => process.stdout.write(`${line}\n`);

/** As stored with results. */
export const MACHINE_FACTS = {
  cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGib: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
};

export const MACHINE = `${MACHINE_FACTS.cores} cores, ${MACHINE_FACTS.memoryGib} GiB, Node ${process.version}`;

/** The measured commit, with `+` if there are uncommitted changes; undefined outside of a repository. */
export function currentCommit() {
  try {
    const git = (...args) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short=12', 'HEAD')}${isChanged ? '+' : ''}`;
  } catch {
    return undefined;
  }
}
