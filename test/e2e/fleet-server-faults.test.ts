import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { type FleetAgent, fleetOf, inputsIn, shardFilesIn } from '../support/fleet.ts';
import { startLossyRelay } from '../support/lossy-relay.ts';
import { hasNats, NATS_HINT } from '../support/nats-server.ts';
import { countIn, onlyReport, palaver, reasonsBeside } from '../support/palaver.ts';

/** So many conversations last for about 12 s; without an end, 600 last for a minute. */
const scenarioOf = (conversations: number) => `
name: fleet
targets:
  bot: \${BOT_URL}
defaults: { think: 200ms }
load: { closed: { vus: 6, conversations: ${conversations}, startSpread: 100ms } }
conversations: [ { name: talk, steps: [one, two, three] } ]
`;
const TWO: readonly FleetAgent[] = [{ name: 'first' }, { name: 'second' }];
const LEASE_ENDED = 'no message from the coordinator within the lease (--lease), so the load ended';

/** Inputs that were on their way when their connections were closed: at most one of each virtual user. */
const expectInputs = (report: Report, { mock }: Fleet, onTheirWay = 0) => {
  const { inputs } = mock.stats();
  const sent = countIn(report, 'inputs_sent');
  expect([sent - inputs, inputs > 0]).toEqual([
    expect.toSatisfy((more: number) => more >= 0 && more <= onTheirWay),
    true,
  ]);
};

type Fleet = Awaited<ReturnType<typeof fleetOf>>;

const foldersOf = ({ folder }: Fleet) => TWO.map(({ name }) => join(folder, name));
const areSending = (fleet: Fleet) => foldersOf(fleet).every((folder) => inputsIn(folder) > 0);
const haveEnded = ({ agents }: Fleet) => Promise.all(agents.map(({ said }) => said('ended; shard file')));

/** What `palaver merge` makes of the shard files that the agents have kept. */
async function mergeKept(fleet: Fleet) {
  const folder = join(fleet.folder, 'merged');
  const { code } = await palaver(['merge', ...foldersOf(fleet).flatMap(shardFilesIn), '--report-dir', folder]);
  return { code, report: onlyReport(folder) };
}

describe.skipIf(!hasNats)(`a fleet${hasNats ? '' : NATS_HINT}`, { timeout: 180_000 }, () => {
  it('loses nothing when its NATS server restarts during a run', async () => {
    const fleet = await fleetOf(TWO, { scenario: scenarioOf(120) });
    const { until, finished } = fleet.run('--agents', '2', '--lease', '60s');
    await until(() => fleet.agents.every(({ hasSaid }) => hasSaid('running')));
    await fleet.server.kill();
    await Promise.all(fleet.agents.map(({ said }) => said('connection to the fleet lost')));
    await fleet.server.start();
    await finished;
    const report = fleet.report();
    expect(report.run).toMatchObject({ partial: false, stopReason: 'conversations' });
    expect(countIn(report, 'conversations_completed')).toBe(120);
    expectInputs(report, fleet);
  });

  it('ends within its lease when its NATS server is gone, and the agents keep their results', async () => {
    const fleet = await fleetOf(TWO, { scenario: scenarioOf(600) });
    const { until, finished } = fleet.run('--agents', '2', '--lease', '15s');
    await until(() => areSending(fleet));
    await fleet.server.kill();
    const { code } = await finished;
    expect(code).toBe(112);
    expect(reasonsBeside(fleet.report()).filter((text) => /^agent (first|second) .* was lost/.test(text))).toHaveLength(
      2,
    );
    await haveEnded(fleet);
    const merged = await mergeKept(fleet);
    expect(merged.code).toBe(112);
    expect(reasonsBeside(merged.report)).toContainEqual(expect.stringContaining(LEASE_ENDED));
    expectInputs(merged.report, fleet, 6);
    expect(countIn(fleet.report(), 'inputs_sent')).toBeLessThan(fleet.mock.stats().inputs);
  });

  it('ends within its lease when its coordinator is killed, and the agents keep their results', async () => {
    const fleet = await fleetOf(TWO, { scenario: scenarioOf(600) });
    const coordinator = fleet.run('--agents', '2', '--lease', '15s');
    await coordinator.until(() => areSending(fleet));
    coordinator.process.kill('SIGKILL');
    await haveEnded(fleet);
    const merged = await mergeKept(fleet);
    expect([merged.code, merged.report.verdict.status]).toEqual([112, 'incomplete']);
    expect(reasonsBeside(merged.report)).toContainEqual(expect.stringContaining(LEASE_ENDED));
    expectInputs(merged.report, fleet, 6);
  });

  it('ends all its agents when its coordinator is interrupted, and is free for the next run', async () => {
    const fleet = await fleetOf(TWO, { scenario: scenarioOf(600) });
    const coordinator = fleet.run('--agents', '2');
    await coordinator.until(() => areSending(fleet));
    coordinator.process.kill('SIGINT');
    await coordinator.said('SIGINT: no more conversations start');
    coordinator.process.kill('SIGINT');
    const { code } = await coordinator.finished;
    const report = fleet.report();
    expect([code, report.run.stopReason]).toEqual([105, 'signal']);
    expect(reasonsBeside(report)[0]).toBe('stopped by SIGINT; the results cover the time until then');
    expectInputs(report, fleet, 6);
    await haveEnded(fleet);
    const before = fleet.mock.stats().inputs;
    const few = ['--vus', '2', '--conversations', '6'];
    const next = await fleet.run('--agents', '2', ...few).finished;
    expect(next.stderr).not.toContain('error:');
    expect(fleet.mock.stats().inputs).toBe(before + 18);
  });

  it('is one run at a time: a second one finds it busy, or waits', async () => {
    const fleet = await fleetOf([{ name: 'only' }], { scenario: scenarioOf(120) });
    const first = fleet.run('--agents', '1');
    await first.until(() => fleet.agents[0]!.hasSaid('running'));
    const waiting = fleet.run('--agents', '1', '--wait', '2m', '--conversations', '6');
    const { code, stderr } = await fleet.run('--agents', '1', '--wait', '4s').finished;
    expect([code, stderr]).toEqual([112, expect.stringMatching(/1 busy with plv-\w+/)]);
    await Promise.all([first.finished, waiting.finished]);
    expect(fleet.mock.stats().inputs).toBe(3 * (120 + 6));
  });

  it('gives the same report where messages are lost', async () => {
    let relay: Awaited<ReturnType<typeof startLossyRelay>> | undefined;
    const fleet = await fleetOf(TWO, {
      scenario: scenarioOf(120),
      relay: async (port) => {
        // The first, the third … of each subject of a run: states and leases.
        relay = await startLossyRelay(port, (subject, count) => /\.(state|lease)$/.test(subject) && count % 2 === 1);
        return relay.url;
      },
    });
    await fleet.run('--agents', '2', '--lease', '60s').finished;
    const report = fleet.report();
    expect(relay!.lost()).toBeGreaterThan(10);
    expect(report.run).toMatchObject({ partial: false, stopReason: 'conversations' });
    expect(countIn(report, 'conversations_completed')).toBe(120);
    expectInputs(report, fleet);
  });
});
