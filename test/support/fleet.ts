import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { startNats } from './nats-server.ts';
import { onlyReport, scenarioFile, startPalaver, tempFolder } from './palaver.ts';

/** Two thresholds, one of them on the place eu. `BOT_URL` is in the environment of the fleet. */
export const FLEET_SCENARIO = `
name: fleet
targets:
  bot: \${BOT_URL}
defaults: { think: 20ms }
load: { closed: { vus: 6, conversations: 18, startSpread: 50ms } }
thresholds: [ 'turn{place=eu} max < 60s', turn max < 60s ]
conversations: [ { name: talk, steps: [one, two, three] } ]
`;

export interface FleetAgent {
  readonly name: string;
  readonly place?: string;
}

/**
 * A fleet with its NATS server, an endpoint and agents that have joined, as processes; all end with the test. `run` starts a
 * run on it, whose report `report` reads; each agent keeps its shard files in a folder of its name.
 */
export async function fleetOf(agents: readonly FleetAgent[], scenario = FLEET_SCENARIO) {
  const nats = await startNats();
  const mock = await startMock({ bot: 'echo', delay: '5ms', ready: '1ms', workers: 50 });
  const folder = tempFolder();
  const env = { BOT_URL: `${mock.url}/token-of-tests` };
  const started = agents.map(({ name, place }) => {
    const at = place === undefined ? [] : ['--place', place];
    const reports = ['--report-dir', join(folder, name)];
    return startPalaver(['agent', '--fleet', nats, '--name', name, ...at, ...reports], env);
  });
  onTestFinished(async () => {
    for (const { process } of started) process.kill('SIGKILL');
    await mock.stop();
  });
  await Promise.all(started.map(({ said }) => said('in the fleet')));
  const run = (...more: string[]) => {
    const file = scenarioFile(folder, scenario);
    return startPalaver(['run', file, '--fleet', nats, '--report-dir', join(folder, 'run'), ...more], env);
  };
  return { nats, mock, env, run, folder, report: () => onlyReport(join(folder, 'run')), agents: started };
}
