import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../src/platform/random.ts';
import type { Report } from '../../src/report/report.ts';
import { fleetRun } from '../support/fleet-run.ts';
import type { Passage, PassingMessage } from '../support/memory-fleet.ts';

const AGENTS = { a: { conversations: 12 }, b: { conversations: 12 }, c: { conversations: 12 } };

type Disturbance = (message: PassingMessage, run: Awaited<ReturnType<typeof fleetRun>>) => Passage;

/** The report of a run on three agents whose messages pass as `disturb` decides. */
async function runOnFleet(disturb: Disturbance): Promise<Report> {
  const run = await fleetRun(AGENTS);
  run.fleet.bus.passage = (message) => disturb(message, run);
  return (await run.conduct()).report;
}

/** Without what the machine of the test has to say. */
const measured = ({ metrics, timeline, run, generator }: Report) => ({
  metrics,
  timeline,
  end: [run.partial, run.stopReason],
  machines: generator.machines?.length,
});

/** Loses, delays and repeats messages by a seed. */
function unreliable(seed: number): Disturbance {
  const random = randomStream(seed, 0, 'passage');
  const lost = new Set<string>();
  return (message, { fleet: { bus } }) => {
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

/** Once the load runs, interrupts each connection for up to 12 s, and loses other messages besides. */
function interrupted(seed: number): Disturbance {
  const random = randomStream(seed, 0, 'interruptions');
  let isLoading = false;
  return ({ kind }, { fleet, coordinator, inSeconds }) => {
    if (kind === 'publish' && !isLoading) {
      isLoading = true;
      for (const { connection } of [...fleet.agents, coordinator]) {
        const fromS = 3 + 8 * random.next();
        inSeconds(fromS, () => connection.interrupt());
        inSeconds(fromS + 12 * random.next(), () => connection.restore());
      }
    }
    return kind === 'publish' ? passageOfNews(random.next(), random) : 'pass';
  };
}

describe('a run on a fleet', () => {
  it('measures the same, whichever messages are lost, late or repeated', async () => {
    await expectSame(unreliable);
  });

  it('measures the same, whichever connections are interrupted for a while', async () => {
    await expectSame(interrupted);
  });
});

/** The disturbances of ten seeds change nothing. */
async function expectSame(disturbance: (seed: number) => Disturbance): Promise<void> {
  const whole = measured(await runOnFleet(() => 'pass'));
  expect(whole.metrics.turn).toMatchObject({ count: 3 * 12 * 2 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
      expect(measured(await runOnFleet(disturbance(seed)))).toEqual(whole);
    }),
    { seed: 18, numRuns: 10 },
  );
}
