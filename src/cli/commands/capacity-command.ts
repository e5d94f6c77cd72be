import { join } from 'node:path';
import type { CapacityPlan } from '../../capacity/capacity-plan.ts';
import { maxUse, planCapacity } from '../../capacity/capacity-plan.ts';
import { findCapacity } from '../../capacity/find-capacity.ts';
import { whyAdded } from '../../capacity/objective.ts';
import { usualLengthMs } from '../../capacity/step-load.ts';
import { ProgressWriter } from '../../live/progress-writer.ts';
import { aboutCount, groupThousands } from '../../platform/group-thousands.ts';
import { KnownError } from '../../platform/known-error.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { CAPACITY_TYPES, capacityRendererOf } from '../../render/capacity-renderers.ts';
import { paragraph } from '../../render/plain-table.ts';
import { renderCapacity } from '../../render/render-capacity.ts';
import { stepLine } from '../../render/step-line.ts';
import type { Capacity } from '../../report/capacity/capacity-schema.ts';
import { nameLoad } from '../../report/capacity/describe-capacity.ts';
import { claimReportFolder } from '../../report/write-report.ts';
import { spawnMockFor } from '../../run/conduct/mock-for.ts';
import type { Options } from '../../run/flags/flag.ts';
import { guardBudget, guardedTargets } from '../../run/guard-budget.ts';
import { refuseFunctions } from '../../run/hooks/refuse-functions.ts';
import { withSetup } from '../../run/hooks/with-setup.ts';
import { atOwnPlace } from '../../run/own-place.ts';
import { preflight } from '../../run/preflight.ts';
import { planRun } from '../../run/prepare-run.ts';
import { resolveScenario } from '../../run/resolve-scenario.ts';
import { describeBilling, describeLimits } from '../../scenario/plan/describe-use.ts';
import { readScenarioSource } from '../../scenario/read-source.ts';
import type { Command } from '../command.ts';
import { CAPACITY_FLAGS } from '../options/capacity-flags.ts';
import { checkFleetOptions } from '../options/fleet-options.ts';
import { outputPath, refuseInputs, refuseTwice, splitOutput } from '../options/outputs.ts';
import { onlyPositional } from '../options/positionals.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { noteWithoutEffect } from '../options/without-effect.ts';
import { wantsColour } from '../terminal.ts';
import { type Output, shownOn, writeOutputs } from '../write-outputs.ts';
import { type GeneratorOrder, withGenerator } from './search-generator.ts';

type CapacityCommandOptions = Options<typeof CAPACITY_FLAGS>;

/**
 * `palaver capacity`: finds the maximum sustainable load of an endpoint. Exit code 0 if found and confirmed, 99 if even the
 * lowest load is too much, 112 if the answer is not confirmed or something else than the endpoint was the limit.
 */
export const capacityCommand: Command = {
  async run(system, args) {
    const { options, givenBy, positionals } = resolveOptions(CAPACITY_FLAGS, args, system.env);
    const { 'max-vus': _, ...runOptions } = options;
    checkFleetOptions({ options: runOptions, givenBy }, system.env);
    const outputs = readOutputs(options, system);
    const source = await readScenarioSource(onlyPositional(positionals, 'scenario file'), system);
    const scenario = resolveScenario(source, options, system.env);
    noteWithoutEffect({ options, givenBy }, system);
    const mock = options.mock ? await spawnMockFor(scenario, options, system) : undefined;
    try {
      const prepared = planRun(scenario, runOptions, system.env, mock?.placeOf);
      const plan = planCapacity(options.fleet === undefined ? atOwnPlace(prepared) : prepared, options);
      if (options.fleet !== undefined) refuseFunctions(scenario);
      guardBudget(maxUse(plan), guardedTargets(prepared.targets), plan.run.scenario, options);
      refuseInputs(outputs, system.env);
      const lost = mock?.gone.then((how) => `the mock endpoint's process ended (${how})`);
      const order = { options, scenarioText: source?.text, lost };
      const { capacity, folder } = await withSetup(plan.run, system, (run) => search({ ...plan, run }, order, system));
      return conclude(capacity, [keptIn(folder), ...outputs], options, system);
    } finally {
      await mock?.stop();
    }
  },
};

type Outputs = readonly Output<Capacity>[];

function readOutputs({ out = [] }: CapacityCommandOptions, system: SystemDeps): Outputs {
  const outputs = out.map((text) => {
    const [type, path] = splitOutput(text, CAPACITY_TYPES);
    return { render: capacityRendererOf(type), path: outputPath(system.cwd, path, '--out') };
  });
  refuseTwice(outputs.map(({ path }) => path));
  return outputs;
}

