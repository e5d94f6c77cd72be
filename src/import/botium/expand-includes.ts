import type { Convo, ConvoPlace, ConvoSection } from './convo.ts';
import { variablesIn } from './scripting-memory.ts';
import { resolveUtterance, type Utterances } from './utterances.ts';

/** What a conversation consists of, once partial convos are included. */
export type ConvoItem =
  | { readonly kind: 'section'; readonly section: ConvoSection }
  /** A partial convo that stays a step list. */
  | { readonly kind: 'use'; readonly name: string }
  | { readonly kind: 'missing'; readonly place: ConvoPlace; readonly what: string };

/** The other files of an import. */
export interface Suite {
  readonly partials: ReadonlyMap<string, Convo>;
  readonly utterances: Utterances;
}

interface Group {
  readonly kind: 'group';
  readonly name: string;
  readonly items: readonly Nested[];
}
type Leaf = Exclude<ConvoItem, { kind: 'use' }>;
type Nested = Leaf | Group;

/**
 * The sections of a convo with those of its partial convos. A partial convo becomes a step list if it stands by itself: it
 * begins with the user, no message of the bot follows that answers its last step, and it has no variables.
 */
export function expandIncludes(convo: Convo, suite: Suite, isPartial = false): readonly ConvoItem[] {
  return settle(nest(convo.sections, suite, isPartial ? [convo.name] : []), suite, false);
}

/** The variables of a convo and of everything that it includes. */
export function variablesOfConvo(convo: Convo, suite: Suite): readonly string[] {
  return leaves(nest(convo.sections, suite, [])).flatMap((leaf) =>
    leaf.kind === 'section' ? variablesOf(leaf.section, suite) : [],
  );
}

/** `trail`: the partial convos around these sections, where before and after the conversation do not exist. */
function nest(sections: readonly ConvoSection[], suite: Suite, trail: readonly string[]): readonly Nested[] {
  const own = trail.length === 0 ? sections : sections.filter(({ sender }) => sender !== 'begin' && sender !== 'end');
  return own.flatMap((section): readonly Nested[] => {
    const names = includedNames(section);
    const words = section.words.filter(({ name }) => name !== 'INCLUDE');
    const isOnlyInclude =
      section.sender === 'include' || (names.length > 0 && words.length === 0 && section.text === '');
    const itself: readonly Nested[] = isOnlyInclude ? [] : [{ kind: 'section', section: { ...section, words } }];
    return [...itself, ...names.map((name) => included(name, section, suite, trail))];
  });
}

function included(name: string, place: ConvoPlace, suite: Suite, trail: readonly string[]): Nested {
  const partial = suite.partials.get(name);
  if (!partial) return { kind: 'missing', place, what: `INCLUDE ${name}: no partial convo with this name is imported` };
  if (trail.includes(name)) return { kind: 'missing', place, what: `INCLUDE ${name}: it includes itself` };
  return { kind: 'group', name, items: nest(partial.sections, suite, [...trail, name]) };
}

/** The partial convos that a section includes. */
export function includedNames({ sender, channel, text, words }: ConvoSection): readonly string[] {
  const hooks = words.flatMap(({ name, args }) => (name === 'INCLUDE' ? [args[0] ?? ''] : []));
  if (sender !== 'include') return hooks;
  return [channel, ...text.split('\n').map((line) => line.trim()), ...hooks].filter((name) => name !== '');
}

/** Decides for each partial convo whether it stays a step list. */
function settle(items: readonly Nested[], suite: Suite, botFollows: boolean): readonly ConvoItem[] {
  return items.flatMap((item, index): readonly ConvoItem[] => {
    if (item.kind !== 'group') return [item];
    const next = leaves(items.slice(index + 1)).find(isMessage);
    const isAnswered = next ? senderOf(next) === 'bot' : botFollows;
    const inside = leaves(item.items);
    const first = inside.find(isMessage);
    const closed = first && senderOf(first) === 'me' && !isAnswered && !inside.some((leaf) => isOpen(leaf, suite));
    return closed ? [{ kind: 'use', name: item.name }] : settle(item.items, suite, isAnswered);
  });
}

function leaves(items: readonly Nested[]): readonly Leaf[] {
  return items.flatMap((item) => (item.kind === 'group' ? leaves(item.items) : [item]));
}

function senderOf(leaf: Leaf): string | undefined {
  return leaf.kind === 'section' ? leaf.section.sender : undefined;
}

function isMessage(leaf: Leaf): boolean {
  return leaf.kind === 'missing' || leaf.section.sender === 'me' || leaf.section.sender === 'bot';
}

/** Whether it depends on the conversation around it. */
function isOpen(leaf: Leaf, suite: Suite): boolean {
  if (leaf.kind === 'missing') return true;
  const { words } = leaf.section;
  return words.some(({ name }) => name.endsWith('_SCRIPTING_MEMORY')) || variablesOf(leaf.section, suite).length > 0;
}

/** The variables in the texts and arguments of a section, and in the utterances that they refer to. */
export function variablesOf({ text, words }: ConvoSection, { utterances }: Suite): readonly string[] {
  const texts = [text, ...words.flatMap(({ args }) => args)];
  return texts.flatMap((each) => [each, ...(resolveUtterance(utterances, each) ?? [])]).flatMap(variablesIn);
}
