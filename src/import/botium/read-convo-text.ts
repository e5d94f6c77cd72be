import type { NotConverted } from '../imported.ts';
import { type Convo, type ConvoLine, type ConvoSection, isSender, makeSection, type Sender } from './convo.ts';
import type { WordContext } from './convo-word.ts';

/**
 * A convo in the text form:
 *
 *     convo   = [ name { description } ] { section }                         a line each
 *     section = "#" sender [ " " channel ] { line }                          nothing before the #
 *     sender  = "me" | "bot" | "include" | "begin" | "end"                   any other line with a # is a text
 */
export function readConvoText(
  text: string,
  source: { readonly file: string; readonly fallbackName: string },
  utterances: WordContext['utterances'],
): Convo {
  const { file, fallbackName } = source;
  const sections: ConvoSection[] = [];
  const notConverted: NotConverted[] = [];
  let name: string | undefined;
  let head: { readonly sender: Sender; readonly channel: string; readonly line: number } | undefined;
  let lines: ConvoLine[] = [];
  const close = () => {
    if (head) sections.push(makeSection({ ...head, file }, lines, utterances));
    lines = [];
  };
  for (const [index, content] of linesOf(text).entries()) {
    const line = index + 1;
    const [, sender = '', channel = ''] = /^#(\S+)(?: +(.*))?$/.exec(content) ?? [];
    if (isSender(sender)) {
      close();
      head = { sender, channel: channel.trim(), line };
      continue;
    }
    if (head) lines.push({ content, line });
    else if (content.trim() !== '') name ??= content.trim();
    if (/^\s*#\s*(me|bot|include|begin|end)\s*$/i.test(content))
      notConverted.push({
        file,
        line,
        what: `${content.trim()} is a text here, as in Botium: sections begin with #me or #bot`,
      });
  }
  close();
  return { name: name ?? fallbackName, file, sections, notConverted };
}

/** The lines of a text file, without a byte order mark. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}
