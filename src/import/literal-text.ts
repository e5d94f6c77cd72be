/** `text` as a scenario writes it so that it means these very characters: no variable, no template. */
export function literalText(text: string): string {
  return withoutVariables(text).replaceAll('{{', '\\{{');
}

/** The same for what is no template, such as a pattern. */
export function withoutVariables(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** The same for a name, which can hold no template: its braces are set apart. */
export function literalName(name: string): string {
  return withoutVariables(name).replaceAll(/\{(?=\{)/g, '{ ');
}
