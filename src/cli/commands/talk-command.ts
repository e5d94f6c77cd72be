import { basename, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describeAddress } from '../../endpoint/endpoint-address.ts';
import { inTestMode, isTestMode } from '../../endpoint/protocol/test-mode.ts';
import { closedLoad } from '../../load/closed-load.ts';
import { exitCodeOf } from '../../platform/exit-code.ts';
import { isThere, writeFileAtomic } from '../../platform/files/files.ts';
import { counted } from '../../platform/group-thousands.ts';
import { KnownError } from '../../platform/known-error.ts';
import { isTypedIn, readLines } from '../../platform/process/line-reader.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { painter } from '../../render/paint.ts';
import { makeShards, startingAt } from '../../run/conduct/make-shards.ts';
import { spawnMockFor } from '../../run/conduct/mock-for.ts';
import { checkConnectionNames } from '../../run/connection/check-connection-names.ts';
import type { Options } from '../../run/flags/flag.ts';
import { withSetup } from '../../run/hooks/with-setup.ts';
import { preflight, type SettledTarget } from '../../run/preflight.ts';
import { prepareRun, type RunPlan } from '../../run/prepare-run.ts';
import { resolveScenario } from '../../run/resolve-scenario.ts';
import { resolveTargets } from '../../run/resolve-targets.ts';
import { quickScenario } from '../../scenario/quick-scenario.ts';
import { readScenarioSource } from '../../scenario/read-source.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { Talk } from '../../talk/talk.ts';
import { TalkLog } from '../../talk/talk-log.ts';
import { TalkSession } from '../../talk/talk-session.ts';
import { TALK_LABEL, talkConversation, talkSettings } from '../../talk/talk-step.ts';
import type { TalkTurn } from '../../talk/talk-turn.ts';
import { writeTalk } from '../../talk/write-talk.ts';
import type { Command } from '../command.ts';
import { onlyPositional } from '../options/positionals.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { TALK_FLAGS } from '../options/talk-flags.ts';
import { noteWithoutEffect } from '../options/without-effect.ts';
import { schemaPlace } from '../schema-line.ts';
import { wantsColour } from '../terminal.ts';

type TalkOptions = Options<typeof TALK_FLAGS>;

const PROMPT = '> ';

/**
 * `palaver talk`: a conversation by hand, in a terminal or from a pipe, in test mode, between `setup` and `teardown` of the
 * scenario. Exit code 0; 104 if a line of a pipe could not be carried out, 114 if the target cannot be used, 105 after a stop
 * signal. What was said is saved in any case.
 */
export const talkCommand: Command = {
  async run(system, args) {
    const { options, givenBy, positionals } = resolveOptions(TALK_FLAGS, args, system.env);
    noteWithoutEffect({ options, givenBy }, system);
    const save = options.save === undefined ? undefined : savePath(options.save, options.force ?? false, system);
    const source = await readScenarioSource(onlyPositional(positionals, 'scenario file'), system);
    const runOptions = { ...options, 'no-thresholds': true, ...(source ? { vus: 1 } : { say: ['hello'] }) };
    const scenario = resolveScenario(source, runOptions, system.env);
    const mock = options.mock ? await spawnMockFor(scenario, options, system) : undefined;
    try {
      const [target, ...others] = resolveTargets(scenario.targets, runOptions, system.env, mock?.placeOf);
      if (others.length > 0 && !mock)
        system.stderr.write(`note: the scenario has several targets; this is ${target!.name}\n`);
      checkConnectionNames(scenario, [target!]);
      const plan = prepareRun(oneTurn(scenario), [inTestMode(target!)], { ...runOptions, vus: undefined });
      return await withSetup(plan, system, async (ready) => {
        const { turns, end } = await talk(ready, scenario, options, system);
        if (save !== undefined)
          write(turns, { path: save, shown: options.save! }, { scenario, options, source }, system);
        return exitCodeOf(end);
      });
    } finally {
      await mock?.stop();
    }
  },
};

/** The full path of the scenario to write; checked before the conversation. */
function savePath(file: string, force: boolean, { cwd }: SystemDeps): string {
  if (!/\.ya?ml$/i.test(file))
    throw new KnownError(`--save: ${file} is not a valid name for a scenario`, {
      hint: 'use a name that ends in .yml',
    });
  const path = resolve(cwd, file);
  if (isThere(path) && !force)
    throw new KnownError(`${file} already exists`, { hint: 'choose another name, or use --force to overwrite it' });
  return path;
}

