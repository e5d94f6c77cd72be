import type { Path } from '../file/text-place.ts';
import type { BranchArm, Instruction } from '../instruction.ts';
import type { SayStep } from '../scenario.ts';
import type { BranchInput, RepeatInput, StepInput } from '../schema/steps/step-input.ts';
import { uniqueLabels } from '../step-label.ts';
import { buildPush, buildTurn, buildWait, nearest, type TurnSources } from './build-turn.ts';

/** Step lists by name. */
export type StepLists = ReadonlyMap<string, readonly StepInput[]>;

export interface CompiledSteps {
  readonly steps: readonly SayStep[];
  readonly instructions: readonly Instruction[];
  /** Where each instruction is written in the file; of a used list, there. */
  readonly places: readonly Path[];
}

/**
 * Steps as a conversation carries them out: lists put in where they are used, nested steps laid flat (the forms of the
 * jumps: instruction.ts), a label for each that is measured, unique in the conversation. `path`: where `steps` stand in
 * the file. The lists must be free of cycles and of unknown names.
 */
export function compileSteps(
  steps: readonly StepInput[],
  path: Path,
  lists: StepLists,
  sources: TurnSources,
): CompiledSteps {
  const compiler = new StepCompiler(lists, sources);
  compiler.addAll(steps, path);
  return withUniqueLabels(compiler);
}

class StepCompiler implements CompiledSteps {
  readonly steps: SayStep[] = [];
  readonly instructions: Instruction[] = [];
  readonly places: Path[] = [];
  private readonly lists: StepLists;
  private readonly sources: TurnSources;
  private slots = 0;

  constructor(lists: StepLists, sources: TurnSources) {
    this.lists = lists;
    this.sources = sources;
  }

  addAll(steps: readonly StepInput[], path: Path): void {
    for (const [index, step] of steps.entries()) this.add(step, [...path, index]);
  }

  private add(step: StepInput, path: Path): void {
    switch (step.kind) {
      case 'turn':
        this.put({ kind: 'turn', step: this.steps.length }, path);
        this.steps.push(buildTurn(step, this.sources));
        return;
      case 'wait':
        this.put(buildWait(step, this.sources), path);
        return;
      case 'push':
        this.put(buildPush(step, this.sources), path);
        return;
      case 'reconnect': {
        const { away, session } = step;
        this.put({ kind: 'reconnect', away, session, onFailure: nearest([step, ...this.sources], 'onFailure') }, path);
        return;
      }
      case 'repeat':
        return this.addRepeat(step, path);
      case 'branch':
        return this.addBranch(step, path);
      case 'use':
        return this.addAll(this.lists.get(step.list) ?? [], ['stepLists', step.list]);
      default:
        this.put(step, path);
    }
  }

  private addRepeat({ times, while: check, steps }: RepeatInput, path: Path): void {
    const slot = this.slots;
    this.slots += 1;
    const start = this.reserve(path);
    this.addAll(steps, [...path, 'repeat', 'steps']);
    this.put({ kind: 'jump', to: start }, path);
    this.instructions[start] = { kind: 'repeat', slot, times, while: check, to: this.instructions.length };
  }

  private addBranch({ arms, otherwise }: BranchInput, path: Path): void {
    const start = this.reserve(path);
    const ends: number[] = [];
    const starts = arms.map(({ when, steps }, index): BranchArm => {
      const to = this.instructions.length;
      this.addAll(steps, [...path, 'branch', index, 'steps']);
      if (otherwise || index < arms.length - 1) ends.push(this.reserve(path));
      return { when, to };
    });
    const rest = this.instructions.length;
    this.addAll(otherwise ?? [], [...path, 'branch', arms.length, 'otherwise']);
    for (const end of ends) this.instructions[end] = { kind: 'jump', to: this.instructions.length };
    this.instructions[start] = { kind: 'branch', arms: starts, otherwise: rest };
  }

  private put(instruction: Instruction, path: Path): void {
    this.instructions.push(instruction);
    this.places.push(path);
  }

  /** A place for an instruction whose target is not yet known. */
  private reserve(path: Path): number {
    this.put({ kind: 'jump', to: Number.NaN }, path);
    return this.instructions.length - 1;
  }
}

function withUniqueLabels({ steps, instructions, places }: CompiledSteps): CompiledSteps {
  const labelled = instructions.flatMap((instruction) => {
    if (instruction.kind === 'turn') return [steps[instruction.step]?.label ?? ''];
    return 'label' in instruction ? [instruction.label] : [];
  });
  const unique = uniqueLabels(labelled)[Symbol.iterator]();
  const next = () => unique.next().value ?? '';
  const renamed: SayStep[] = [];
  const labelledInstructions = instructions.map((instruction) => {
    if (instruction.kind === 'turn') renamed.push({ ...(steps[instruction.step] as SayStep), label: next() });
    return 'label' in instruction ? { ...instruction, label: next() } : instruction;
  });
  return { steps: renamed, instructions: labelledInstructions, places };
}
