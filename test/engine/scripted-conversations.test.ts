import { describe, expect, it } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { mock } from '../support/mock-fixture.ts';
import { scenarioOf, shardFor, startShard } from '../support/shard-fixture.ts';

describe('steps with the same label', () => {
  it('have the same series, with the turns of each', async () => {
    const server = await mock();
    const scenario = scenarioOf([
      { label: 'question' },
      { label: 'answer' },
      { label: 'question', expect: { replies: 5 }, onFailure: 'continue' },
    ]);
    const run = startShard(inProcess, shardFor(server, { vus: 2, conversations: 10 }, { scenario }));
    expect(await run.ended).toEqual({ kind: 'done' });
    const count = (name: 'turns_completed' | 'turns_mismatched', step: string) =>
      run.readings().counter(name, { step });
    expect(count('turns_completed', 'question')).toBe(10);
    expect(count('turns_mismatched', 'question')).toBe(10);
    expect(count('turns_completed', 'answer')).toBe(10);
    expect(run.readings().trend('turn', { step: 'question' }).measured).toBe(10);
    expect(run.broken()).toEqual([]);
  });
});
