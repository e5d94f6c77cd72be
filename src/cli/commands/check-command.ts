import { AUTO_QUIET_MS, QUIET_COMPLETION } from '../../conversation/target-traits.ts';
import { describeAddress } from '../../endpoint/endpoint-address.ts';
import type { PlatformTerms } from '../../endpoint/protocol/chat-protocol.ts';
import { PLATFORM_TERMS } from '../../endpoint/protocol/platform-terms.ts';
import { whyProxyUnused } from '../../endpoint/proxy-choice.ts';
import { type SayResult, sayOnce } from '../../endpoint/say-once.ts';
import { describeUnknownEvents } from '../../endpoint/unknown-events.ts';
import { spawnMock } from '../../mock/mock-process.ts';
import { exitCodeOf } from '../../platform/exit-code.ts';
import { KnownError } from '../../platform/known-error.ts';
import { freshSeed } from '../../platform/random.ts';
import { excerpt, redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { withoutRunnerCommands } from '../../platform/visible.ts';
import { mockProtocol } from '../../run/conduct/mock-for.ts';
import { checkConnectionNames } from '../../run/connection/check-connection-names.ts';
import { asFirstUser } from '../../run/connection/first-user.ts';
import { CHECK_FLAGS } from '../../run/flags/check-flags.ts';
import type { Options } from '../../run/flags/flag.ts';
import { preflight } from '../../run/preflight.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { resolveTargets } from '../../run/resolve-targets.ts';
import { resolveRunId } from '../../run/run-id.ts';
import { quickScenario } from '../../scenario/quick-scenario.ts';
import { hasTemplate } from '../../template/template.ts';
import { connectionLines, row } from '../check/connection-lines.ts';
import type { Command } from '../command.ts';
import { onlyPositional } from '../options/positionals.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { noteWithoutEffect } from '../options/without-effect.ts';

/**
 * `palaver check`: connects to one target and prints each stage. Exit code 0, or 114 if the target cannot be used. With a
 * scenario, it runs one of its conversations instead of sending one utterance.
 */
export const checkCommand: Command = {
  async run(system, args) {
    const { options, givenBy, positionals } = resolveOptions(CHECK_FLAGS, args, system.env);
    noteWithoutEffect({ options, givenBy }, system);
    const scenarioFile = onlyPositional(positionals, 'scenario file');
    if (scenarioFile !== undefined) {
      const { checkScenario } = await import('../check/check-scenario.ts');
      return await checkScenario(scenarioFile, options, system);
    }
    refuseWithoutScenario(options);
    const text = sentText(options);
    if (hasTemplate(text)) {
      throw new KnownError('--say contains a template {{…}}, which check does not replace', {
        hint: 'remove it, or use palaver run --say',
      });
    }
    const scenario = quickScenario(['hello']);
    const protocol = mockProtocol(undefined, options);
    const mock = options.mock ? await spawnMock({}, { protocol }, system) : undefined;
    try {
      const targets = resolveTargets({}, options, system.env, mock && (() => mock));
      checkConnectionNames(scenario, targets);
      return await check({ scenario, targets, id: resolveRunId(undefined), seed: freshSeed() }, options, system);
    } finally {
      await mock?.stop();
    }
  },
};

function sentText({ say = 'hello' }: Options<typeof CHECK_FLAGS>): string {
  return say;
}

/** @throws KnownError (104) for an option that only a scenario needs. */
function refuseWithoutScenario(options: Options<typeof CHECK_FLAGS>): void {
  const given = (['conversation', 'trace', 'seed', 'profile'] as const).find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new KnownError(`--${given} needs a scenario`, { hint: 'name a scenario file: palaver check talk.yml' });
}

async function check(
  plan: Pick<RunPlan, 'scenario' | 'targets' | 'id' | 'seed'>,
  options: Options<typeof CHECK_FLAGS>,
  system: SystemDeps,
): Promise<number> {
  const print = (line: string) => system.stdout.write(withoutRunnerCommands(redact(`${line}\n`)));
  const target = plan.targets[0]!;
  print(`${target.name}: ${describeAddress(target.address)}`);
  const unused = whyProxyUnused(target.address.origin, target.network.proxy, system.env);
  if (unused) print(row('proxy', unused));
  const [settled] = await preflight(plan, system);
  for (const line of connectionLines(settled!)) print(line);
  const text = sentText(options);
  if (options['no-say']) return conclude(true, text, print);
  const todayMs = system.wallClock.now().getTime();
  const { settings, identity } = asFirstUser(settled!.settled, { ...plan, runId: `${plan.id}-check`, todayMs });
  const result = await sayOnce(settings, identity, { text, quietMs: AUTO_QUIET_MS }, system);
  for (const line of sayLines(text, result, PLATFORM_TERMS[target.protocol.name])) print(line);
  return conclude(result.kind === 'answered' && result.replies.length > 0, text, print);
}

function conclude(good: boolean, text: string, print: (line: string) => void): number {
  print(
    good
      ? 'This target is ready for a load test.'
      : `This target connects, but does not converse: check that the bot replies to "${text}", or try another text (--say).`,
  );
  return good ? 0 : exitCodeOf('unreachable');
}

/** Without this setting a run would lose time, or turns with a short timeout, until it detects it by itself. */
const NO_FINAL_PING = [
  row('final ping', `none within ${formatDurationMs(AUTO_QUIET_MS)} of the last reply`),
  row('', '→ without final pings, turns must end by silence; add this line to the scenario:'),
  row('', `  ${QUIET_COMPLETION}`),
];

/** The protocol has no signal for the end of a turn. */
const BY_QUIET = [
  row('', `→ turns end by silence, by default after ${formatDurationMs(AUTO_QUIET_MS)}; see completion`),
];

function sayLines(text: string, result: SayResult, terms: PlatformTerms): string[] {
  const mode = terms.testInputsPerHour === undefined ? '' : ' (test mode)';
  const said = row('sent', `"${excerpt(text, 60)}"${mode}`);
  switch (result.kind) {
    case 'answered': {
      const first =
        result.firstOutputMs === undefined ? '' : ` (first output ${formatDurationMs(result.firstOutputMs)})`;
      const end = `${formatDurationMs(result.turnMs)}${first}, ended by ${result.endedBy.replaceAll('-', ' ')}`;
      return [
        said,
        ...result.replies.map((reply) => row('reply', `"${excerpt(reply, 60)}"`)),
        row('turn', end),
        ...(result.endedBy === 'quiet' ? (terms.signalsTurnEnd ? NO_FINAL_PING : BY_QUIET) : []),
      ];
    }
    case 'silent': {
      const instead = describeUnknownEvents(result.unknownEvents);
      return [
        said,
        row(
          'no reply',
          `${terms.signalsTurnEnd ? 'neither a reply nor a final ping' : 'none'} within ${formatDurationMs(result.afterMs)}`,
        ),
        ...(instead === undefined ? [] : [row('', `→ ${instead}`)]),
      ];
    }
    case 'errored':
      return [said, row('error', [result.code, result.message].filter(Boolean).join(': '))];
    case 'failed':
      return [
        said,
        row('failed', result.failure.message),
        ...(result.failure.hint ? [row('', `→ ${result.failure.hint}`)] : []),
      ];
  }
}
