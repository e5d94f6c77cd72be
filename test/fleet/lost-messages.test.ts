import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../src/platform/random.ts';
import type { Report } from '../../src/report/report.ts';
import { fleetRun } from '../support/fleet-run.ts';
import type { Passage, PassingMessage } from '../support/memory-fleet.ts';
import type { RehearsedFleet } from '../support/rehearsed-fleet.ts';

const AGENTS = { a: { conversations: 12 }, b: { conversations: 12 }, c: { conversations: 12 } };

/** The report of a run on three agents whose messages pass as `passage` decides. */
async function runOnFleet(passage: (message: PassingMessage, fleet: RehearsedFleet) => Passage): Promise<Report> {
  const { fleet, conduct } = await fleetRun(AGENTS);
  fleet.bus.passage = (message) => passage(message, fleet);
  return (await conduct()).report;
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
