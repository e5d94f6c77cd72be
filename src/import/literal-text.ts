/** `text` as a scenario writes it so that it means these very characters: no variable, no template. */
export function literalText(text: string): string {
  return text.replaceAll('${', '$${').replaceAll('{{', '\\{{');
}
