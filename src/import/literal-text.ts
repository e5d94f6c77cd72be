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