/** The scenario as the plan needs it: what is said is only known later. */
function oneTurn(scenario: Scenario): Scenario {
  const conversations = [talkConversation({ kind: 'reset' }, talkSettings(scenario))];
  const load = closedLoad({ vus: 1, conversations: 1, startSpreadMs: 0, gracefulStopMs: 0 });
  return { ...scenario, conversations, load, thresholds: [] };
}

interface Talked {
  readonly turns: readonly TalkTurn[];
  /** `invalid`: nobody saw at once that a line of a pipe could not be carried out. */
  readonly end: 'pass' | 'signal' | 'invalid';
}

async function talk(plan: RunPlan, scenario: Scenario, options: TalkOptions, system: SystemDeps): Promise<Talked> {
  const [settled] = await preflight(plan, system);
  system.stderr.write(redact(`${headOf(settled!)}\n`));
  const isTyped = isTypedIn();
  const paint = painter(wantsColour(system, system.stdout, options['no-color']));
  // The reader exists once lines can be carried out.
  let print = (text: string) => system.stdout.write(redact(`${text}\n`));
  const show = (text: string) => print(text);
  const log = new TalkLog({ print: show, paint, nowMs: () => system.clock.nowUs() / 1000, isTyped });
  const [shard] = startingAt(
    makeShards(plan, [settled!], system, { threads: 1 }),
    system.clock.nowUs(),
    system.wallClock.now(),
  );
  const session = new TalkSession({
    shard: shard!,
    settings: talkSettings(scenario),
    time: system,
    onEvent: (event) => log.take(event),
    onNotice: (message) => show(`note: ${message}`),
  });
  const conversation = new Talk({
    session,
    log,
    print: show,
    echo: (line) => isTyped || show(`${PROMPT}${line}`),
  });
  let signal = false;
  const stopped = new Promise<void>((end) => {
    system.onStopSignal(() => {
      signal = true;
      end();
    });
  });
  const reader = readLines({ onLine: conversation.onLine, onEnd: conversation.onEnd }, PROMPT);
  print = (text) => reader.print(redact(text));
  log.free();
  await Promise.race([conversation.ended, stopped]);
  reader.close();
  session.close();
  return { turns: log.turns, end: signal ? 'signal' : isTyped || conversation.refused === 0 ? 'pass' : 'invalid' };
}

function headOf({ settled }: SettledTarget): string {
  const mode = isTestMode(settled) ? ', test mode' : '';
  return `${settled.name}: ${describeAddress(settled.address)}${mode}; /help lists the commands`;
}

/** The options that are not the default ones; undefined if all are. */
function unusual(mock: Scenario['mock']['input']): object | undefined {
  const usual: Readonly<Record<string, unknown>> = { ...quickScenario([TALK_LABEL]).mock.input };
  const own = Object.entries(mock).filter(([name, value]) => !isDeepStrictEqual(value, usual[name]));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

interface TalkedWith {
  readonly scenario: Scenario;
  readonly options: TalkOptions;
  /** The file of the scenario, if one was given. */
  readonly source: { readonly path: string } | undefined;
}

/** The command that runs what was saved. */
function runCommand(file: string, { mock, protocol }: TalkOptions, hasTargets: boolean): string {
  const url = protocol === undefined || protocol === 'cognigy' ? 'https://host/TOKEN' : 'https://host';
  return [
    `npx palaver run ${file}`,
    ...(mock ? ['--mock'] : hasTargets ? [] : [`--target ${url}`]),
    ...(protocol === undefined ? [] : [`--protocol ${protocol}`]),
  ].join(' ');
}

function write(
  turns: readonly TalkTurn[],
  { path, shown }: { readonly path: string; readonly shown: string },
  { scenario, options, source }: TalkedWith,
  system: SystemDeps,
): void {
  if (turns.length === 0) {
    system.stderr.write(`nothing was said, so ${shown} was not written\n`);
    return;
  }
  const place = schemaPlace(path);
  const targetsOf = Object.keys(scenario.targets).length > 0 ? source?.path : undefined;
  const command = runCommand(shown, options, targetsOf !== undefined);
  const text = writeTalk(turns, {
    name: basename(path).replace(/\.ya?ml$/i, ''),
    command,
    schema: place.reference,
    mock: options.mock ? unusual(scenario.mock.input) : undefined,
    targetsOf,
  });
  writeFileAtomic(path, text, 'choose a writable folder');
  place.provide();
  const next = targetsOf === undefined ? 'next' : `copy the targets of ${targetsOf} there, then`;
  system.stderr.write(`wrote ${counted(turns.length, 'turn')} to ${shown}; ${next}:\n  ${command}\n`);
}
