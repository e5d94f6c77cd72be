/** The part of a report that a tag names; an absent key means all of them. */
export interface HlogGroup {
  readonly target?: string | undefined;
  readonly conversation?: string | undefined;
  readonly step?: string | undefined;
  readonly place?: string | undefined;
}

/**
 * - whole: the values behind the report's numbers, upper bounds
 * - lower: the same turns, lower bounds
 * - block: over time, with two digits, including warm-up and other unmeasured time; the same turns as in `whole`, so the
 *   two must not be added up
 */
export type HlogPart = 'whole' | 'lower' | 'block';

const PART_LABELS: Readonly<Record<HlogPart, readonly string[]>> = {
  whole: [],
  lower: ['bound:lower'],
  block: ['part:block'],
};

/**
 * Which histogram a line of a log contains. Readers end a tag at a comma, a blank or the line's end, so none is in it.
 *
 *     tag    = metric [ "{" label { ";" label } "}" ]    first_output, turn{target:eu;conversation:book%20a%20table;step:hello}
 *     label  = name ":" value                            in the order target, conversation, step, place, the metric's own, bound, part
 *     metric = its name in the report                    its own label (`position`, `of`) goes to the others
 *     value  = percent-encoded where it is a name of the scenario's, as in an address
 */
export function hlogTag(metric: string, group: HlogGroup, part: HlogPart): string {
  const [, name = metric, own] = /^(\w+)\{(.+)\}$/.exec(metric) ?? [];
  const { target, conversation, step, place } = group;
  const named = Object.entries({ target, conversation, step, place }).flatMap(([label, value]) =>
    value === undefined ? [] : [`${label}:${encoded(value)}`],
  );
  const labels = [...named, ...(own === undefined ? [] : [own]), ...PART_LABELS[part]];
  return labels.length === 0 ? name : `${name}{${labels.join(';')}}`;
}

/** A lone surrogate has no percent-encoding. */
function encoded(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
}
