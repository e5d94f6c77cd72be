import { nearestWord } from '../../platform/nearest-word.ts';
import { namesIn } from '../../template/template.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import { type PlacedStep, reachableSteps, type ScenarioSteps } from '../file/parse-steps.ts';
import { isStep, type Path, scalarKindAt } from '../file/text-place.ts';
import { type PlacedText, textsIn } from '../file/texts-in.ts';
import type { Feed } from '../scenario.ts';

/** A longer list would hide the message. */
const MAX_NAMED = 10;

type Feeds = ReadonlyMap<number, Feed | undefined>;

/**
 * Names in templates that are neither captured by a step of their conversation nor columns of its feed; in `defaults` and
 * `stopWhen`, names that no conversation has. `feeds`: by the index of the conversation; undefined for a feed that was not
 * read, whose columns are unknown.
 */
export function findUnknownNames(
  scenario: unknown,
  { conversations, lists }: ScenarioSteps,
  feeds: Feeds,
): readonly FlatIssue[] {
  if (valueAt(scenario, ['setup']) !== undefined) return [];
  const faults = new Map<string, FlatIssue>();
  const check = (texts: readonly PlacedText[], known: readonly string[], reason: string) => {
    for (const { path, text } of texts) {
      for (const name of namesIn(text).filter((each) => !known.includes(each))) {
        const place = JSON.stringify([name, ...path]);
        if (faults.has(place)) continue;
        faults.set(place, {
          path,
          message: unknownNameMessage(name, reason, known),
          atKey: false,
          isFullMessage: false,
        });
      }
    }
  };
  const everything = conversations.map((conversation, index) => {
    const steps = reachableSteps(conversation.steps, lists);
    const known = knownNames(index, steps, feeds);
    if (known)
      check(
        [...textsOutsideSteps(scenario, index), ...steps.flatMap(textsOfStep)],
        known,
        `"${conversation.name}" has no such variable`,
      );
    return known;
  });
  if (everything.every((known) => known !== undefined)) {
    const texts = ['defaults', 'stopWhen'].flatMap((key) => textsIn(valueAt(scenario, [key]), [key]));
    check(texts.filter(mayHoldTemplate), everything.flat(), 'no conversation has such a variable');
  }
  return [...faults.values()];
}

/** Undefined if there are others: the columns of its feed are unknown, or functions return variables. */
function knownNames(index: number, steps: readonly PlacedStep[], feeds: Feeds): readonly string[] | undefined {
  const feed = feeds.get(index);
  if (feeds.has(index) && !feed) return undefined;
  if (steps.some(({ kind }) => kind === 'call')) return undefined;
  return [...new Set([...steps.flatMap(({ captures }) => captures), ...(feed?.columns ?? [])])];
}

/** Texts of the conversation outside its steps, except user ids, which have their own rules. */
function textsOutsideSteps(scenario: unknown, index: number): readonly PlacedText[] {
  const skip = (path: Path) => path.length === 3 && (path[2] === 'steps' || path[2] === 'identity');
  const path = ['conversations', index];
  return textsIn(valueAt(scenario, path), path, skip).filter(mayHoldTemplate);
}

function textsOfStep({ path, written }: PlacedStep): readonly PlacedText[] {
  return textsIn(written, path, isStep).filter(mayHoldTemplate);
}

function mayHoldTemplate({ path }: PlacedText): boolean {
  const kind = scalarKindAt(path);
  return kind === 'phrase' || kind === 'value';
}

function unknownNameMessage(name: string, reason: string, known: readonly string[]): string {
  const near = nearestWord(name, known);
  const delimiter = known.length === 1 ? /[;\t|]/.exec(known[0]!)?.[0] : undefined;
  if (delimiter !== undefined) {
    const columns = `the feed has one column, ${JSON.stringify(known[0])}`;
    return `uses {{${name}}}, but ${columns}; set its delimiter to ${JSON.stringify(delimiter)}`;
  }
  const advice =
    near === undefined
      ? `capture it in a step, or give the conversation a feed with that column${listKnown(known)}`
      : `did you mean {{${near}}}?`;
  return `uses {{${name}}}, but ${reason}; ${advice}`;
}

function listKnown(known: readonly string[]): string {
  if (known.length === 0) return '';
  const more = known.length > MAX_NAMED ? ', …' : '';
  return ` (variables: ${known.slice(0, MAX_NAMED).join(', ')}${more})`;
}
