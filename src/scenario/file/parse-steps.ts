import { LIMITS } from '../../platform/limits.ts';
import { isMap } from '../schema/choice-schema.ts';
import type { StepInput } from '../schema/steps/step-input.ts';
import { STEP_KINDS, type StepKind } from '../schema/steps/step-keys.ts';
import { step as stepSchema } from '../schema/steps/step-schema.ts';
import { type FlatIssue, flattenIssues, valueAt } from './flatten-issues.ts';
import { issueMessage } from './issue-message.ts';
import { referencesOf, type StepReferences, salvageReferences } from './step-references.ts';
import type { Path } from './text-place.ts';

/** A step, parsed independently: if it is invalid, the others stay usable. */
export interface PlacedStep extends StepReferences {
  /** Its path in the file. */
  readonly path: Path;
  /** Undefined: it has no key of a step type, or several. */
  readonly kind: StepKind | undefined;
  /** Undefined: it is invalid. */
  readonly input: StepInput | undefined;
  readonly written: unknown;
  /** The body of a repeat, the arms of a branch. */
  readonly blocks: readonly (readonly PlacedStep[])[];
  /** Exactly one of the blocks always runs. */
  readonly isExhaustive: boolean;
}

export interface ScenarioSteps {
  readonly conversations: readonly ConversationSteps[];
  readonly lists: StepLists;
  /** Steps as written: those of a repeat or a list count once. */
  readonly count: number;
  /** Problems of individual steps. */
  readonly issues: readonly FlatIssue[];
}

export interface ConversationSteps {
  readonly name: string;
  readonly steps: readonly PlacedStep[];
}

/** By name. */
export type StepLists = ReadonlyMap<string, readonly PlacedStep[]>;

/** Parses all steps of a scenario, which may be invalid elsewhere. Steps beyond the maximum number are only counted. */
export function parseSteps(scenario: unknown): ScenarioSteps {
  const parser = new StepParser();
  const conversations = listAt(scenario, ['conversations']).map((conversation, index): ConversationSteps => {
    const name = valueAt(conversation, ['name']);
    return {
      name: name === undefined ? `conversation ${index + 1}` : String(name),
      steps: parser.list(valueAt(conversation, ['steps']), ['conversations', index, 'steps']),
    };
  });
  const written = valueAt(scenario, ['stepLists']);
  const lists = Object.entries(isMap(written) ? written : {});
  return {
    conversations,
    lists: new Map(lists.map(([name, list]) => [name, parser.list(list, ['stepLists', name])])),
    count: parser.count,
    issues: parser.issues,
  };
}

class StepParser {
  readonly issues: FlatIssue[] = [];
  count = 0;

  list(written: unknown, path: Path): readonly PlacedStep[] {
    return listAt(written, []).map((entry, index) => this.step(entry, [...path, index]));
  }

  private step(written: unknown, path: Path): PlacedStep {
    this.count += 1;
    const input = this.count > LIMITS.scenarioSteps ? undefined : this.parse(written, path);
    const kinds = isMap(written) ? STEP_KINDS.filter((key) => key in written) : [];
    const kind = typeof written === 'string' ? 'say' : kinds[1] === undefined ? kinds[0] : undefined;
    const references = input ? referencesOf(input) : salvageReferences(written, kind);
    return { ...references, path, kind, input, written, ...this.nested(written, kind, path) };
  }

  private parse(written: unknown, path: Path): StepInput | undefined {
    const { data, error } = stepSchema.safeParse(written, { error: issueMessage, reportInput: true });
    const issues = flattenIssues(error?.issues ?? [], written);
    this.issues.push(...issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
    return data;
  }

  /** Nested steps are parsed even if the outer step is invalid. */
  private nested(
    written: unknown,
    kind: StepKind | undefined,
    path: Path,
  ): Pick<PlacedStep, 'blocks' | 'isExhaustive'> {
    if (kind === 'repeat') {
      const body = this.list(valueAt(written, ['repeat', 'steps']), [...path, 'repeat', 'steps']);
      return { blocks: [body], isExhaustive: true };
    }
    const arms = kind === 'branch' ? listAt(written, ['branch']) : [];
    const blocks = arms.map((arm, index) => {
      const key = hasOtherwise(arm) ? 'otherwise' : 'steps';
      return this.list(valueAt(arm, [key]), [...path, 'branch', index, key]);
    });
    return { blocks, isExhaustive: arms.some(hasOtherwise) };
  }
}

function hasOtherwise(arm: unknown): boolean {
  return isMap(arm) && 'otherwise' in arm;
}

function listAt(root: unknown, path: Path): readonly unknown[] {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value : [];
}

/** The steps, their nested steps, and the steps of the lists they use; each list once. */
export function reachableSteps(
  steps: readonly PlacedStep[],
  lists: StepLists,
  seen = new Set<string>(),
): readonly PlacedStep[] {
  return steps.flatMap((step) => {
    const { list, blocks } = step;
    const used = list === undefined || seen.has(list) ? [] : (lists.get(list) ?? []);
    if (list !== undefined) seen.add(list);
    const nested = blocks.flatMap((block) => reachableSteps(block, lists, seen));
    return [step, ...nested, ...reachableSteps(used, lists, seen)];
  });
}
