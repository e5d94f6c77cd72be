import { groupThousands } from '../../platform/group-thousands.ts';
import { nearestWord } from '../../platform/nearest-word.ts';
import type { FlatIssue } from '../file/flatten-issues.ts';
import type { PlacedStep, ScenarioSteps, StepLists } from '../file/parse-steps.ts';

/** Maximum number of steps of a conversation with its step lists expanded: nested lists multiply. */
export const MAX_EXPANDED_STEPS = 10_000;

/** Uses of step lists that do not exist, that are cyclic, or that expand to too many steps. */
export function findListFaults({ conversations, lists }: ScenarioSteps): readonly FlatIssue[] {
  const roots = [...conversations.map(({ steps }) => steps), ...lists.values()];
  const faults = [...roots.flatMap((steps) => unknownUses(steps, lists)), ...cyclicUses(lists)];
  if (faults.length > 0) return faults;
  return conversations.flatMap(({ steps }, index) => {
    if (sizeOf(steps, lists, new Map()) <= MAX_EXPANDED_STEPS) return [];
    const message = `expands to more than ${groupThousands(MAX_EXPANDED_STEPS)} steps, step lists included; use fewer or shorter lists`;
    return [{ path: ['conversations', index, 'steps'], message, atKey: true, isFullMessage: false }];
  });
}

function unknownUses(steps: readonly PlacedStep[], lists: StepLists): readonly FlatIssue[] {
  return usesIn(steps).flatMap(({ step, name }) => {
    if (lists.has(name)) return [];
    const known = [...lists.keys()];
    const near = nearestWord(name, known);
    const others = known.length === 0 ? 'define it under stepLists' : `step lists: ${known.join(', ')}`;
    const message = `is not defined under stepLists; ${near === undefined ? others : `did you mean ${near}?`}`;
    return [{ path: [...step.path, 'use'], message, atKey: false, isFullMessage: false }];
  });
}

/** Each cycle is reported once, at the step that closes it. */
function cyclicUses(lists: StepLists): readonly FlatIssue[] {
  const found: FlatIssue[] = [];
  const done = new Set<string>();
  const visit = (name: string, chain: readonly string[]): void => {
    if (done.has(name)) return;
    for (const { step, name: used } of usesIn(lists.get(name) ?? [])) {
      const start = [...chain, name].indexOf(used);
      if (start < 0) visit(used, [...chain, name]);
      else {
        const cycle = [...[...chain, name].slice(start), used].join(' → ');
        const message = `refers to itself and would never end; remove one of these uses: ${cycle}`;
        found.push({ path: [...step.path, 'use'], message, atKey: false, isFullMessage: false });
      }
    }
    done.add(name);
  };
  for (const name of lists.keys()) visit(name, []);
  return found;
}

function usesIn(steps: readonly PlacedStep[]): readonly { readonly step: PlacedStep; readonly name: string }[] {
  return steps.flatMap((step) => {
    const name = step.list;
    return [...(name === undefined ? [] : [{ step, name }]), ...step.blocks.flatMap(usesIn)];
  });
}

function sizeOf(steps: readonly PlacedStep[], lists: StepLists, known: Map<string, number>): number {
  let size = 0;
  for (const step of steps) {
    const name = step.list;
    if (name !== undefined && !known.has(name)) known.set(name, sizeOf(lists.get(name) ?? [], lists, known));
    const nested = step.blocks.reduce((sum, block) => sum + sizeOf(block, lists, known), 0);
    size += name === undefined ? 1 + nested : (known.get(name) ?? 0);
  }
  return size;
}
