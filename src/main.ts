#!/usr/bin/env node
// Not `env -S node --`, behind which Node would leave --env-file alone: BusyBox env has no -S (Alpine images),
// and the command would not start there. palaver has no option that Node reads, and refuses such (cli/options/node-options.ts).
import { exitCodeOf } from './platform/exit-code.ts';
import { packageFacts, packageVersion } from './platform/files/package-facts.ts';
import { unmetNeed } from './platform/process/runtime.ts';

/** Commands that need a runtime for load; `check` only warns, because it makes no load. */
const MAKE_LOAD = ['run', 'capacity', 'calibrate'];
const PROMISES_LOAD = 'check';

// Only what every Node can load is imported above: all else is loaded once it is known to load.
const command = process.argv[2] ?? '';
const need = unmetNeed(process.versions, packageFacts().engines.node);
const refused = need?.of === 'everything' || (need?.of === 'load' && MAKE_LOAD.includes(command));
if (need && (refused || command === PROMISES_LOAD)) {
  process.stderr.write(`${refused ? 'error' : 'warning'}: palaver ${need.text}\n`);
}
if (refused) {
  process.exitCode = exitCodeOf('invalid');
} else {
  // A scenario in TypeScript may print while it is loaded; stdout belongs to the results.
  const { Console } = await import('node:console');
  globalThis.console = new Console(process.stderr);
  const [{ runCli }, { realSystem }] = await Promise.all([import('./cli/cli.ts'), import('./platform/system-deps.ts')]);
  process.exitCode = await runCli(realSystem(), packageVersion);
}
