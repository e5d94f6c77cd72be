import { join } from 'node:path';
import { provideModule } from '../hooks/provided-modules.ts';
import type { MockFleet } from '../mock/mock-fleet.ts';
import { writeFileAtomic } from '../platform/files/files.ts';
import { packageVersion } from '../platform/files/package-facts.ts';
import { KnownError } from '../platform/known-error.ts';
import { checkThisRuntime } from '../platform/process/this-runtime.ts';
import { embeddedSystem, type SystemDeps } from '../platform/system-deps.ts';
import { renderPage } from '../render/render-page.ts';
import type { Report } from '../report/report.ts';
import { PAGE_FILE } from '../report/write-report.ts';
import type { ConductedRun } from '../run/conduct/conduct-report.ts';
import { spawnMockFor } from '../run/conduct/mock-for.ts';
import { conductRun } from '../run/conduct-run.ts';
import { guardBudget, guardedTargets } from '../run/guard-budget.ts';
import { withSetup } from '../run/hooks/with-setup.ts';
import { atOwnPlace } from '../run/own-place.ts';
import { preflight } from '../run/preflight.ts';
import { preflightGenerator } from '../run/preflight-generator.ts';
import { planRun, type RunPlan } from '../run/prepare-run.ts';
import { resolveScenario } from '../run/resolve-scenario.ts';
import type { RunOptions } from '../run/run-options.ts';
import { knownCalibration } from '../run/stored-calibration.ts';
import { objectSource } from '../scenario/object-source.ts';
import { readScenarioSource } from '../scenario/read-source.ts';
import type { ScenarioSource } from '../scenario/scenario-source.ts';
import { type CallerCallbacks, CallerObserver } from './caller-observer.ts';
import { chooseExecutor, chooseHooks } from './choose-threads.ts';
import { inLibraryTerms } from './in-library-terms.ts';
import { RUN_OPTIONS } from './option-tables.ts';
import { readOptions } from './read-options.ts';
import { type CallerSettings, readSettings } from './read-settings.ts';

/** Options by their names in the library, and how the caller follows and ends the run. */
export type RunArguments = readonly [scenario: object | string, options?: RunSettings];

interface RunSettings extends Readonly<Record<string, unknown>> {
  readonly signal?: AbortSignal;
  readonly observer?: CallerCallbacks;
}

/**
 * Runs a scenario, an object or the path of a file, as `palaver run` does, and resolves with its report. Prints nothing,
 * handles no signals, and writes nothing without `reportDir`.
 * @throws KnownError where `palaver run` would end without a report; what a callback of the observer throws.
 */
export async function runScenario(...[scenario, settings = {}]: RunArguments): Promise<Report> {
  try {
    checkThisRuntime();
    const caller = readSettings(settings);
    return await withSource(scenario, (source) => runWith(source, caller));
  } catch (error) {
    throw inLibraryTerms(error, Object.keys(RUN_OPTIONS));
  }
}

/** Calls `use` with the source of a scenario. The functions of an object can be called as long as it works. */
async function withSource<Value>(scenario: unknown, use: (source: ScenarioSource) => Promise<Value>): Promise<Value> {
  if (typeof scenario === 'string') return use(await readScenarioSource(scenario));
  if (typeof scenario !== 'object' || scenario === null)
    throw new KnownError(`the scenario must be an object or the path of a file (got ${typeof scenario})`);
  const provided = provideModule(scenario);
  try {
    return await use(objectSource(scenario, 'scenario', { module: provided.path, path: [] }));
  } finally {
    provided.release();
  }
}

async function runWith(source: ScenarioSource, caller: CallerSettings): Promise<Report> {
  const { signal, callbacks, options: given } = caller;
  const own = new AbortController();
  const observer = new CallerObserver(callbacks, () => own.abort());
  const abort = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
  const system = embeddedSystem(abort, (text) => observer.notice(text.trimEnd()));
  const options: RunOptions = readOptions(RUN_OPTIONS, { target: system.env.PALAVER_TARGET, ...given });
  const scenario = resolveScenario(source, options, system.env);
  const mock = options.mock ? await spawnMockFor(scenario, options, system) : undefined;
  try {
    const plan = atOwnPlace(planRun(scenario, options, system.env, mock?.placeOf));
    guardBudget(plan.use, guardedTargets(plan.targets), plan.scenario, options);
    const order = { options, mock, observer };
    const conducting = (ready: RunPlan) => conduct(ready, order, system);
    const { report, folder } = await withSetup(plan, system, conducting, chooseHooks(plan));
    if (observer.error) throw observer.error.thrown;
    if (folder !== undefined && !options['no-html']) writeFileAtomic(join(folder, PAGE_FILE), renderPage(report));
    return report;
  } finally {
    await mock?.stop();
  }
}

interface Order {
  readonly options: RunOptions;
  readonly mock: MockFleet | undefined;
  readonly observer: CallerObserver;
}

async function conduct(plan: RunPlan, { options, mock, observer }: Order, system: SystemDeps): Promise<ConductedRun> {
  const onNotice = (message: string) => observer.notice(message);
  const { executor, workers, notices, remarks } = chooseExecutor(plan, options, system);
  for (const notice of notices) onNotice(notice);
  const settled = await preflight(plan, system);
  const shortages = await preflightGenerator(plan, { workers }, options, system);
  for (const shortage of shortages) onNotice(shortage);
  return conductRun(plan, settled, {
    system,
    executor,
    workers,
    reportDir: options['report-dir'],
    page: options['no-html'] ? undefined : renderPage,
    version: packageVersion(),
    calibration: knownCalibration(system),
    warnings: [...remarks, ...shortages.map((shortage) => `Before the load: ${shortage}.`)],
    onNotice,
    observers: [observer],
    lost: mock?.gone.then((how) => `the mock endpoint's process ended (${how})`),
  });
}
