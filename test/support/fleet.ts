import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { decodeShard, SHARD_FILE, type ShardState } from '../../src/run/shards/shard-file.ts';
import { runNats } from './nats-server.ts';
import { onlyReport, type Started, scenarioFile, startPalaver, tempFolder } from './palaver.ts';

/** Two thresholds, one of them on the place eu. `BOT_URL` is in the environment of the fleet. */
export const FLEET_SCENARIO = `
name: fleet
targets:
  bot: \${BOT_URL}
defaults: { think: 20ms }
load: { closed: { vus: 6, conversations: 18, startSpread: 50ms } }
thresholds: [ 'turn{place=eu} max < 60s', turn max < 60s ]
conversations: [ { name: talk, weight: 2, steps: [one, two, three] }, { name: short, steps: [hi] } ]
`;

export interface FleetAgent {
  readonly name: string;
  readonly place?: string;
  readonly env?: Record<string, string>;
}

export interface FleetOptions {
  readonly scenario?: string;
  /** Time that the endpoint needs until a session is ready. */
  readonly ready?: string;
  /** Default: a fast one. */
  readonly bot?: Parameters<typeof startMock>[0];
  /** Starts what is between the agents and the NATS server at this port, and resolves with its URL. */
  readonly relay?: (port: number) => Promise<string>;
}

/**
 * A fleet with its NATS server, an endpoint and agents that have joined, as processes; all end with the test. `run` starts a
 * run on it, whose report `report` reads, and `capacity` a search; each agent keeps its shard files in a folder of its name.
 */
export async function fleetOf(agents: readonly FleetAgent[], options: FleetOptions = {}) {
  const { scenario = FLEET_SCENARIO, ready = '1ms', bot, relay } = options;
  const server = await runNats();
  const nats = relay ? await relay(server.port) : server.url;
  const mock = await startMock({ bot: 'echo', delay: '5ms', ready, workers: 50, ...bot });
  const folder = tempFolder();
  const env = { BOT_URL: `${mock.url}/token-of-tests` };
  const started = agents.map(({ name, place, env: own }) => {
    const at = place === undefined ? [] : ['--place', place];
    const reports = ['--report-dir', join(folder, name)];
    return startPalaver(['agent', '--fleet', nats, '--name', name, ...at, ...reports], { ...env, ...own });
  });
  const runs: Started[] = [];
  onTestFinished(async () => {
    for (const { process } of [...started, ...runs]) process.kill('SIGKILL');
    await mock.stop();
  });
  await Promise.all(started.map(({ said }) => said('in the fleet')));
  const start = (command: string, ...more: string[]) => {
    const file = scenarioFile(folder, scenario);
    const one = startPalaver([command, file, '--fleet', nats, '--report-dir', join(folder, command), ...more], env);
    runs.push(one);
    return one;
  };
  const run = (...more: string[]) => start('run', ...more);
  const capacity = (...more: string[]) => start('capacity', ...more);
  return {
    capacity,
    nats,
    server,
    mock,
    env,
    run,
    folder,
    report: () => onlyReport(join(folder, 'run')),
    agents: started,
  };
}

/** The shard files in the report folder of an agent, the newest last. */
export function shardFilesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((path) => SHARD_FILE.test(basename(path)))
    .map((path) => join(folder, path))
    .toSorted((left, right) => statSync(left).mtimeMs - statSync(right).mtimeMs);
}

/** The newest of them; undefined if there is none yet. */
export function shardIn(folder: string): ShardState | undefined {
  const newest = shardFilesIn(folder).at(-1);
  return newest === undefined ? undefined : decodeShard(readFileSync(newest), newest);
}

/** The inputs that a shard has saved as sent. */
export function inputsOf({ snapshot }: ShardState): number {
  return snapshot.counters.reduce((sum, { metric, count }) => sum + (metric === 'inputs_sent' ? count : 0), 0);
}

/** Those of the newest shard of an agent. */
export function inputsIn(folder: string): number {
  const shard = shardIn(folder);
  return shard ? inputsOf(shard) : 0;
}
