import { describe, expect, it } from 'vitest';
import { LostGenerator, type StepView } from '../../src/capacity/load-generator.ts';
import { parseObjective } from '../../src/capacity/objective.ts';
import { HeldAgents } from '../../src/fleet/coordinator/held-agents.ts';
import { reserveAgents } from '../../src/fleet/coordinator/reserve-agents.ts';
import { parseWanted } from '../../src/fleet/coordinator/wanted-agents.ts';
import { FleetGenerator } from '../../src/fleet/fleet-generator.ts';
import { parsePart } from '../../src/fleet/wire/parts.ts';
import { closedLoad } from '../../src/load/closed-load.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import type { PassingMessage } from '../support/memory-fleet.ts';
import { tempFolder } from '../support/palaver.ts';
import {
  fleetPlan,
  LEASE_MS,
  type RehearsedAgent,
  RehearsedFleet,
  type RehearsedSetting,
  TARGETS,
} from '../support/rehearsed-fleet.ts';

const TERMS = {
  objectives: ['turn p(95) < 1s', 'conversation_completion > 50%'].map(parseObjective),
  times: { fromMs: 2000, longestConversationMs: 1000 },
};
/** The agents a and b in the EU, c in the US, and a generator that conducts steps on them; each holds a conversation per second. */
async function generating({ vus = 9, ...settingOfC }: RehearsedSetting & { vus?: number } = {}) {
  const fleet = new RehearsedFleet();
  await fleet.join('a', { place: 'eu', conversations: 1000 });
  await fleet.join('b', { place: 'eu', conversations: 1000 });
  await fleet.join('c', { place: 'us', conversations: 1000, ...settingOfC });
  const coordinator = fleet.coordinator();
  const all = { wanted: parseWanted(undefined), waitMs: 0 };
  const offers = await fleet.meanwhile(reserveAgents(coordinator, 'plv-search', all, new AbortController().signal));
  const held = new HeldAgents(coordinator, offers, 'plv-search');
  const generator = new FleetGenerator({
    coordinator,
    held,
    targets: TARGETS,
    source: { scenarioText: undefined, options: {}, key: undefined },
    waitMs: LEASE_MS,
    lost: new Promise(() => {}),
  });
  const plan = {
    ...fleetPlan('plv-search-1'),
    load: closedLoad({ vus, durationMs: 600_000, gracefulStopMs: 1000, startSpreadMs: 0 }),
  };
  const folder = tempFolder();
  const conduct = (look: (view: StepView) => boolean, id = plan.id) =>
    fleet.meanwhile(generator.conduct({ plan: { ...plan, id, name: id }, terms: TERMS, folder, look, observers: [] }));
  const inputsPerSecond = plan.scenario.conversations[0]!.steps.length;
  return { fleet, coordinator, conduct, inputsPerSecond };
}

function isFrom({ kind, subject, bytes }: PassingMessage, { deps: { id } }: RehearsedAgent): boolean {
  return kind === 'publish' ? parsePart(bytes)?.header.from === id : kind === 'response' && subject.endsWith(id);
}

/** Whether it is a state of a step that an agent publishes, and of which second. */
function secondOf({ kind, bytes }: PassingMessage, agent: RehearsedAgent): number | undefined {
  if (kind !== 'publish') return undefined;
  const from = parsePart(bytes)?.header;
  return from?.from === agent.deps.id && from.kind === 'step' ? from.sequence : undefined;
}

const until = (ms: number) => (view: StepView) => view.elapsedMs >= ms;

