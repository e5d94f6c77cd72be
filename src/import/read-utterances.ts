/** A BotiumScript utterance list: the first line names it, each further one is a way to say it. */
export interface UtteranceList {
  readonly name: string;
  readonly texts: readonly string[];
}

/** Undefined if the name or the utterances are missing. */
export function readUtterances(text: string): UtteranceList | undefined {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [name, ...texts] = lines;
  return name === undefined || texts.length === 0 ? undefined : { name, texts };
}
