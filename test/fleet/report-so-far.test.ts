import { describe, expect, it } from 'vitest';
import { ReportSoFar } from '../../src/fleet/coordinator/report-so-far.ts';
import { FakeTime } from '../support/fake-time.ts';
import { sampleShard } from '../support/sample-shard.ts';

/** Three agents, of which each takes 20 ms to merge. */
function fleet() {
  const time = new FakeTime();
  const instants: number[] = [];
  const beganUs = time.nowUs();
  const agents = {
    isOver: false,
    saved: 3,
    *shards() {
      for (let number = 1; number <= agents.saved; number++) {
        instants.push((time.nowUs() - beganUs) / 1000);
        time.stall(20);
        yield sampleShard(number);
      }
    },
  };
  const report = new ReportSoFar(agents, (facts) => facts, { clock: time, timers: time });
  return { time, agents, instants, report };
}

describe('the report of a fleet so far', () => {
  it('is merged agent by agent, with pauses; all who ask meanwhile get the same', async () => {
    const { time, instants, report } = fleet();
    const [first, second] = [report.newest(), report.newest()];
    await time.advance(300);
    expect(instants).toEqual([0, 80, 160]);
    expect((await first)?.generator.machines?.length).toBe(3);
    expect(await second).toBe(await first);
  });

  it('takes 5 % of a core: until the next one is due, it is the last one', async () => {
    const { time, instants, report } = fleet();
    const asked = report.newest();
    await time.advance(300);
    const first = await asked;
    // 60 ms every 1200 ms.
    await time.advance(1000);
    expect(await report.newest()).toBe(first);
    expect(instants.length).toBe(3);
    await time.advance(300);
    const next = report.newest();
    await time.advance(300);
    expect(await next).not.toBe(first);
    expect(instants.length).toBe(6);
  });

  it('is left unfinished when the load has ended, since the final one follows', async () => {
    const { time, agents, instants, report } = fleet();
    const asked = report.newest();
    agents.isOver = true;
    await time.advance(300);
    expect([await asked, instants.length]).toEqual([undefined, 1]);
  });

  it('is missing as long as no agent has sent results', async () => {
    const { agents, report } = fleet();
    agents.saved = 0;
    expect(await report.newest()).toBeUndefined();
  });

  it('fails for the one who asks if a file is damaged, and is tried again', async () => {
    const { time, agents, report } = fleet();
    const { shards } = agents;
    agents.shards = () => {
      throw new Error('damaged');
    };
    await expect(report.newest()).rejects.toThrow('damaged');
    agents.shards = shards;
    const asked = report.newest();
    await time.advance(300);
    expect(await asked).toBeDefined();
  });
});
