import { exitCodeOf } from '../../platform/exit-code.ts';
import { KnownError } from '../../platform/known-error.ts';
import { COMPARISON_TYPES, comparisonRendererOf } from '../../render/comparison-renderers.ts';
import { renderComparison } from '../../render/render-comparison.ts';
import { buildComparison } from '../../report/comparison/build-comparison.ts';
import type { Comparison } from '../../report/comparison/comparison-schema.ts';
import { readRun } from '../../report/read-report.ts';
import { comparisonOptions } from '../../run/flags/comparison-options.ts';
import type { Command } from '../command.ts';
import { COMPARE_FLAGS } from '../options/compare-flags.ts';
import { outputPath, refuseInputs, refuseTwice, splitOutput } from '../options/outputs.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { wantsColour } from '../terminal.ts';
import { shownOn, writeSettled } from '../write-outputs.ts';

/**
 * `palaver compare BASELINE… --candidate CAND…`: compares runs statistically. Exit code 111 if a gating metric got slower or
 * worse, 112 if one cannot be judged.
 */
export const compareCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(COMPARE_FLAGS, eachCandidate(args), system.env);
    const { base, candidate } = sidesOf(positionals, options.candidate);
    const outputs = (options.out ?? []).map((text) => {
      const [type, path] = splitOutput(text, COMPARISON_TYPES);
      return { render: comparisonRendererOf(type), path: outputPath(system.cwd, path, '--out') };
    });
    refuseTwice(outputs.map(({ path }) => path));
    const comparison = buildComparison(base.map(readRun), candidate.map(readRun), comparisonOptions(options));
    refuseInputs(outputs, system.env);
    const { result, failures } = writeSettled(outputs, comparison, withMissing, system);
    const shown = shownOn(outputs, system);
    const colour = wantsColour(system, shown, options['no-color']);
    shown.write(renderComparison(result, { colour, width: shown.columns ?? 80 }));
    for (const failure of failures) system.stderr.write(`warning: ${failure}\n`);
    return result.verdict.exitCode;
  },
};

/** `--candidate A B C`: every word after it is a candidate, up to the next option. */
function eachCandidate(args: readonly string[]): string[] {
  const words: string[] = [];
  let within = false;
  for (const [index, word] of args.entries()) {
    const previous = args[index - 1] ?? '';
    if (word.startsWith('-')) within = /^(--candidate|-c)(=|$)/.test(word);
    const isValue = previous === '--candidate' || previous === '-c';
    words.push(within && !word.startsWith('-') && !isValue ? `--candidate=${word}` : word);
  }
  return words;
}

function sidesOf(positionals: readonly string[], candidates: readonly string[] | undefined) {
  if (candidates !== undefined) {
    if (positionals.length > 0) return { base: positionals, candidate: candidates };
    throw new KnownError('no baseline specified', {
      hint: 'name the baseline first: palaver compare BASELINE --candidate CANDIDATE',
    });
  }
  const [base, candidate, ...others] = positionals;
  if (base !== undefined && candidate !== undefined && others.length === 0)
    return { base: [base], candidate: [candidate] };
  const hint = 'two runs: palaver compare BASELINE CANDIDATE; more: palaver compare BASELINE… --candidate CANDIDATE…';
  throw new KnownError(
    positionals.length > 2
      ? 'ambiguous: more than two runs, and none is named as the candidate'
      : 'compare needs two runs',
    { hint },
  );
}

/** A file that could not be written changes only the exit code of a comparison that would have passed. */
function withMissing(comparison: Comparison, missing: readonly string[]): Comparison {
  const { verdict } = comparison;
  const reasons = [...verdict.reasons, ...missing];
  if (verdict.exitCode !== 0) return { ...comparison, verdict: { ...verdict, reasons } };
  return { ...comparison, verdict: { status: 'incomplete', exitCode: exitCodeOf('unexpected'), reasons } };
}
