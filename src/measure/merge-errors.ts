import type { ErrorEntry, StepExample } from './error-log.ts';

/** What one log would hold that had seen the errors of all shards: the earliest first, with the earliest example. */
export function mergeErrors(lists: readonly (readonly ErrorEntry[])[]): readonly ErrorEntry[] {
  const merged = new Map<string, ErrorEntry>();
  for (const entry of lists.flat().sort((left, right) => left.firstMs - right.firstMs)) {
    const key = `${entry.target}\n${entry.class}`;
    const known = merged.get(key);
    merged.set(
      key,
      known
        ? {
            ...known,
            count: known.count + entry.count,
            lastMs: Math.max(known.lastMs, entry.lastMs),
            ...joinedSteps(known, entry),
          }
        : entry,
    );
  }
  return [...merged.values()];
}

/** Of each step the example of the shard that noted the class first. */
function joinedSteps({ steps = [] }: ErrorEntry, { steps: more = [] }: ErrorEntry): Pick<ErrorEntry, 'steps'> {
  const isKnown = (one: StepExample) =>
    steps.some(({ conversation, step }) => conversation === one.conversation && step === one.step);
  const all = [...steps, ...more.filter((one) => !isKnown(one))];
  return all.length === 0 ? {} : { steps: all };
}
