/** The text of a Botium convo, parsed into sections. */
export interface ConvoText {
  /** The first line; undefined if the file begins with a section. */
  readonly name: string | undefined;
  readonly sections: readonly ConvoSection[];
}

export interface ConvoSection {
  /** me | bot | begin | end | include, or any other word after the #. */
  readonly sender: string;
  /** The rest of its line: a channel, or what is included. */
  readonly rest: string;
  /** Line number, from 1. */
  readonly line: number;
  readonly lines: readonly ConvoLine[];
}

export interface ConvoLine {
  /** Trimmed; may be empty between texts. */
  readonly text: string;
  readonly line: number;
}

/**
 * A BotiumScript file in the text form:
 *
 *     convo   = [ name { description } ] { section }     a line each; spaces around a line are ignored
 *     section = "#" sender [ " " rest ] { line }         every line that begins with # begins a section
 */
export function readConvoText(text: string): ConvoText {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const sections: (ConvoSection & { lines: ConvoLine[] })[] = [];
  let name: string | undefined;
  for (const [index, raw] of lines.entries()) {
    const [content, line] = [raw.trim(), index + 1];
    const [, sender, rest = ''] = /^#\s*(\S+)\s*(.*)$/.exec(content) ?? [];
    if (sender !== undefined) sections.push({ sender: sender.toLowerCase(), rest, line, lines: [] });
    else if (sections.length > 0) sections.at(-1)!.lines.push({ text: content, line });
    else if (content !== '') name ??= content;
  }
  return { name, sections };
}
