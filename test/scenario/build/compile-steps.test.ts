import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TURN_DEFAULTS, type TurnSources } from '../../../src/scenario/build/build-turn.ts';
import { compileSteps } from '../../../src/scenario/build/compile-steps.ts';
import { type PlacedStep, parseSteps, type StepLists } from '../../../src/scenario/file/parse-steps.ts';
import type { Instruction } from '../../../src/scenario/instruction.ts';

const when = { text: 'more' };
const parse = (steps: unknown, stepLists: Record<string, unknown> = {}) => {
  const { conversations, lists, issues } = parseSteps({ conversations: [{ steps }], stepLists });
  expect(issues).toEqual([]);
  return { steps: conversations[0]!.steps, lists };
};
const compile = (written: unknown, writtenLists?: Record<string, unknown>, sources: TurnSources = [TURN_DEFAULTS]) => {
  const { steps, lists } = parse(written, writtenLists);
  return compileSteps(steps, lists, sources);
};

/** One line per instruction: what it is and where it leads. */
function listing(instructions: readonly Instruction[]): readonly string[] {
  return instructions.map((instruction) => {
    switch (instruction.kind) {
      case 'turn':
        return `turn ${instruction.step}`;
      case 'jump':
        return `jump ${instruction.to}`;
      case 'repeat':
        return `repeat slot ${instruction.slot} times ${instruction.times} to ${instruction.to}`;
      case 'branch':
        return `branch ${instruction.arms.map(({ to }) => to).join(' ')} otherwise ${instruction.otherwise}`;
      default:
        return instruction.kind;
    }
  });
}

describe('compiled steps', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['in a row', ['a', { pause: '2s' }, 'b'], ['turn 0', 'pause', 'turn 1']],
    [
      'a repeat jumps back to its counter',
      [{ repeat: { times: 3, steps: ['a'] } }, 'b'],
      ['repeat slot 0 times 3 to 3', 'turn 0', 'jump 0', 'turn 1'],
    ],
    [
      'repeats in repeats count apart',
      [
        { repeat: { times: 2, steps: [{ repeat: { while: when, steps: ['a'] } }] } },
        { repeat: { times: 1, steps: ['b'] } },
      ],
      [
        'repeat slot 0 times 2 to 5',
        'repeat slot 1 times 100 to 4',
        'turn 0',
        'jump 1',
        'jump 0',
        'repeat slot 2 times 1 to 8',
        'turn 1',
        'jump 5',
      ],
    ],
    [
      'each arm of a branch jumps behind it, but the last',
      [{ branch: [{ when, steps: ['a'] }, { when, steps: ['b'] }, { otherwise: ['c'] }] }, 'd'],
      ['branch 1 3 otherwise 5', 'turn 0', 'jump 6', 'turn 1', 'jump 6', 'turn 2', 'turn 3'],
    ],
    [
      'without otherwise a branch falls through',
      [
        {
          branch: [
            { when, steps: ['a'] },
            { when, steps: ['b'] },
          ],
        },
      ],
      ['branch 1 3 otherwise 4', 'turn 0', 'jump 4', 'turn 1'],
    ],
  ])('%s', (_name, steps, expected) => {
    expect(listing(compile(steps).instructions)).toEqual(expected);
  });

  it('inline the lists that they use; only unnamed texts are numbered', () => {
    const { steps, instructions } = compile(['a', { use: 'pay' }, { use: 'pay' }, { notify: 'card' }], {
      pay: ['card', { use: 'thanks' }],
      thanks: [{ say: 'thanks', as: 'a' }, { wait: 'any' }],
    });
    expect(steps.map(({ label }) => label)).toEqual(['a (2)', 'card', 'a', 'card (2)', 'a']);
    expect(instructions.flatMap((one) => ('label' in one ? [one.label] : []))).toEqual([
      'wait',
      'wait (2)',
      'card (3)',
    ]);
  });

  it('take settings from the innermost level that sets them', () => {
    const used = compile(
      [{ use: 'l' }],
      { l: [{ say: 'a', timeout: '1s' }, { wait: { text: 'b' } }, { notify: 'c' }, { reconnect: {} }] },
      [{ timeout: 2000, onFailure: 'continue' }, { timeout: 3000, think: { kind: 'constant', ms: 5 } }, TURN_DEFAULTS],
    );
    expect(used.steps[0]).toMatchObject({ timeoutMs: 1000, think: { ms: 5 }, onFailure: 'continue' });
    expect(used.instructions.slice(1)).toMatchObject([
      { kind: 'wait', timeoutMs: 2000, onFailure: 'continue' },
      { kind: 'push', timeoutMs: 2000, think: { ms: 5 }, onFailure: 'continue' },
      { kind: 'reconnect', onFailure: 'continue' },
    ]);
  });
});