describe('a step on a fleet', () => {
  it('is judged each second by what all agents have measured until then, and ends as planned', async () => {
    const { fleet, conduct, inputsPerSecond } = await generating();
    const seen: { readonly elapsedMs: number; readonly inputs: number; readonly turns: number }[] = [];
    const { report, readings } = await conduct((view) => {
      const { elapsedMs } = view;
      const { turns, steadyMs } = view.evidence();
      expect(steadyMs).toBe(Math.max(0, elapsedMs - TERMS.times.fromMs));
      seen.push({ elapsedMs, inputs: view.readings().counter('inputs_sent'), turns });
      return elapsedMs === 6000;
    });
    expect(seen.map(({ elapsedMs }) => elapsedMs)).toEqual([1000, 2000, 3000, 4000, 5000, 6000]);
    const perSecond = 3 * inputsPerSecond;
    const first = seen[0]!.inputs;
    expect(seen.map(({ inputs }) => inputs)).toEqual(seen.map((_, index) => first + index * perSecond));
    // Those of the warm-up do not count.
    expect(seen.at(-1)!.turns).toBe(4 * perSecond);
    expect(readings.counter('inputs_sent')).toBeGreaterThanOrEqual(seen.at(-1)!.inputs);
    expect([report.run.stopReason, report.run.partial]).toEqual(['time', false]);
    expect(report.verdict.reasons.filter(({ kind }) => kind === 'ending')).toEqual([]);
    expect(fleet.agents.map(({ load }) => load.asked)).toEqual([['stop'], ['stop'], ['stop']]);
  });

  it('is not judged at a second of which the state of an agent is lost', async () => {
    const { fleet, conduct } = await generating();
    const b = fleet.agents[1]!;
    fleet.bus.passage = (message) => ([2, 3].includes(secondOf(message, b) ?? 0) ? 'drop' : 'pass');
    const seen: number[] = [];
    await conduct(({ elapsedMs }) => seen.push(elapsedMs) > 2);
    expect(seen).toEqual([1000, 4000, 5000]);
  });

  it('ends, with the name of an agent that is lost', async () => {
    const { fleet, conduct } = await generating();
    const c = fleet.agents[2]!;
    fleet.bus.passage = (message) => {
      if ((secondOf(message, c) ?? 0) >= 3) void c.connection.close();
      return 'pass';
    };
    const { report } = await conduct(until(60_000));
    expect(report.run.stopReason).toBe('incomplete');
    const [ending] = report.verdict.reasons.filter(({ kind }) => kind === 'ending');
    expect(ending!.text).toContain('agent c at us (here) was lost: no message from it for 30.0 s');
    expect(fleet.agents[0]!.load.asked).toEqual(['stop']);
  });

  it('ends so although the agent comes back', async () => {
    const { fleet, coordinator, conduct } = await generating();
    const c = fleet.agents[2]!;
    const isLost = () => coordinator.notices.some((notice) => notice.includes('agent c at us (here) is lost'));
    let hasBegun = false;
    fleet.bus.passage = (message) => {
      hasBegun ||= secondOf(message, c) === 1;
      return hasBegun && isFrom(message, c) && !isLost() ? 'drop' : 'pass';
    };
    const { report } = await conduct(until(60_000));
    expect(coordinator.notices).toContain('agent c at us (here) is back');
    const [ending] = report.verdict.reasons.filter(({ kind }) => kind === 'ending');
    expect([report.run.stopReason, ending!.text]).toEqual([
      'incomplete',
      expect.stringContaining('agent c at us (here) was lost: no message from it for 30.0 s'),
    ]);
  });

  it('ends when the share of one agent ends early, since the load is no longer the planned one', async () => {
    const { fleet, conduct } = await generating({ conversations: 4 });
    const { report } = await conduct(until(60_000));
    expect(report.run.durationMs).toBeLessThan(10_000);
    expect(fleet.agents[0]!.load.asked).toEqual(['stop']);
  });

  it('runs on as many agents as it has virtual users, at as many places as possible', async () => {
    const { fleet, conduct } = await generating({ vus: 2 });
    await conduct(until(1000));
    expect(fleet.agents.map(({ load }) => load.started.map(({ segment }) => segment))).toEqual([
      [{ index: 0, count: 2 }],
      [],
      [{ index: 1, count: 2 }],
    ]);
  });

  it.each(['next', 'order', 'start'])(
    'does not begin if an agent is gone (%s): no further step can',
    async (request) => {
      const { fleet, conduct } = await generating();
      const c = fleet.agents[2]!;
      fleet.bus.passage = ({ kind, subject, bytes }) => {
        const isToC = kind === 'request' && subject.endsWith(c.deps.id);
        if (isToC && Buffer.from(bytes).includes(`"kind":"${request}"`)) void c.connection.close();
        return 'pass';
      };
      const error = await conduct(until(1000)).catch((reason) => reason);
      expect(error).toBeInstanceOf(LostGenerator);
      expect([error.message, error.exit]).toEqual([
        expect.stringContaining('agent c at us (here) no longer answers'),
        'incomplete',
      ]);
    },
  );

  it('does not begin if the share of an agent is too large for it; a step with less load could', async () => {
    const why = new KnownError('this machine cannot run the plan: too few files', { exit: 'incomplete' });
    const { conduct } = await generating({ preparing: () => Promise.reject(why) });
    const error = await conduct(until(1000)).catch((reason) => reason);
    expect(error).not.toBeInstanceOf(LostGenerator);
    expect(error).toMatchObject({ message: `agent c at us (here): ${why.message}`, exit: 'incomplete' });
  });

  it('follows another one on the same agents', async () => {
    const { fleet, conduct } = await generating();
    await conduct(until(2000));
    await fleet.time.advance(3 * LEASE_MS);
    const { report } = await conduct(until(2000), 'plv-search-2');
    expect([report.run.id, report.generator.machines?.length]).toEqual(['plv-search-2', 3]);
  });
});
