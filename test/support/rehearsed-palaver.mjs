// `palaver run` without its load: the report of one that was made up beforehand (REHEARSED) is compared, judged and written
// as that of a real run. Two runs need 50 s each before they are compared; a test has no such time.
import { readFileSync } from 'node:fs';
import { judgeAgainst } from '../../.build/cli/baseline.js';
import { concludeRun } from '../../.build/cli/conclude-run.js';
import { readRunOutputs } from '../../.build/cli/options/outputs.js';
import { resolveOptions } from '../../.build/cli/options/resolve-options.js';
import { readBaseline } from '../../.build/cli/read-baseline.js';
import { shownOn } from '../../.build/cli/write-outputs.js';
import { realSystem } from '../../.build/platform/system-deps.js';
import { parseReport } from '../../.build/report/read-report.js';
import { writeReport } from '../../.build/report/write-report.js';
import { comparisonOptions } from '../../.build/run/flags/comparison-options.js';
import { RUN_FLAGS } from '../../.build/run/flags/run-flags.js';

const system = realSystem();
const { options } = resolveOptions(RUN_FLAGS, process.argv.slice(3), system.env);
const { reports: outputs } = readRunOutputs(options, system.cwd);
const made = parseReport(readFileSync(process.env.REHEARSED, 'utf8'), 'the rehearsed report');
const baseline = readBaseline(options.baseline, made.scenario.name);
const { report, comparison } = judgeAgainst({ ...baseline, options: comparisonOptions(options) }, made);
const folder = writeReport(options['report-dir'], report);
const shown = shownOn(outputs, system);
const results = { outputs, turns: undefined, comparison, views: [], shown, noColour: true };
process.exitCode = await concludeRun({ report, folder }, results, system);
