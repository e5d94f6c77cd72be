import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeAgainst } from '../../src/cli/baseline.ts';
import { reportCommand } from '../../src/cli/commands/report-command.ts';
import { concludeRun, type RunResults } from '../../src/cli/conclude-run.ts';
import { readOutputs } from '../../src/cli/options/outputs.ts';
import type { ChosenBaseline, NoBaseline } from '../../src/cli/read-baseline.ts';
import { DEFAULT_MARGIN, DEFAULT_SHARE_MARGIN } from '../../src/compare/margin.ts';
import type { OutputStream } from '../../src/platform/system-deps.ts';
import { DEFAULT_GATES } from '../../src/report/comparison/gate.ts';
import type { Report } from '../../src/report/report.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { tempFolder } from './palaver.ts';
import { TestSystem } from './test-system.ts';

/** Collects what is written. */
export class HeardSystem extends TestSystem {
  text = '';
  warnings = '';
  override readonly stdout: OutputStream = {
    isTty: false,
    columns: 100,
    write: (text) => {
      this.text += text;
    },
  };
  override readonly stderr: OutputStream = {
    isTty: false,
    columns: 100,
    write: (text) => {
      this.warnings += text;
    },
  };
}

export interface ConcludedRun {
  readonly exitCode: number;
  /** The path of its report.json. */
  readonly folder: string;
  readonly stdout: string;
  readonly stderr: string;
  /** What `palaver report` prints for it later. */
  readonly later: string;
  readonly summary: string;
  /** By type; undefined if it could not be written. */
  readonly files: Readonly<Record<string, string | undefined>>;
}

const TYPES = ['json', 'junit', 'markdown', 'html', 'tables'] as const;

/** Everything that happens to a report after the load, as in `palaver run --baseline`. `outs`: further outputs, `TYPE=FILE`. */
export async function concludedRun(
  report: Report,
  baseline?: ChosenBaseline | NoBaseline,
  outs: readonly string[] = [],
  reportDir = tempFolder(),
  more: Pick<RunResults, 'noPage'> = {},
): Promise<ConcludedRun> {
  const out = tempFolder();
  const summary = join(out, 'summary.md');
  const system = new HeardSystem({ GITHUB_STEP_SUMMARY: summary });
  const options = {
    margin: DEFAULT_MARGIN,
    shareMargin: DEFAULT_SHARE_MARGIN,
    gates: DEFAULT_GATES,
    failOnInconclusive: false,
    palaver: '0.1.0',
  };
  const judged = baseline ? judgeAgainst({ ...baseline, options }, report) : { report, comparison: undefined };
  const folder = writeReport(reportDir, judged.report);
  const outputs = readOutputs({ out: [...TYPES.map((type) => `${type}=${join(out, type)}`), ...outs] }, '/');
  const results = {
    outputs,
    turns: undefined,
    comparison: judged.comparison,
    views: [],
    shown: system.stdout,
    noColour: true,
    ...more,
  };
  const exitCode = await concludeRun({ report: judged.report, folder }, results, system);
  const afterwards = new HeardSystem();
  await reportCommand.run(afterwards, [folder]);
  return {
    exitCode,
    folder,
    stdout: system.text,
    stderr: system.warnings,
    later: afterwards.text,
    summary: readFileSync(summary, 'utf8'),
    files: Object.fromEntries(TYPES.map((type) => [type, readFileSync(join(out, type), 'utf8')])),
  };
}
