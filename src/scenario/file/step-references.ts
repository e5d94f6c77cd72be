import { isMap } from '../schema/choice-schema.ts';
import type { StepInput } from '../schema/steps/step-input.ts';
import type { StepKind } from '../schema/steps/step-keys.ts';
import { labelOfText, type StepLabel } from '../step-label.ts';
import { valueAt } from './flatten-issues.ts';

/** References between a step and other places of the file. Invalid steps keep theirs, to avoid follow-up errors. */
export interface StepReferences {
  /** Undefined: it has none, or it cannot be read. */
  readonly label: StepLabel | undefined;
  /** Names of captured variables. */
  readonly captures: readonly string[];
  /** Name of the step list it uses. */
  readonly list: string | undefined;
}

export function referencesOf(input: StepInput): StepReferences {
  return {
    label: 'label' in input ? { label: input.label, isNamed: input.isNamed } : undefined,
    captures: input.kind === 'turn' ? input.captures.map(({ name }) => name) : [],
    list: input.kind === 'use' ? input.list : undefined,
  };
}

/** The references of an invalid step, as far as they can be read. */
export function salvageReferences(written: unknown, kind: StepKind | undefined): StepReferences {
  const own = kind === undefined || typeof written === 'string' ? written : valueAt(written, [kind]);
  const named = [valueAt(written, ['as']), valueAt(own, ['as'])];
  const texts = [...named, own, valueAt(own, ['text']), valueAt(own, ['title'])];
  const index = texts.findIndex((text) => typeof text === 'string' && text !== '');
  const label = texts[index];
  const captures = valueAt(written, ['capture']);
  return {
    label: typeof label === 'string' ? labelAt(label, index < named.length) : undefined,
    captures: isMap(captures) ? Object.keys(captures) : [],
    list: kind === 'use' && typeof own === 'string' ? own : undefined,
  };
}

function labelAt(text: string, isNamed: boolean): StepLabel {
  return { label: isNamed ? text : labelOfText(text), isNamed };
}
