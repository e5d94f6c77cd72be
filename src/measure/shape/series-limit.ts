import { counted, groupThousands } from '../../platform/group-thousands.ts';
import { KnownError } from '../../platform/known-error.ts';
import { SeriesTable } from '../series.ts';
import type { RunShape, SeriesDetail } from './run-shape.ts';

/**
 * Maximum number of distributions of a run. Each takes about 60 KB in the main thread once it has values, over time included;
 * usually two in three get some.
 */
const MAX_TRENDS = 5000;
/** Number of conversations that an error names. */
const MAX_NAMED = 3;

/** Throws a KnownError (104) if a run would have too many distributions. */
export function checkSeriesLimit(table: SeriesTable): void {
  const trends = trendsOf(table);
  if (trends <= MAX_TRENDS) return;
  const { conversations, targets } = table.shape;
  const steps = conversations.reduce((sum, own) => sum + own.steps.length, 0);
  const what = `${counted(conversations.length, 'conversation')}, ${counted(steps, 'step')}, ${counted(targets.length, 'target')}`;
  throw new KnownError(
    `this run would measure ${groupThousands(trends)} distributions (${what}); the maximum is ${groupThousands(MAX_TRENDS)}`,
    { hint: remedies(table.shape).join('; or ') },
  );
}

/** The finest detail within the limit for one target, given the number of labels of each conversation. */
export function finestDetail(labels: readonly number[]): SeriesDetail {
  const trendsWith = (steps: readonly string[]) => {
    const shape = { targets: [''], conversations: [{ name: '', steps }], failureClasses: [] };
    return trendsOf(new SeriesTable(shape));
  };
  const perConversation = trendsWith([]);
  const perLabel = trendsWith(['']) - perConversation;
  const byConversation = labels.length * perConversation;
  const count = labels.reduce((sum, each) => sum + each, 0);
  if (byConversation + count * perLabel <= MAX_TRENDS) return 'steps';
  return byConversation + labels.length * perLabel <= MAX_TRENDS ? 'conversations' : 'none';
}

function trendsOf({ keys }: SeriesTable): number {
  return keys.filter(({ kind }) => kind === 'trend').length;
}

/** One label for all steps of a conversation has as many distributions as measuring by conversation. */
function remedies(shape: RunShape): readonly string[] {
  const fits = (series: SeriesDetail) => trendsOf(new SeriesTable({ ...shape, series })) <= MAX_TRENDS;
  const byConversation = fits('conversations')
    ? [
        `give steps that may be measured together the same label (as: …), first those of ${longest(shape)}`,
        'use --series conversations, which measures no individual steps',
      ]
    : [];
  if (fits('none')) return [...byConversation, 'use --series none, which measures no individual conversations'];
  return ['use fewer targets'];
}

/** `"support" (480 steps, "again" up to "again (479)")`. */
function longest({ conversations }: RunShape): string {
  const ordered = conversations.toSorted((left, right) => right.steps.length - left.steps.length);
  return ordered
    .slice(0, MAX_NAMED)
    .map(({ name, steps }) => `"${name}" (${counted(steps.length, 'step')}${repeated(steps)})`)
    .join(', ');
}

/** The text that repeats most: its steps are numbered, `again (2)`. */
function repeated(labels: readonly string[]): string {
  const numbered = labels.flatMap((label) => {
    const [, text, number] = /^(.+) \((\d+)\)$/s.exec(label) ?? [];
    return text === undefined ? [] : [{ label, text, number: Number(number) }];
  });
  const most = numbered.reduce((max, one) => (one.number > max.number ? one : max), { label: '', text: '', number: 0 });
  return most.number === 0 ? '' : `, "${most.text}" up to "${most.label}"`;
}
