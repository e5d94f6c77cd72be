import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../../src/scenario/instruction.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { longestPath, maxInputs } from '../../../src/scenario/plan/longest-path.ts';

const instructionsOf = (steps: string): readonly Instruction[] =>
  loadScenario(`conversations: [ { steps: ${steps} } ]`, 'x.yml', { env: {}, needTargets: false }).conversations[0]!
    .instructions;
const when = (steps: string) => `{ when: { text: a }, steps: ${steps} }`;

describe('the maximum number of inputs of a conversation', () => {
  it.each([
    ['a list', '[a, b, { pause: 1s }, c]', 3],
    ['a loop, all its rounds', '[a, { repeat: { times: 3, steps: [b, c] } }, d]', 8],
    ['a loop in a loop', '[{ repeat: { times: 3, steps: [a, { repeat: { times: 4, steps: [b, c] } }] } }]', 27],
    ['a loop with a condition', '[{ repeat: { while: { text: a }, atMost: 7, steps: [b] } }, c]', 8],
    ['the longest arm', `[a, { branch: [ ${when('[b]')}, ${when('[b, c, d]')}, { otherwise: [b, c] } ] }, e]`, 5],
    ['the way around a branch, where that is all', `[a, { branch: [ ${when('[{ pause: 1s }]')} ] }, e]`, 2],
    [
      'branches behind each other',
      `[${Array(40)
        .fill(`{ branch: [ ${when('[a]')}, { otherwise: [a, b] } ] }`)
        .join()}]`,
      80,
    ],
    [
      'a branch in a loop, and what comes behind both',
      `[{ repeat: { times: 5, steps: [ { branch: [ ${when('[a, b]')} ] }, c ] } }, d]`,
      16,
    ],
  ])('of %s', (_name, steps, most) => {
    expect(maxInputs(instructionsOf(steps))).toBe(most);
  });

  it('ignores branches by weight', () => {
    const instructions = instructionsOf('[a, { reconnect: 1s }, { repeat: { times: 2, steps: [{ reconnect: 1s }] } }]');
    expect(longestPath(instructions, ({ kind }) => (kind === 'reconnect' ? 1 : 0))).toBe(3);
  });
});
