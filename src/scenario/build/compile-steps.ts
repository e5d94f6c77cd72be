import type { PlacedStep, StepLists } from '../file/parse-steps.ts';
import type { BranchArm, Instruction } from '../instruction.ts';
import type { SayStep } from '../scenario.ts';
import type { BranchInput, RepeatInput } from '../schema/steps/step-input.ts';
import { type StepLabel, stepLabels } from '../step-label.ts';
import { buildCall, buildPush, buildTurn, buildWait, nearest, type TurnSources } from './build-turn.ts';

export interface CompiledSteps {
  readonly steps: readonly SayStep[];
  readonly instructions: readonly Instruction[];
}

/**
 * Steps as a conversation executes them: lists are inserted where they are used, nested steps are flattened (jumps: see
 * instruction.ts), and labels made from texts are numbered where they repeat. The steps must be valid, and the lists free of
 * cycles and of unknown names.
 */
export function compileSteps(steps: readonly PlacedStep[], lists: StepLists, sources: TurnSources): CompiledSteps {
  const compiler = new StepCompiler(lists, sources);
  compiler.addAll(steps);
  return compiler.labelled();
}

class StepCompiler {
  private readonly steps: SayStep[] = [];
  private readonly instructions: Instruction[] = [];
  /** As written, of turns, waits, pushes and calls in the order of their instructions. */
  private readonly labels: StepLabel[] = [];
  private readonly lists: StepLists;
  private readonly sources: TurnSources;
  private slots = 0;

  constructor(lists: StepLists, sources: TurnSources) {
    this.lists = lists;
    this.sources = sources;
  }

  addAll(steps: readonly PlacedStep[]): void {
    for (const step of steps) this.add(step);
  }

  private add({ input, blocks }: PlacedStep): void {
    if (!input) return;
    if ('label' in input) this.labels.push(input);
    switch (input.kind) {
      case 'turn':
        this.put({ kind: 'turn', step: this.steps.length });
        this.steps.push(buildTurn(input, this.sources));
        return;
      case 'wait':
        this.put(buildWait(input, this.sources));
        return;
      case 'push':
        this.put(buildPush(input, this.sources));
        return;
      case 'call':
        this.put(buildCall(input, this.sources));
        return;
      case 'reconnect': {
        const { kind, away, session } = input;
        this.put({ kind, away, session, onFailure: nearest([input, ...this.sources], 'onFailure') });
        return;
      }
      case 'repeat':
        return this.addRepeat(input, blocks);
      case 'branch':
        return this.addBranch(input, blocks);
      case 'use':
        return this.addAll(this.lists.get(input.list) ?? []);
      default:
        this.put(input);
    }
  }

  private addRepeat({ times, while: check }: RepeatInput, [body = []]: PlacedStep['blocks']): void {
    const slot = this.slots;
    this.slots += 1;
    const start = this.reserve();
    this.addAll(body);
    this.put({ kind: 'jump', to: start });
    this.instructions[start] = { kind: 'repeat', slot, times, while: check, to: this.instructions.length };
  }

  private addBranch({ arms }: BranchInput, blocks: PlacedStep['blocks']): void {
    const start = this.reserve();
    const checked: BranchArm[] = [];
    const ends: number[] = [];
    let otherwise: number | undefined;
    for (const [index, when] of arms.entries()) {
      const to = this.instructions.length;
      if (when) checked.push({ when, to });
      else otherwise = to;
      this.addAll(blocks[index] ?? []);
      if (index < arms.length - 1) ends.push(this.reserve());
    }
    for (const end of ends) this.instructions[end] = { kind: 'jump', to: this.instructions.length };
    this.instructions[start] = { kind: 'branch', arms: checked, otherwise: otherwise ?? this.instructions.length };
  }

  labelled(): CompiledSteps {
    const labels = stepLabels(this.labels).values();
    const steps: SayStep[] = [];
    const instructions = this.instructions.map((instruction) => {
      if (instruction.kind === 'turn') steps.push({ ...this.steps[instruction.step]!, label: labels.next().value! });
      return 'label' in instruction ? { ...instruction, label: labels.next().value! } : instruction;
    });
    return { steps, instructions };
  }

  private put(instruction: Instruction): void {
    this.instructions.push(instruction);
  }

  /** Reserves an index for an instruction whose target is not yet known. */
  private reserve(): number {
    this.put({ kind: 'jump', to: Number.NaN });
    return this.instructions.length - 1;
  }
}
