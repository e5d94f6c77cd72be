import { basename, join } from 'node:path';
import { deserialize } from 'node:v8';
import type { NetworkSettings, SettledEndpoint } from '../../endpoint/endpoint-settings.ts';
import { TurnsFile } from '../../live/turns-file.ts';
import type { Segment } from '../../load/segment.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { Environment } from '../../platform/process/environment.ts';
import { rememberSecret } from '../../platform/redact.ts';
import { chooseWorkers, workerNeeds } from '../../run/choose-workers.ts';
import { checkConnectionNames } from '../../run/connection/check-connection-names.ts';
import { atPlaceOfShard } from '../../run/own-place.ts';
import { preflight } from '../../run/preflight.ts';
import { preflightGenerator } from '../../run/preflight-generator.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { resolveTargets } from '../../run/resolve-targets.ts';
import type { TargetOptions } from '../../run/run-options.ts';
import { prepareShard } from '../../run/shards/conduct-shard.ts';
import { readTargets } from '../../scenario/targets-as-written.ts';
import { type Order, targetFingerprint } from '../order.ts';
import { withSealedRows } from '../sealed-rows.ts';
import { unseal } from '../wire/seal.ts';
import type { AgentDeps, PrepareShare } from './agent-deps.ts';
import { refuseOtherHosts } from './allowed-hosts.ts';

/** Connects to the targets once, checks this machine, loads the load threads. */
export const prepareShare: PrepareShare = async (order, share, agent, hooks) => {
  const { system, executor, place, reportDir, version, calibration, onNotice } = agent;
  const endpoints = targetsOf(order, agent);
  for (const { address } of endpoints) rememberSecret(address.token);
  const isTheirs = order.targets.kind === 'sealed' && agent.targetOptions.resolve === undefined;
  refuseOtherHosts(
    endpoints.map((target) => ({ ...target, resolve: isTheirs ? target.network.resolve : undefined })),
    agent.allowed,
  );
  const plan: RunPlan = atPlaceOfShard({
    ...order.plan,
    scenario: scenarioOf(order, agent),
    targets: endpoints,
    place,
  });
  const targets = await preflight(plan, system);
  refuseOtherFacts(
    order,
    targets.map(({ settled }) => settled),
  );
  const here = { cpus: system.machine.cpus, calibration, shards: share.count };
  const workers = chooseWorkers(workerNeeds(plan, order.options, here)).count;
  const warnings = await preflightGenerator(plan, { workers, shards: share.count }, order.options, system);
  // Opened last: a share that is refused leaves no file.
  const turns = await openTurns(order, share, agent);
  const prepared = await prepareShard(plan, targets, share, {
    system,
    executor,
    agent: agent.name,
    workers,
    reportDir,
    version,
    calibration,
    warnings: warnings.map((warning) => `Before the load: ${warning}.`),
    onNotice,
    ...hooks,
    observers: [...(hooks.observers ?? []), ...(turns ? [turns] : [])],
  });
  return { ...prepared, discard: () => void Promise.all([prepared.discard(), turns?.discard()]) };
};

/** The file for every single turn of this share, in the report folder of the agent: `RUN-shard-1-of-2-NAME`. */
async function openTurns({ plan, turns }: Order, { index, count }: Segment, agent: AgentDeps) {
  if (turns === undefined) return undefined;
  const path = join(agent.reportDir, `${plan.id}-shard-${index + 1}-of-${count}-${basename(turns)}`);
  agent.onNotice(`run ${plan.id}: turns in ${path}`);
  return TurnsFile.open(path, { keepTexts: plan.keepTexts, onNotice: agent.onNotice });
}

function targetsOf({ plan, targets }: Order, { key, targetOptions, system, name }: AgentDeps): RunPlan['targets'] {
  if (targets.kind === 'own') {
    const reader = { where: `agent ${name}`, needUrls: !targetOptions.target };
    const entries = readTargets(targets.written, system.env, reader);
    if (Object.keys(entries).length === 0 && !targetOptions.target) {
      throw new KnownError('this agent has no target: neither its environment nor the scenario has one', {
        hint: 'set PALAVER_TARGET in the environment of each agent, or use --fleet-key-file everywhere',
      });
    }
    const given = Object.entries(targets.options).filter(([, value]) => value !== undefined);
    const resolved = resolveTargets(entries, { ...targetOptions, ...Object.fromEntries(given) }, system.env);
    checkConnectionNames(plan.scenario, resolved);
    return resolved;
  }
  const sealed = deserialize(unseal(targets.targets, keyOf({ key }), plan.id)) as SettledEndpoint[];
  const own = ownNetwork(targetOptions, system.env);
  return sealed.map((target) => ({ ...target, network: { ...target.network, ...own } }));
}

/** With the rows of its feeds, which may be sealed. */
function scenarioOf({ plan, rows }: Order, agent: AgentDeps): RunPlan['scenario'] {
  return rows ? withSealedRows(plan.scenario, rows, keyOf(agent), plan.id) : plan.scenario;
}

function keyOf({ key }: Pick<AgentDeps, 'key'>): NonNullable<AgentDeps['key']> {
  if (key) return key;
  throw new KnownError('the targets of the run are encrypted, and this agent has no fleet key', {
    hint: 'start the agent with the --fleet-key-file of the coordinator',
  });
}

/** The network settings that this agent was given; they precede those of the coordinator. */
function ownNetwork(options: TargetOptions, env: Environment): NetworkSettings {
  const names = ['ca', 'cert', 'key', 'insecure', 'proxy', 'resolve', 'local-address'] as const;
  const given = Object.fromEntries(names.map((name) => [name, options[name]]));
  return resolveTargets({ own: { url: 'http://127.0.0.1/-' } }, given, env)[0]!.network;
}

/** All agents must load the same targets in the same way. */
function refuseOtherFacts({ targets }: Order, settled: readonly SettledEndpoint[]): void {
  if (targets.kind !== 'own') return;
  for (const [index, expected] of targets.expected.entries()) {
    const own = settled[index] && targetFingerprint(settled[index]);
    if (own === expected) continue;
    const theirs = JSON.parse(expected) as Record<string, unknown>;
    const mine = own === undefined ? {} : (JSON.parse(own) as Record<string, unknown>);
    const key =
      Object.keys(theirs).find((name) => JSON.stringify(theirs[name]) !== JSON.stringify(mine[name])) ?? 'name';
    const inWords = (value: unknown) => (typeof value === 'string' ? value || 'none' : JSON.stringify(value ?? null));
    throw new KnownError(
      `target ${String(theirs.name)} differs on this agent: ${key} is ${inWords(mine[key])}, but ${inWords(theirs[key])} on the coordinator`,
      { exit: 'incomplete', hint: 'set the same variables of the targets on the coordinator and on all agents' },
    );
  }
}
