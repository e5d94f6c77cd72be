import type { PlacedStep, ScenarioSteps, StepLists } from '../file/parse-steps.ts';
import type { StepKind } from '../schema/steps/step-keys.ts';
import { stepLabels } from '../step-label.ts';

/** A conversation and its steps, to which thresholds may refer. */
export interface LabelledConversation {
  readonly name: string;
  readonly steps: readonly { readonly label: string }[];
}

const TURNS: readonly (StepKind | undefined)[] = ['say', 'press', 'reset'];

/** The labels in reports of the turns of each conversation. The lists must be free of cycles. */
export function turnLabels({ conversations, lists }: ScenarioSteps): readonly LabelledConversation[] {
  return conversations.map(({ name, steps }) => {
    const labelled = expand(steps, lists).flatMap(({ label, kind }) => (label ? [{ ...label, kind }] : []));
    const labels = stepLabels(labelled);
    return { name, steps: labels.flatMap((label, n) => (TURNS.includes(labelled[n]?.kind) ? [{ label }] : [])) };
  });
}

/** False if the label of an invalid step is unknown. */
export function hasAllLabels({ conversations, lists }: ScenarioSteps): boolean {
  const isUnknown = ({ input, label, kind }: PlacedStep) =>
    !input && label === undefined && (kind === undefined || TURNS.includes(kind));
  return conversations.every(({ steps }) => !expand(steps, lists).some(isUnknown));
}

/** In the order of the conversation, with lists inserted where they are used. */
function expand(steps: readonly PlacedStep[], lists: StepLists): readonly PlacedStep[] {
  return steps.flatMap((step) => [
    step,
    ...step.blocks.flatMap((block) => expand(block, lists)),
    ...(step.list === undefined ? [] : expand(lists.get(step.list) ?? [], lists)),
  ]);
}
