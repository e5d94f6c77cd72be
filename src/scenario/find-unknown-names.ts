import { nearestWord } from '../platform/nearest-word.ts';
import { isMap } from './choice-schema.ts';
import { type FlatIssue, valueAt } from './flatten-issues.ts';
import { type Outline, type OutlineConversation, type OutlineStep, reachableSteps } from './outline.ts';
import type { Feed } from './scenario.ts';
import { namesIn } from './template.ts';
import { isStep, type Path, scalarKindAt } from './text-place.ts';
import { type PlacedText, textsIn } from './texts-in.ts';

/**
 * Templates that name neither a variable that some step of their conversation captures nor a column of its feed.
 * `feeds`: by the index of the conversation; undefined for one that could not be read, whose columns nobody knows.
 */
export function findUnknownNames(outline: Outline, feeds: ReadonlyMap<number, Feed | undefined>): readonly FlatIssue[] {
  const faults = new Map<string, FlatIssue>();
  for (const conversation of outline.conversations) {
    const { index, name, value } = conversation;
    if (feeds.has(index) && !feeds.get(index)) continue;
    const steps = reachableSteps(conversation.steps, outline.lists);
    const known = new Set([...steps.flatMap(capturedBy), ...(feeds.get(index)?.columns ?? [])]);
    for (const { path, text } of [...textsOf(conversation, value), ...steps.flatMap(textsOfStep)]) {
      const unknown = namesIn(text).find((candidate) => !known.has(candidate));
      const place = JSON.stringify(path);
      if (unknown === undefined || faults.has(place)) continue;
      faults.set(place, { path, message: wordUnknown(unknown, name, [...known]), atKey: false, saysAll: false });
    }
  }
  return [...faults.values()];
}

/** Whatever the conversation says besides its steps; its user ids have rules of their own. */
function textsOf({ index }: OutlineConversation, value: unknown): readonly PlacedText[] {
  const skip = (path: Path) => path.length === 3 && (path[2] === 'steps' || path[2] === 'identity');
  return textsIn(value, ['conversations', index], skip).filter(mayHoldTemplate);
}

function textsOfStep({ path, value }: OutlineStep): readonly PlacedText[] {
  return textsIn(value, path, isStep).filter(mayHoldTemplate);
}

function mayHoldTemplate({ path }: PlacedText): boolean {
  const kind = scalarKindAt(path);
  return kind === 'phrase' || kind === 'value';
}

function capturedBy({ value }: OutlineStep): readonly string[] {
  const captures = valueAt(value, ['capture']);
  return isMap(captures) ? Object.keys(captures) : [];
}

function wordUnknown(name: string, conversation: string, known: readonly string[]): string {
  const near = nearestWord(name, known);
  const advice =
    near === undefined
      ? 'capture it in a step, or give the conversation a feed with that column'
      : `did you mean {{${near}}}?`;
  return `names {{${name}}}, which "${conversation}" does not know; ${advice}`;
}
