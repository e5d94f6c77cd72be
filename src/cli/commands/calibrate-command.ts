import { calibrate } from '../../calibrate/calibrate.ts';
import { planCalibration } from '../../calibrate/calibration-plan.ts';
import { renderCalibration } from '../../calibrate/render-calibration.ts';
import { runTrialApart } from '../../calibrate/trial-process.ts';
import { exitCodeOf } from '../../platform/exit-code.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import { KnownError, messageOf } from '../../platform/known-error.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { painter } from '../../render/paint.ts';
import type { Calibration } from '../../report/calibration-schema.ts';
import { storeCalibration } from '../../run/stored-calibration.ts';
import type { Command } from '../command.ts';
import { CALIBRATE_FLAGS } from '../options/calibrate-flags.ts';
import { noPositionals } from '../options/positionals.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { wantsColour } from '../terminal.ts';

/**
 * `palaver calibrate`: measures the error of reports on this machine, and its maximum load. Exit code 0, or 112 if
 * measurement bounds were wrong or the machine cannot carry the load.
 */
export const calibrateCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(CALIBRATE_FLAGS, args, system.env);
    noPositionals(positionals, 'calibrate');
    const plan = planCalibration(options);
    const abort = new AbortController();
    const release = system.onStopSignal((signal) => abort.abort(stopped(signal)));
    system.stderr.write(
      `calibrating for about ${plan.search ? '3 minutes' : '45 s'}; do not use this machine during that time\n`,
    );
    try {
      const calibration = await calibrate(plan, system, packageVersion(), {
        runTrial: (trial) => runTrialApart(trial, abort.signal),
        clock: system.clock,
        onProgress: (line) => system.stderr.write(`${line}\n`),
      });
      keep(calibration, system);
      print(calibration, options, system);
      return calibration.impossible > 0 ? exitCodeOf('incomplete') : 0;
    } finally {
      release();
    }
  },
};

function stopped(signal: string): KnownError {
  return new KnownError(`stopped by ${signal}: the calibration is discarded`, { exit: 'signal' });
}

/** A calibration with wrong bounds must not be quoted. */
function keep(calibration: Calibration, system: SystemDeps): void {
  if (calibration.impossible > 0) return;
  try {
    const path = storeCalibration(calibration, system);
    system.stderr.write(`saved to ${path}: reports of runs on this machine quote it\n`);
  } catch (error) {
    system.stderr.write(`warning: reports will not quote this calibration: ${messageOf(error)}\n`);
  }
}

function print(
  calibration: Calibration,
  { json = false, 'no-color': noColor }: { readonly json?: boolean; readonly 'no-color'?: boolean },
  system: SystemDeps,
): void {
  if (json) return system.stdout.write(`${JSON.stringify(calibration, null, 2)}\n`);
  const width = Math.min(120, Math.max(80, system.stdout.columns ?? 80));
  system.stdout.write(renderCalibration(calibration, width, painter(wantsColour(system, system.stdout, noColor))));
}
