import type { HookReference } from '../../hooks/hook-reference.ts';
import type { RunHooks } from '../../hooks/run-hooks.ts';
import { abortable } from '../../platform/abortable.ts';
import { KnownError } from '../../platform/known-error.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { hooksOf } from '../../scenario/hooks-of.ts';
import type { RunHook, Scenario } from '../../scenario/scenario.ts';
import { beforeLoad } from '../conduct/before-load.ts';
import type { RunPlan } from '../prepare-run.ts';

/** Opens the thread in which functions run; `onLog` gets each line that they log. */
export type OpenHooks = (system: SystemDeps, onLog: (line: string) => void) => Promise<RunHooks>;

/** All functions of the user that a run of the scenario calls. */
export function allHooks({ setup, teardown, conversations }: Scenario): readonly HookReference[] {
  return [...[setup, teardown].flatMap((each) => (each ? [each.hook] : [])), ...hooksOf(conversations)];
}

/** Loads the modules of all functions that a scenario calls, and checks them. KnownError (104) if one cannot be used. */
export async function checkHooks(scenario: Scenario, system: SystemDeps): Promise<void> {
  const thread = await hooksFor(scenario, system, openThread);
  thread?.close();
}

/**
 * Conducts a run or a search between `setup` and `teardown` of its scenario. `conduct` gets the plan with the variables that
 * `setup` returned. Once `setup` has returned, `teardown` runs at the end, also after a failure; if it fails, a warning says so.
 * Functions run where `open` says, by default in a thread of their own.
 * @throws KnownError (104) if a function of the scenario cannot be loaded; (112) if `setup` fails, before any load.
 */
export async function withSetup<Result>(
  plan: RunPlan,
  system: SystemDeps,
  conduct: (ready: RunPlan) => Promise<Result>,
  open: OpenHooks = openThread,
): Promise<Result> {
  const thread = await hooksFor(plan.scenario, system, open);
  if (!thread) return conduct(plan);
  try {
    const { setup, teardown } = plan.scenario;
    const vars = setup ? await setUp(thread, setup, plan, system) : {};
    if (!teardown) {
      thread.close();
      return await conduct({ ...plan, vars });
    }
    try {
      return await conduct({ ...plan, vars });
    } finally {
      await tearDown(thread, teardown, { ...plan, vars }, system);
    }
  } finally {
    thread.close();
  }
}

const openThread: OpenHooks = async (system, onLog) => {
  const { HookThread } = await import('../../hooks/hook-thread.ts');
  return new HookThread(system, onLog);
};

/** Undefined: the scenario calls no function. */
async function hooksFor(scenario: Scenario, system: SystemDeps, open: OpenHooks): Promise<RunHooks | undefined> {
  const hooks = allHooks(scenario);
  if (hooks.length === 0) return undefined;
  const thread = await open(system, sayTo(system));
  try {
    await beforeLoad(system, (abort) => abortable(thread.load(hooks), abort));
    return thread;
  } catch (error) {
    thread.close();
    throw error;
  }
}

async function setUp(
  thread: RunHooks,
  { hook, timeoutMs }: RunHook,
  { id, seed }: RunPlan,
  system: SystemDeps,
): Promise<Readonly<Record<string, unknown>>> {
  const call = { hook, vars: {}, runId: id, seed, purpose: 'setup' } as const;
  const result = await beforeLoad(system, (abort) => abortable(thread.call(call, timeoutMs), abort));
  if (result.kind === 'returned') return result.value as Readonly<Record<string, unknown>>;
  throw new KnownError(`setup ${hook.shown}: ${result.message}`, {
    exit: 'incomplete',
    hint: 'no load was generated; fix the function, or what it depends on',
  });
}

async function tearDown(
  thread: RunHooks,
  { hook, timeoutMs }: RunHook,
  { id, seed, vars = {} }: RunPlan,
  system: SystemDeps,
): Promise<void> {
  const result = await thread.call({ hook, vars, runId: id, seed, purpose: 'teardown' }, timeoutMs);
  if (result.kind === 'returned') return;
  sayTo(system)(`warning: teardown ${hook.shown}: ${result.message}`);
}

function sayTo({ stderr }: SystemDeps): (line: string) => void {
  return (line) => stderr.write(redact(`${line}\n`));
}
