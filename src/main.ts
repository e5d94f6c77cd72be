#!/usr/bin/env node
import { runCli } from './cli/cli.ts';
import { packageVersion } from './platform/package-version.ts';
import { realWorld } from './platform/world.ts';

process.exitCode = await runCli(realWorld(), packageVersion);
