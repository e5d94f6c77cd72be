#!/usr/bin/env node
// Not `env -S node --`, behind which Node would leave --env-file alone: BusyBox env has no -S (Alpine images),
// and the command would not start there. palaver has no option that Node reads, and refuses such (cli/node-options.ts).
import { runCli } from './cli/cli.ts';
import { packageVersion } from './platform/package-version.ts';
import { realWorld } from './platform/world.ts';

process.exitCode = await runCli(realWorld(), packageVersion);
