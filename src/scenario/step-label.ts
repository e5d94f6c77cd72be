import type { HookReference } from '../hooks/hook-reference.ts';

/** Maximum length of a label made from the text of a step, in characters. */
const MAX_LENGTH = 32;

/** The label of a step without `as`: its text on one line, truncated to 32 characters. */
export function labelOfText(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return characters.slice(0, MAX_LENGTH).join('').trimEnd();
}

/** The label of a step that calls a function: `hooks.ts#login`. */
export function labelOfHook({ shown }: Pick<HookReference, 'shown'>): string {
  return labelOfText(shown.replace(/^\.\//, ''));
}

/** The label of a step, and whether it was given by `as`. */
export interface StepLabel {
  readonly label: string;
  readonly isNamed: boolean;
}

/**
 * The labels of the steps of one conversation. Those given by `as` stay, so several steps can share one; texts that repeat, or
 * that are the label of another step, are numbered.
 */
export function stepLabels(steps: readonly StepLabel[]): readonly string[] {
  const labelsOf = (named: boolean) => steps.filter(({ isNamed }) => isNamed === named).map(({ label }) => label);
  const numbered = uniqueLabels(labelsOf(false), labelsOf(true)).values();
  return steps.map(({ label, isNamed }) => (isNamed ? label : numbered.next().value!));
}

/** Makes labels unique: a second `hello` becomes `hello (2)`, or the next free number. `reserved` labels are in use. */
export function uniqueLabels(labels: readonly string[], reserved: readonly string[] = []): readonly string[] {
  const given = new Set([...labels, ...reserved]);
  const used = new Set(reserved);
  /** Lower numbers are in use. */
  const next = new Map<string, number>();
  return labels.map((label) => {
    let unique = label;
    let n = next.get(label) ?? 2;
    for (; used.has(unique) || (unique !== label && given.has(unique)); n++) unique = `${label} (${n})`;
    next.set(label, n);
    used.add(unique);
    return unique;
  });
}
