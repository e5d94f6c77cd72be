import { KnownError } from '../../platform/known-error.ts';
import { STDOUT } from '../../platform/process/stdout.ts';
import { renderTables } from '../../render/render-tables.ts';
import { readRun } from '../../report/read-report.ts';
import type { Command } from '../command.ts';
import { readOutputs, refuseInputs } from '../options/outputs.ts';
import { onlyPositional } from '../options/positionals.ts';
import { REPORT_FLAGS } from '../options/report-flags.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { withRenderers } from '../report-outputs.ts';
import { wantsColour } from '../terminal.ts';
import { writeOutputs } from '../write-outputs.ts';

/** `palaver report RUN`: shows the report of a finished run in any form. Exit code 0 for every verdict. */
export const reportCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(REPORT_FLAGS, args, system.env);
    const run = onlyPositional(positionals, 'folder or report.json of a run');
    if (run === undefined) {
      throw new KnownError('no run specified', {
        hint: 'name its folder or its report.json: palaver report reports/NAME',
      });
    }
    const report = readRun(run);
    const outputs = readOutputs(options, system.cwd);
    refuseInputs(outputs, system.env);
    if (outputs.length === 0) {
      const colour = wantsColour(system, system.stdout, options['no-color']);
      system.stdout.write(renderTables(report, { colour, width: system.stdout.columns ?? 80, folder: run }));
      return 0;
    }
    const failures = writeOutputs(withRenderers(outputs), report, system);
    if (failures.length > 0) throw new KnownError(failures.join('; '));
    for (const { path } of outputs) if (path !== STDOUT) system.stderr.write(`wrote ${path}\n`);
    return 0;
  },
};
