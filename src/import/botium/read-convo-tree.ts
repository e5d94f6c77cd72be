import { KnownError } from '../../platform/known-error.ts';
import { type PlacedValue, readPlacedValue } from '../../scenario/data/placed-value.ts';
import type { NotConverted } from '../imported.ts';
import { type Convo, type ConvoLine, type ConvoSection, isSender, makeSection } from './convo.ts';
import { type ConvoWord, readMarks, type WordContext, wordKind } from './convo-word.ts';
import { type MemoryCase, memoryCases } from './memory-table.ts';
import { addUtterances, type Utterances } from './utterances.ts';

/** The keys of a file in YAML or JSON, all optional. */
export const TREE_KEYS = ['convos', 'partialConvos', 'utterances', 'scriptingMemory'] as const;

/** A file in YAML or JSON, which is read as YAML, too, so that each part has a line. */
export class ConvoTree {
  private readonly file: string;
  private readonly parts: ReadonlyMap<string, PlacedValue>;

  /** KnownError if it cannot be parsed or has none of the keys. */
  constructor(text: string, file: string) {
    this.file = file;
    const { entries } = readPlacedValue(text, file);
    if (!entries || !TREE_KEYS.some((key) => entries.has(key))) {
      throw new KnownError(`${file} has no convos`, {
        hint: `a convo file has a map with the key ${TREE_KEYS.join(', ')}`,
      });
    }
    this.parts = entries;
  }

  addUtterances(lists: Utterances): void {
    for (const [name, { value, items }] of this.parts.get('utterances')?.entries ?? [])
      addUtterances(lists, name.trim(), items ? items.map((item) => textOf(item.value)) : [textOf(value)]);
  }

  memoryCases(): readonly MemoryCase[] {
    const cases = this.parts.get('scriptingMemory')?.items ?? [];
    const texts = cases.map(({ value }) => value);
    if (texts.every((text) => typeof text === 'string')) return memoryCases(texts, this.file);
    return cases.map(({ entries }) => ({
      name: textOf(entries?.get('header')?.entries?.get('name')?.value),
      file: this.file,
      values: new Map(
        [...(entries?.get('values')?.entries ?? [])].map(([name, { value }]) => [
          name.replace(/^\$/, ''),
          textOf(value) || undefined,
        ]),
      ),
    }));
  }

  convos(
    key: 'convos' | 'partialConvos',
    fallbackName: string,
    utterances: WordContext['utterances'],
  ): readonly Convo[] {
    return (this.parts.get(key)?.items ?? []).map(({ entries }, index): Convo => {
      const notConverted: NotConverted[] = [];
      const sections = (entries?.get('steps')?.items ?? []).flatMap(
        (step) => this.section(step, utterances, notConverted) ?? [],
      );
      const name = textOf(entries?.get('name')?.value) || `${fallbackName} ${index + 1}`;
      return { name, file: this.file, sections, notConverted };
    });
  }

  /** A step is a map with one key, the sender, and a list of lines. */
  private section(
    { line, entries }: PlacedValue,
    utterances: WordContext['utterances'],
    notConverted: NotConverted[],
  ): ConvoSection | undefined {
    const leaveOut = (what: string, at = line) => void notConverted.push({ file: this.file, line: at, what });
    const [[sender, content] = ['', undefined], ...more] = entries ?? [];
    if (!content || more.length > 0 || !isSender(sender)) {
      leaveOut('a step that is not a map with one key: begin, include, me, bot or end');
      return undefined;
    }
    const lines = (content.items ?? [content]).flatMap((item): readonly ConvoLine[] => {
      const word = item.entries ? wordOf(item.entries, { sender, utterances }) : undefined;
      if (word || (!item.entries && !item.items)) return [{ content: word ?? textOf(item.value), line: item.line }];
      leaveOut(`a line that is neither a text nor an asserter: ${JSON.stringify(item.value)}`, item.line);
      return [];
    });
    return makeSection({ sender, channel: '', file: this.file, line }, lines, utterances);
  }
}

/**
 * A word as a map: `{ asserter: NAME, args, not, optional }`, with `logichook` or `userinput` for the other kinds, or
 * `{ NAME: args }`, where `NOT_` and `OPTIONAL_` before the name are marks.
 */
function wordOf(entries: ReadonlyMap<string, PlacedValue>, context: WordContext): ConvoWord | undefined {
  const named = ['asserter', 'logichook', 'logicHook', 'userinput', 'userInput'].find((key) => entries.has(key));
  const flag = (key: string) => Boolean(entries.get(key)?.value);
  if (named !== undefined) {
    const name = textOf(entries.get(named)?.value);
    const args = argsOf(entries.get('args'));
    return { kind: wordKind(name, context) ?? 'unknown', name, args, negated: flag('not'), optional: flag('optional') };
  }
  const [first] = entries;
  if (!first) return undefined;
  const marks = readMarks(first[0]);
  const [, isOptional, isNegated, name = ''] = /^(OPTIONAL_)?!?(NOT_)?(.*)$/.exec(marks.rest) ?? [];
  return {
    kind: wordKind(name, context) ?? 'unknown',
    name,
    args: argsOf(first[1]),
    negated: marks.negated || isNegated !== undefined,
    optional: marks.optional || isOptional !== undefined,
  };
}

function argsOf(given: PlacedValue | undefined): readonly string[] {
  if (given?.items) return given.items.map(({ value }) => textOf(value));
  return given === undefined || given.value === null ? [] : [textOf(given.value)];
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
