/** Maximum length of a label made from the text of a step, in characters. */
const MAX_LENGTH = 32;

/** The label of a step without `as`: its text on one line, truncated to 32 characters. */
export function labelOfText(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return characters.slice(0, MAX_LENGTH).join('').trimEnd();
}

/** Makes labels unique: a second `hello` becomes `hello (2)`, or the next free number. */
export function uniqueLabels(labels: readonly string[]): readonly string[] {
  const given = new Set(labels);
  const used = new Set<string>();
  /** Lower numbers are in use. */
  const next = new Map<string, number>();
  return labels.map((label) => {
    let unique = label;
    let n = next.get(label) ?? 2;
    for (; used.has(unique) || (unique !== label && given.has(unique)); n++) unique = `${label} (${n})`;
    next.set(label, n);
    used.add(unique);
    return unique;
  });
}
