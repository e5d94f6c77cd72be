import { groupThousands } from '../platform/group-thousands.ts';
import { LIMITS } from '../platform/limits.ts';
import type { Imported, ImportedTalk } from './imported.ts';

/** Characters of YAML around a step or a comment, and before each line of a text. */
const PER_STEP = 60;
const PER_LINE = 14;

interface Size {
  readonly steps: number;
  /** About those that the conversation takes in a scenario file. */
  readonly characters: number;
}

/**
 * At most `sample` conversations, and no more than fit into a scenario by their steps and by about `maxCharacters`; those that
 * remain are spread evenly over all, in the same order. How many are left out is a note.
 */
export function limitConversations(imported: Imported, sample: number, maxCharacters: number): Imported {
  const { conversations: all, stepLists } = imported;
  const sizes = all.map(sizeOf);
  const lists = total(stepLists.map(sizeOf));
  const fits = (count: number) => {
    const { steps, characters } = total([lists, ...evenly(all.length, count).map((index) => sizes[index]!)]);
    return steps <= LIMITS.scenarioSteps && characters <= maxCharacters;
  };
  const wanted = Math.min(all.length, sample);
  const count = fits(wanted) ? wanted : largest(wanted, fits);
  if (count === all.length) return imported;
  const left = `${groupThousands(all.length - count)} of ${groupThousands(all.length)} conversations were not imported (evenly sampled)`;
  const why =
    count === wanted ? '' : `, because a scenario has at most ${SCENARIO_LIMITS}; import fewer with --sample N`;
  const conversations = evenly(all.length, count).map((index) => all[index]!);
  return { ...imported, conversations, notes: [...imported.notes, `${left}${why}`] };
}

const SCENARIO_LIMITS = `${groupThousands(LIMITS.scenarioSteps)} steps and ${LIMITS.scenarioBytes / 1024 / 1024} MiB`;

/** `count` indices below `length`, in order and evenly spread. */
function evenly(length: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}

/** The largest count from 1 to `max` for which `fits`, or 1; by bisection, as if it fitted up to some count. */
function largest(max: number, fits: (count: number) => boolean): number {
  let [low, high] = [1, max];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function sizeOf({ steps, notConverted }: ImportedTalk): Size {
  const comments = [...notConverted, ...steps.flatMap((step) => step.notConverted)];
  const texts = [
    ...steps.map(({ step }) => JSON.stringify(step)),
    ...comments.map(({ file, what }) => `${file}${what}`),
  ];
  return {
    steps: steps.length,
    characters: texts.reduce((sum, text) => sum + text.length + PER_STEP + PER_LINE * lineBreaks(text), 0),
  };
}

/** In JSON. */
function lineBreaks(text: string): number {
  return text.split('\\n').length - 1;
}

function total(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (sum, { steps, characters }) => ({ steps: sum.steps + steps, characters: sum.characters + characters }),
    { steps: 0, characters: 0 },
  );
}
