import { describe, expect, it } from 'vitest';
import type { Imported, ImportedTalk } from '../../src/import/imported.ts';
import { limitConversations } from '../../src/import/limit-conversations.ts';
import { writeImported } from '../../src/import/write-imported.ts';
import { LIMITS } from '../../src/platform/limits.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';

const talkOf = (name: string, steps: number, text: string): ImportedTalk => ({
  name,
  steps: Array.from({ length: steps }, () => ({ step: { say: text }, notConverted: [] })),
  notConverted: [],
});
const importedOf = (conversations: readonly ImportedTalk[]): Imported => ({
  conversations,
  stepLists: [],
  notes: [],
  notConverted: [],
});
const talks = (count: number, steps: number, text = 'hi') =>
  importedOf(Array.from({ length: count }, (_, index) => talkOf(`c${index}`, steps, text)));
const names = ({ conversations }: Imported) => conversations.map(({ name }) => name);
const loadedFrom = (text: string) => loadScenario(text, 'imported.yml', { env: {}, needTargets: false });

describe('limitConversations', () => {
  it('keeps everything that a scenario can hold', () => {
    const all = talks(20, 1000);
    expect(limitConversations(all, 100, LIMITS.scenarioBytes)).toBe(all);
  });

  it('takes a sample that is spread evenly', () => {
    const limited = limitConversations(talks(10, 1), 4, LIMITS.scenarioBytes);
    expect(names(limited)).toEqual(['c0', 'c2', 'c5', 'c7']);
    expect(limited.notes).toEqual(['6 of 10 conversations were not imported (evenly sampled)']);
  });

  it('takes as many as there may be steps, and says so', () => {
    const limited = limitConversations(talks(2500, 10), Number.POSITIVE_INFINITY, LIMITS.scenarioBytes);
    expect(limited.conversations.length).toBe(LIMITS.scenarioSteps / 10);
    expect(limited.notes).toEqual([
      '500 of 2,500 conversations were not imported (evenly sampled), because a scenario has at most 20,000 steps and 5 MiB; import fewer with --sample N',
    ]);
  });
});

describe('writeImported', () => {
  it('writes a scenario that is not too large to be read', () => {
    const { text, imported } = writeImported(talks(1000, 2, `${'long\n'.repeat(800)}`), {
      name: 'x',
      schema: undefined,
    });
    const bytes = Buffer.byteLength(text);
    expect(bytes).toBeLessThanOrEqual(LIMITS.scenarioBytes);
    expect(bytes).toBeGreaterThan(0.7 * LIMITS.scenarioBytes);
    expect(imported.notes).toEqual([expect.stringContaining('were not imported')]);
  });

  it.each<[number, number, string | undefined]>([
    [60, 4, undefined],
    [100, 40, 'conversations'],
    [400, 4, 'none'],
  ])('measures %i conversations of %i steps as finely as possible', (count, steps, series) => {
    const { text } = writeImported(talks(count, steps), { name: 'x', schema: undefined });
    expect(loadedFrom(text).series).toBe(series);
    expect(/^# note: too many (steps|conversations) to measure each one, so series: /m.test(text)).toBe(
      series !== undefined,
    );
  });
});
