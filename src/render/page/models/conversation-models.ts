import type { Report } from '../../../report/report.ts';
import type { ConversationModel, SaidModel } from '../conversation-page-model.ts';

type Exemplar = Report['exemplars'][number];
type Said = NonNullable<Exemplar['turns'][number]['utterance']>;

/** All conversations together; one alone shows its longest if it has more. */
const MAX_TURNS = 1000;
const MAX_TURNS_OF_ONE = 200;
/** Characters of all that was said in them. */
const MAX_TEXT = 200_000;
const MAX_REPLIES = 20;

/** The exemplars, as many as the page may contain: the slowest and the random ones in turn. */
export function conversationModels({ exemplars }: Pick<Report, 'exemplars'>): ConversationModel[] {
  const shown = new Set<Exemplar>();
  let turns = 0;
  let characters = 0;
  for (const exemplar of alternately(exemplars)) {
    turns += Math.min(MAX_TURNS_OF_ONE, exemplar.turns.length);
    characters += charactersOf(exemplar);
    if (turns > MAX_TURNS || characters > MAX_TEXT) break;
    shown.add(exemplar);
  }
  return exemplars.filter((exemplar) => shown.has(exemplar)).map(conversationModel);
}

/** What of them is not shown, as a note. */
export function conversationNotes({ exemplars }: Pick<Report, 'exemplars'>): string[] {
  const shown = conversationModels({ exemplars }).length;
  const all = exemplars.length;
  const long = exemplars.some(({ turns }) => turns.length > MAX_TURNS_OF_ONE);
  return [
    ...(shown < all ? [`${shown} of the ${all} conversations in report.json are shown.`] : []),
    ...(long ? [`Long conversations show only their ${MAX_TURNS_OF_ONE} longest turns.`] : []),
  ];
}

function charactersOf({ turns }: Exemplar): number {
  const texts = turns.flatMap(({ utterance, replies }) => [utterance?.text, ...replies.map(({ text }) => text)]);
  return texts.reduce((sum, text = '') => sum + text.length, 0);
}

function alternately(exemplars: readonly Exemplar[]): Exemplar[] {
  const slowest = exemplars.filter(({ kept }) => kept.includes('slowest'));
  const others = exemplars.filter(({ kept }) => !kept.includes('slowest'));
  const length = Math.max(slowest.length, others.length);
  return Array.from({ length }, (_, index) => [slowest[index], others[index]])
    .flat()
    .filter((exemplar) => exemplar !== undefined);
}

function conversationModel(exemplar: Exemplar): ConversationModel {
  const { kept, target, conversation, place, number, sessionId, outcome } = exemplar;
  return {
    kept,
    target,
    ...(place !== undefined && { place }),
    name: conversation,
    number,
    sessionId,
    outcome,
    turns: longestTurns(exemplar.turns).map(({ replies, utterance, ...turn }) => ({
      ...turn,
      ...(utterance && { utterance: saidModel(utterance) }),
      replies: someOf(replies).map(({ arrivedMs, ...said }) => ({ arrivedMs, ...saidModel(said) })),
    })),
  };
}

/** Texts as the report keeps them: in full, hashed, or not at all. */
function saidModel({ length, hash, text, template }: Said): SaidModel {
  if (text !== undefined) return { text };
  if (template !== undefined) return { template };
  const characters = `${length} ${length === 1 ? 'character' : 'characters'}`;
  return { hash: hash === undefined || length === 0 ? characters : `${characters} (#${hash})` };
}

/** The longest turns, in chronological order. */
function longestTurns(turns: Exemplar['turns']): Exemplar['turns'] {
  if (turns.length <= MAX_TURNS_OF_ONE) return turns;
  const longest = new Set(
    turns
      .toSorted((left, right) => right.endedMs - right.sentMs - (left.endedMs - left.sentMs))
      .slice(0, MAX_TURNS_OF_ONE),
  );
  return turns.filter((turn) => longest.has(turn));
}

/** The last always: it is the one that most often ends the turn. */
function someOf<T>(replies: readonly T[]): readonly T[] {
  return replies.length <= MAX_REPLIES ? replies : [...replies.slice(0, MAX_REPLIES - 1), replies.at(-1)!];
}
