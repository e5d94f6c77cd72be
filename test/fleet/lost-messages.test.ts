import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conductOnFleet } from '../../src/fleet/conduct-on-fleet.ts';
import { reserveAgents } from '../../src/fleet/coordinator/reserve-agents.ts';
import { type RandomStream, randomStream } from '../../src/platform/random.ts';
import type { Report } from '../../src/report/report.ts';
import type { Passage, PassingMessage } from '../support/memory-fleet.ts';
import { tempFolder } from '../support/palaver.ts';
import { fleetOrder, fleetPlan, RehearsedFleet, TARGETS } from '../support/rehearsed-fleet.ts';

const AGENTS = ['a', 'b', 'c'];
const NEVER = new AbortController().signal;

/** The report of a run on three agents whose messages pass as `passage` decides. */
async function runOnFleet(passage: (message: PassingMessage, fleet: RehearsedFleet) => Passage): Promise<Report> {
  const fleet = new RehearsedFleet({ maxBytes: 2048 });
  for (const name of AGENTS) await fleet.join(name, { conversations: 12 });
  fleet.bus.passage = (message) => passage(message, fleet);
  const deps = { ...fleet.coordinator(), reportDir: tempFolder(), observers: [] };
  const plan = fleetPlan();
  const wanted = { kind: 'count', count: AGENTS.length } as const;
  const conduct = async () => {
    const agents = await reserveAgents(deps, plan.id, { wanted, waitMs: 60_000 }, NEVER);
    return conductOnFleet({ plan, targets: TARGETS, agents, order: fleetOrder(plan), waitMs: 60_000 }, deps);
  };
  const { report } = await fleet.meanwhile(conduct());
  return report;
}

/** Without what the machine of the test has to say. */
const measured = ({ metrics, timeline, run, generator }: Report) => ({
  metrics,
  timeline,
  end: [run.partial, run.stopReason],
  machines: generator.machines?.length,
});

/** Loses, delays and repeats messages by a seed. */
function unreliable(seed: number): (message: PassingMessage, fleet: RehearsedFleet) => Passage {
  const random = randomStream(seed, 0, 'passage');
  const lost = new Set<string>();
  return (message, { bus }) => {
    const draw = random.next();
    if (message.kind === 'publish') return passageOfNews(draw, random);
    // Of the requests to one agent, the first of each kind may be lost, and the first response. Where a reservation and its
    // release are both lost, the agent is free only when its lease ends.
    const [, kind] = /"kind":"(\w+)"/.exec(Buffer.from(message.bytes).toString()) ?? [];
    const request = `${message.subject} ${kind === 'release' || message.kind === 'response' ? 'reserve' : kind}`;
    if (message.subject === bus.subjects.roll || draw > 0.5 || lost.has(request)) return 'pass';
    lost.add(request);
    return 'drop';
  };
}

function passageOfNews(draw: number, random: RandomStream): Passage {
  if (draw < 0.4) return 'drop';
  if (draw < 0.5) return 'twice';
  return draw < 0.7 ? { afterMs: 2000 * random.next() } : 'pass';
}

describe('a run on a fleet', () => {
  it('measures the same, whichever messages are lost, late or repeated', async () => {
    const whole = measured(await runOnFleet(() => 'pass'));
    expect(whole.metrics.turn).toMatchObject({ count: 3 * 12 * 2 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
        expect(measured(await runOnFleet(unreliable(seed)))).toEqual(whole);
      }),
      { seed: 18, numRuns: 10 },
    );
  });
});
