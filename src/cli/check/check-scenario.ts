import { WorkerThreads } from '../../distribute/worker-threads.ts';
import { describeAddress } from '../../endpoint/endpoint-address.ts';
import { inTestMode } from '../../endpoint/protocol/test-mode.ts';
import { TraceView } from '../../live/trace-view.ts';
import { closedLoad } from '../../load/closed-load.ts';
import { SampleRing } from '../../measure/sample-ring.ts';
import { type ConversationTrace, TraceBook } from '../../measure/traces/trace-book.ts';
import { type ExitReason, exitCodeOf } from '../../platform/exit-code.ts';
import { counted } from '../../platform/group-thousands.ts';
import { KnownError } from '../../platform/known-error.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { withoutRunnerCommands } from '../../platform/visible.ts';
import { painter } from '../../render/paint.ts';
import { makeShards, startingAt } from '../../run/conduct/make-shards.ts';
import { spawnMockFor } from '../../run/conduct/mock-for.ts';
import { checkConnectionNames } from '../../run/connection/check-connection-names.ts';
import type { CHECK_FLAGS } from '../../run/flags/check-flags.ts';
import type { Options } from '../../run/flags/flag.ts';
import { withSetup } from '../../run/hooks/with-setup.ts';
import { preflight, type SettledTarget } from '../../run/preflight.ts';
import { prepareRun, type RunPlan } from '../../run/prepare-run.ts';
import { resolveScenario } from '../../run/resolve-scenario.ts';
import { resolveTargets } from '../../run/resolve-targets.ts';
import { readScenarioSource } from '../../scenario/read-source.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { wantsColour } from '../terminal.ts';
import { connectionLines } from './connection-lines.ts';

type CheckOptions = Options<typeof CHECK_FLAGS>;

/**
 * `palaver check SCENARIO`: runs its first conversations in test mode, one after another, between its `setup` and `teardown`,
 * and prints their traces in plain text. Exit code 0; 114 if a target cannot be used, 99 if a conversation failed, 105 if it was stopped by a signal.
 */
export async function checkScenario(file: string, options: CheckOptions, system: SystemDeps): Promise<number> {
  refuseUtterance(options);
  const { say: _, trace: conversations = 1, ...others } = options;
  const runOptions = { ...others, vus: 1, conversations, trace: conversations, 'no-thresholds': true };
  const source = await readScenarioSource(file, system);
  const scenario = only(resolveScenario(source, runOptions, system.env), options.conversation);
  const mock = options.mock ? await spawnMockFor(scenario, options, system) : undefined;
  try {
    const targets = resolveTargets(scenario.targets, runOptions, system.env, mock?.placeOf).map(inTestMode);
    checkConnectionNames(scenario, targets);
    const plan = prepareRun(scenario, targets, runOptions);
    const load = closedLoad({ vus: 1, conversations, startSpreadMs: 0, gracefulStopMs: plan.load.gracefulStopMs });
    return await withSetup({ ...plan, load }, system, (ready) => check(ready, options, system));
  } finally {
    await mock?.stop();
  }
}

function refuseUtterance({ say, 'no-say': noSay }: CheckOptions): void {
  if (say === undefined && !noSay) return;
  throw new KnownError(`--${noSay ? 'no-say' : 'say'} cannot be combined with a scenario`, {
    hint: 'without a scenario, check sends one utterance: palaver check --say hello',
  });
}

/** The scenario with only the conversation of this name, if one is given. */
function only(scenario: Scenario, name: string | undefined): Scenario {
  if (name === undefined) return scenario;
  const conversations = scenario.conversations.filter((conversation) => conversation.name === name);
  if (conversations.length > 0) return { ...scenario, conversations };
  const names = scenario.conversations.map((conversation) => `"${conversation.name}"`).join(', ');
  throw new KnownError(`the scenario has no conversation "${name}"`, { hint: `use one of ${names}` });
}

async function check(plan: RunPlan, options: CheckOptions, system: SystemDeps): Promise<number> {
  const print = (line: string) => system.stdout.write(withoutRunnerCommands(redact(`${line}\n`)));
  const settled = await preflight(plan, system);
  for (const target of settled) {
    print(`${target.settled.name}: ${describeAddress(target.settled.address)}`);
    for (const line of connectionLines(target)) print(line);
  }
  print('');
  const paint = painter(wantsColour(system, system.stdout, options['no-color']));
  const view = new TraceView({ write: print, isClear: true, paint, width: system.stdout.columns });
  const { traces, signal } = await converse(plan, settled, view, system);
  const { reason, text } = signal === undefined ? judge(traces) : stoppedBy(signal);
  print(text);
  return exitCodeOf(reason);
}

interface Conversed {
  readonly traces: readonly ConversationTrace[];
  /** The stop signal that ended them, if any. */
  readonly signal: string | undefined;
}

/** Runs the planned conversations in a load thread, as a run does. */
async function converse(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  view: TraceView,
  system: SystemDeps,
): Promise<Conversed> {
  const book = new TraceBook();
  // Conversations at several targets run at once: their traces are shown one after the other.
  const isLive = targets.length === 1;
  const executor = new WorkerThreads(system);
  const shards = makeShards({ ...plan, keepTexts: true }, targets, system, { threads: 1 });
  await executor.prepare(shards);
  const [shard] = startingAt(shards, system.clock.nowUs(), system.wallClock.now());
  const say = (line: string) => system.stderr.write(redact(`${line}\n`));
  const started = executor.start(shard!, new SampleRing(), {
    onNotice: (message) => say(`note: ${message}`),
    onLog: say,
    onFindings() {},
    onExemplar() {},
    onTrace: (entry) => {
      book.take(entry);
      if (isLive) view.trace(entry);
    },
  });
  let signal: string | undefined;
  const release = system.onStopSignal((name) => {
    signal = name;
    started.interrupt();
  });
  const end = await started.ended;
  release();
  if (end.kind === 'crashed') throw new Error(end.message);
  const traces = book.list();
  if (!isLive) for (const { events, ...of } of traces) for (const event of events) view.trace({ ...of, event });
  return { traces, signal };
}

interface Judgement {
  readonly reason: ExitReason;
  readonly text: string;
}

function stoppedBy(signal: string): Judgement {
  return { reason: 'signal', text: `stopped by ${signal}` };
}

/** A conversation that never got ready says nothing about the scenario. */
function judge(traces: readonly ConversationTrace[]): Judgement {
  const ended = traces.map(({ events }) => events.at(-1)!);
  const failed = ended.filter((event) => event.kind !== 'ended' || event.outcome !== 'completed').length;
  const all = traces.length === 1 ? 'the conversation' : `all ${counted(traces.length, 'conversation')}`;
  if (traces.length === 0) return { reason: 'threshold', text: 'no conversation started' };
  if (failed === 0) return { reason: 'pass', text: `${all} completed` };
  const isReady = traces.some(({ events }) => events.some(({ kind }) => kind === 'ready'));
  const text =
    failed === traces.length ? `${all} failed` : `${failed} of ${counted(traces.length, 'conversation')} failed`;
  return { reason: isReady ? 'threshold' : 'unreachable', text };
}
