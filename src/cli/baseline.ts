import { join } from 'node:path';
import { writeFileAtomic } from '../platform/files.ts';
import { messageOf } from '../platform/known-error.ts';
import type { World } from '../platform/world.ts';
import { comparisonRendererOf } from '../render/comparison/comparison-renderers.ts';
import { renderComparison } from '../render/comparison/render-comparison.ts';
import { buildComparison, type ComparisonOptions } from '../report/comparison/build-comparison.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import type { Report } from '../report/report.ts';
import { appendSummary } from './step-summary.ts';
import { wantsColour } from './terminal.ts';

/** The run that a new one is held against, and how. */
export interface Baseline {
  readonly report: Report;
  readonly options: ComparisonOptions;
}

/** Where it lies beside report.json, for people and for pull requests. */
const FILES = { json: 'comparison.json', markdown: 'comparison.md' } as const;

/**
 * How a run that has just ended differs from its baseline: on stdout, in the folder of the run, and in the step's summary.
 * Returns the exit code that the comparison asks for.
 */
export function compareWithBaseline(
  { report: base, options }: Baseline,
  report: Report,
  folder: string | undefined,
  world: World,
  noColour: boolean | undefined,
): number {
  const comparison = buildComparison([base], [report], options);
  const colour = wantsColour(world, world.stdout, noColour);
  world.stdout.write(`\n${renderComparison(comparison, { colour, width: world.stdout.columns ?? 80 })}`);
  for (const failure of folder === undefined ? [] : keep(comparison, folder))
    world.stderr.write(`warning: ${failure}\n`);
  appendSummary(comparisonRendererOf('markdown')(comparison), world);
  return comparison.verdict.exitCode;
}

function keep(comparison: Comparison, folder: string): string[] {
  return Object.entries(FILES).flatMap(([type, name]) => {
    try {
      writeFileAtomic(join(folder, name), comparisonRendererOf(type)(comparison));
      return [];
    } catch (error) {
      return [messageOf(error)];
    }
  });
}