async function search(
  plan: CapacityPlan,
  { options, ...order }: Pick<GeneratorOrder, 'options' | 'scenarioText' | 'lost'>,
  system: SystemDeps,
): Promise<{ readonly capacity: Capacity; readonly folder: string }> {
  const { run, terms } = plan;
  const say = (line: string) => options.quiet || system.stderr.write(redact(`${line}\n`));
  const { columns } = system.stderr;
  for (const line of describeSearch(plan)) say(columns === undefined ? line : paragraph(line, columns));
  const settled = await preflight(run, system);
  let progress = progressTo(system, options.quiet);
  const onNotice = (message: string) => progress.message(message);
  return withGenerator({ ...order, plan, settled, options, onNotice }, system, async (generator) => {
    const startedAt = system.wallClock.now().toISOString();
    const identity = { name: `${run.name} capacity`, startedAt, id: run.id };
    const folder = claimReportFolder(options['report-dir'] ?? 'reports', identity);
    const capacity = await findCapacity(plan, {
      system,
      target: settled[0]!,
      generator,
      folder,
      onTick: (test) => progress.tick(test),
      onBegin: () => {
        progress = progressTo(system, options.quiet);
      },
      onStep: (step, soFar) => {
        progress.clear();
        for (const failure of writeOutputs([keptIn(folder)], soFar, system)) say(`warning: ${failure}`);
        say(stepLine(step, terms.over, Math.max(80, columns ?? 120)));
      },
      onRetry: ({ pauseMs, attempt, attempts }) => {
        progress.clear();
        const pause = formatDurationMs(pauseMs);
        say(`       repeating this load after a pause of ${pause} (retry ${attempt} of at most ${attempts})`);
      },
      onCoolDown: ({ tookMs, recovered }) => {
        progress.clear();
        say(`       ${recovered ? 'latency recovered' : 'latency not recovered'} after ${formatDurationMs(tookMs)}`);
      },
    });
    say(`\nresults in ${folder}\n`);
    return { capacity, folder };
  });
}

/** Without a terminal, only one line per step. */
function progressTo(system: SystemDeps, quiet = false): ProgressWriter {
  const { isTty } = system.stderr;
  return new ProgressWriter({ write: (text) => system.stderr.write(redact(text)), isTty, quiet: quiet || !isTty });
}

function describeSearch(plan: CapacityPlan): string[] {
  const { objectives, notObjectives, range, terms, minMs, holdMs, maxTimeMs } = plan;
  const use = maxUse(plan);
  const facts = [use, guardedTargets(plan.run.targets), plan.run.scenario.budget] as const;
  const wanted = objectives.map(({ threshold }) => threshold.expression).join(', ');
  const step = `${formatDurationMs(terms.warmUpMs)} of warm-up, then measured for ${formatDurationMs(minMs)} to ${formatDurationMs(terms.maxMs)}`;
  return [
    `maximum load that meets ${wanted}`,
    ...objectives.filter(({ isImplied }) => isImplied).map(({ threshold }) => whyAdded(threshold.expression)),
    ...notObjectives.map((text) => `not an objective: ${text}`),
    `from ${groupThousands(range.from)} to ${nameLoad(range.to, terms.over)}: multiply by ${range.factor} per step, then bisect`,
    `each step: ${step}; the answer is confirmed for ${formatDurationMs(holdMs)}`,
    ...describeLength(plan),
    `no step starts after ${formatDurationMs(maxTimeMs)} (--max-time); at the highest load, up to ${aboutCount(use.inputs)} inputs in total`,
    ...describeBilling(...facts),
    ...describeLimits(...facts),
    '',
  ];
}

/** While all users are at the start of their conversations, the load is not yet representative. */
function describeLength({ terms }: CapacityPlan): string[] {
  const lengthMs = usualLengthMs(terms.conversations);
  if (lengthMs <= terms.warmUpMs) return [];
  const [length, warmUp] = [lengthMs, terms.warmUpMs].map(formatDurationMs);
  return [
    `a conversation lasts about ${length}: with ${warmUp} of warm-up its later steps are measured too rarely; use --warm-up ${Math.ceil(lengthMs / 1000)}s`,
  ];
}

function conclude(capacity: Capacity, outputs: Outputs, options: CapacityCommandOptions, system: SystemDeps): number {
  const shown = shownOn(outputs, system);
  const colour = wantsColour(system, shown, options['no-color']);
  shown.write(renderCapacity(capacity, { colour, width: shown.columns ?? 80 }));
  const failures = writeOutputs(outputs, capacity, system);
  if (failures.length > 0) throw new KnownError(failures.join('; '), { exit: 'unexpected' });
  return capacity.answer.exitCode;
}

/** The result of the search, next to the reports of the steps. */
function keptIn(folder: string): Outputs[number] {
  return { render: capacityRendererOf('json'), path: join(folder, 'capacity.json') };
}
