import { isMap } from '../schema/choice-schema.ts';
import { STEP_KINDS, type StepKind } from '../schema/steps/step-keys.ts';
import { valueAt } from './flatten-issues.ts';
import type { Path } from './text-place.ts';

/**
 * What can be seen of a scenario that has not been checked: its steps, with their places. So whatever concerns several
 * steps is found and said together with everything else that is wrong.
 */
export interface Outline {
  readonly conversations: readonly OutlineConversation[];
  /** Step lists by name. */
  readonly lists: ReadonlyMap<string, readonly OutlineStep[]>;
}

export interface OutlineConversation {
  readonly index: number;
  readonly name: string;
  readonly value: unknown;
  readonly steps: readonly OutlineStep[];
}

export interface OutlineStep {
  readonly path: Path;
  /** Undefined: it has none, or several. */
  readonly kind: StepKind | undefined;
  readonly value: unknown;
  /** Of a repeat its body, of a branch its arms. */
  readonly blocks: readonly (readonly OutlineStep[])[];
  /** One of the blocks is gone through in any case. */
  readonly isExhaustive: boolean;
}

export function outlineOf(scenario: unknown): Outline {
  const conversations = listAt(scenario, ['conversations']).map((value, index): OutlineConversation => {
    const name = valueAt(value, ['name']);
    return {
      index,
      name: name === undefined ? `conversation ${index + 1}` : String(name),
      value,
      steps: stepsAt(scenario, ['conversations', index, 'steps']),
    };
  });
  const lists = valueAt(scenario, ['stepLists']);
  const names = isMap(lists) ? Object.keys(lists) : [];
  return { conversations, lists: new Map(names.map((name) => [name, stepsAt(scenario, ['stepLists', name])])) };
}

/** As written: those of a repeat or a list count once. */
export function countSteps({ conversations, lists }: Outline): number {
  const count = (steps: readonly OutlineStep[]): number =>
    steps.reduce((sum, { blocks }) => sum + 1 + blocks.reduce((inner, block) => inner + count(block), 0), 0);
  return [...conversations.map(({ steps }) => steps), ...lists.values()].reduce((sum, steps) => sum + count(steps), 0);
}

/** Name of the list that a step uses. */
export function usedList({ kind, value }: OutlineStep): string | undefined {
  const name = kind === 'use' ? valueAt(value, ['use']) : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** These steps, those nested in them, and those of the lists they use; each list once. */
export function reachableSteps(
  steps: readonly OutlineStep[],
  lists: Outline['lists'],
  seen = new Set<string>(),
): readonly OutlineStep[] {
  return steps.flatMap((step) => {
    const name = usedList(step);
    const used = name === undefined || seen.has(name) ? [] : (lists.get(name) ?? []);
    if (name !== undefined) seen.add(name);
    const nested = step.blocks.flatMap((block) => reachableSteps(block, lists, seen));
    return [step, ...nested, ...reachableSteps(used, lists, seen)];
  });
}

function stepsAt(root: unknown, path: Path): readonly OutlineStep[] {
  return listAt(root, path).map((value, index) => outlineStep(root, value, [...path, index]));
}

function outlineStep(root: unknown, value: unknown, path: Path): OutlineStep {
  const kinds = isMap(value) ? STEP_KINDS.filter((kind) => kind in value) : [];
  const kind = typeof value === 'string' ? 'say' : kinds[1] === undefined ? kinds[0] : undefined;
  if (kind === 'repeat') {
    return { path, kind, value, blocks: [stepsAt(root, [...path, 'repeat', 'steps'])], isExhaustive: true };
  }
  if (kind !== 'branch') return { path, kind, value, blocks: [], isExhaustive: false };
  const arms = listAt(root, [...path, 'branch']);
  const blocks = arms.map((arm, index) => {
    const key = isMap(arm) && 'otherwise' in arm ? 'otherwise' : 'steps';
    return stepsAt(root, [...path, 'branch', index, key]);
  });
  return { path, kind, value, blocks, isExhaustive: arms.some((arm) => isMap(arm) && 'otherwise' in arm) };
}

function listAt(root: unknown, path: Path): readonly unknown[] {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value : [];
}
