import type { Instruction } from '../instruction.ts';

/**
 * Maximum total weight of one conversation, given the weight of each instruction: of a branch its heaviest arm, of a loop
 * all its rounds. Forward jumps leave an arm; a backward jump ends a round.
 */
export function longestPath(
  instructions: readonly Instruction[],
  weightOf: (instruction: Instruction) => number,
): number {
  const rounds = new Map<number, number>();
  /** From `first` to `end`, computed backwards because every path leads forward. */
  const heaviest = (first: number, end: number): number => {
    const from = new Map<number, number>();
    const rest = (index: number) => from.get(index) ?? 0;
    for (let at = end - 1; at >= first; at--) {
      const instruction = instructions[at]!;
      from.set(at, weightOf(instruction) + onwards(instruction, at, rest));
    }
    return rest(first);
  };
  const onwards = (instruction: Instruction, at: number, rest: (index: number) => number): number => {
    switch (instruction.kind) {
      case 'jump':
        return instruction.to > at ? rest(instruction.to) : 0;
      case 'branch':
        return Math.max(rest(instruction.otherwise), ...instruction.arms.map(({ to }) => rest(to)));
      case 'repeat': {
        const round = rounds.get(at) ?? heaviest(at + 1, instruction.to - 1);
        rounds.set(at, round);
        return instruction.times * round + rest(instruction.to);
      }
      default:
        return rest(at + 1);
    }
  };
  return heaviest(0, instructions.length);
}

/** Maximum number of inputs of a conversation. */
export function maxInputs(instructions: readonly Instruction[]): number {
  return longestPath(instructions, ({ kind }) => (kind === 'turn' ? 1 : 0));
}
