/** A text of the source, or its parts if templates of the scenario replace some of them. */
export type SourceText = string | readonly (string | { readonly template: string })[];

/** The text as a scenario writes it; `rewrite` is applied to its literal parts. */
export function writtenText(text: SourceText, rewrite: (literal: string) => string = (literal) => literal): string {
  if (typeof text === 'string') return literalText(rewrite(text));
  return text.map((part) => (typeof part === 'string' ? literalText(rewrite(part)) : part.template)).join('');
}

/** `text` escaped for a scenario, so that it is taken literally: no variable, no template. */
export function literalText(text: string): string {
  return withoutVariables(text).replaceAll('{{', '\\{{');
}

/** The same for values without templates, such as a pattern. */
export function withoutVariables(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** The same for a name, which cannot hold a template: its braces are separated. */
export function literalName(name: string): string {
  return withoutVariables(name).replaceAll(/\{(?=\{)/g, '{ ');
}
