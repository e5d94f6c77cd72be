// Stands in for `npx --no-install palaver …` in a job.
import { spawnSync } from 'node:child_process';

const [, , ...args] = process.argv.slice(2);
const main = 'node_modules/palaver/dist/main.js';
process.exitCode = spawnSync(process.execPath, [main, ...args], { stdio: 'inherit' }).status ?? 1;