const leaf = fc.constantFrom<unknown>(
  'hi',
  { press: 1 },
  { wait: 'any' },
  { notify: 'x' },
  { pause: '1s' },
  { use: 'list' },
);
const { list } = fc.letrec<{ list: unknown[]; step: unknown }>((tie) => ({
  list: fc.array(tie('step'), { minLength: 1, maxLength: 4 }),
  step: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ repeat: fc.record({ times: fc.integer({ min: 1, max: 3 }), steps: tie('list') }) }),
    fc
      .tuple(fc.array(tie('list'), { minLength: 1, maxLength: 3 }), fc.option(tie('list')))
      .map(([arms, otherwise]) => ({
        branch: [...arms.map((steps) => ({ when, steps })), ...(otherwise ? [{ otherwise }] : [])],
      })),
  ),
}));

/** Carries instructions out by the rules of instruction.ts; `take` says which way a branch goes. */
function walk(instructions: readonly Instruction[], take: (ways: number) => number): readonly number[] {
  const rounds: number[] = [];
  const turns: number[] = [];
  for (let pc = 0; pc < instructions.length; ) {
    const instruction = instructions[pc]!;
    pc += 1;
    if (instruction.kind === 'turn') turns.push(instruction.step);
    if (instruction.kind === 'jump') pc = instruction.to;
    if (instruction.kind === 'branch') {
      const way = take(instruction.arms.length + 1);
      pc = instruction.arms[way]?.to ?? instruction.otherwise;
    }
    if (instruction.kind === 'repeat') {
      const done = rounds[instruction.slot] ?? 0;
      rounds[instruction.slot] = done < instruction.times ? done + 1 : 0;
      if (done >= instruction.times) pc = instruction.to;
    }
  }
  return turns;
}

/** The same by the steps as they are written. */
function walkTree(steps: readonly PlacedStep[], lists: StepLists, take: (ways: number) => number): number {
  let turns = 0;
  for (const { input, blocks } of steps) {
    if (input?.kind === 'turn') turns += 1;
    if (input?.kind === 'use') turns += walkTree(lists.get(input.list)!, lists, take);
    if (input?.kind === 'repeat')
      for (let round = 0; round < input.times; round++) turns += walkTree(blocks[0]!, lists, take);
    if (input?.kind === 'branch') {
      const way = take(input.arms.filter((check) => check).length + 1);
      turns += walkTree(blocks[way] ?? [], lists, take);
    }
  }
  return turns;
}

/** The same choices again and again. */
const choices = (seed: number) => {
  let n = seed;
  return (ways: number) => {
    n = (n * 1103515245 + 12345) % 2147483648;
    return Math.floor((n / 2147483648) * ways);
  };
};

describe('any steps', () => {
  const shared = ['a', { repeat: { times: 2, steps: ['b'] } }];

  it('have jumps to the inside or the end, distinct slots and labels, and the order of the file', () => {
    fc.assert(
      fc.property(list, fc.nat(2 ** 30), (written, seed) => {
        const parsed = parse(written, { list: shared });
        const { steps, instructions } = compileSteps(parsed.steps, parsed.lists, [TURN_DEFAULTS]);
        for (const instruction of instructions) {
          const targets =
            instruction.kind === 'branch'
              ? [...instruction.arms.map(({ to }) => to), instruction.otherwise]
              : 'to' in instruction
                ? [instruction.to]
                : [];
          for (const to of targets) expect(Number.isInteger(to) && to >= 0 && to <= instructions.length).toBe(true);
        }
        const slots = instructions.flatMap((one) => (one.kind === 'repeat' ? [one.slot] : []));
        const labels = [
          ...steps.map(({ label }) => label),
          ...instructions.flatMap((one) => ('label' in one ? [one.label] : [])),
        ];
        expect(new Set(slots).size).toBe(slots.length);
        expect(new Set(labels).size).toBe(labels.length);
        expect(instructions.flatMap((one) => (one.kind === 'turn' ? [one.step] : []))).toEqual(steps.map((_, n) => n));
        expect(walk(instructions, choices(seed))).toHaveLength(walkTree(parsed.steps, parsed.lists, choices(seed)));
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
