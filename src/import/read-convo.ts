import { readAsserter } from './convo-asserter.ts';
import { type ConvoLine, type ConvoSection, readConvoText } from './convo-sections.ts';
import { type ConvoWord, readConvoWord, readMarks } from './convo-word.ts';
import type { ExpectMode, ImportedTalk } from './imported.ts';
import { literalText, withoutVariables } from './literal-text.ts';
import { TalkBuilder } from './talk-builder.ts';
import type { TextTest } from './text-test.ts';

/** What a convo uses of the other imported files. */
export interface ConvoContext {
  readonly file: string;
  readonly expect: ExpectMode;
  /** Name of an utterance list → its texts. */
  readonly utterances: ReadonlyMap<string, readonly string[]>;
  /** Names of partial convos, which become step lists. */
  readonly partials: ReadonlySet<string>;
}

/**
 * One Botium convo (or partial convo) as a conversation. `#me` becomes `say`, a quick reply (BUTTON) or a pause before it
 * (PAUSE); `#bot` checks the replies of the turn, or waits if the user has not said anything yet; INCLUDE uses a step list.
 * Everything else is listed as not converted.
 */
export function readConvo(text: string, fallbackName: string, context: ConvoContext): ImportedTalk {
  const { name, sections } = readConvoText(text);
  const reader = new ConvoReader(context);
  for (const section of sections) reader.read(section);
  return reader.builder.build(name ?? fallbackName);
}

class ConvoReader {
  readonly builder: TalkBuilder;
  private readonly context: ConvoContext;

  constructor(context: ConvoContext) {
    this.context = context;
    this.builder = new TalkBuilder(context.file, context.expect);
  }

  read(section: ConvoSection): void {
    switch (section.sender) {
      case 'me':
        return this.readMe(section);
      case 'bot':
        return this.readBot(section);
      case 'begin':
      case 'end':
        return this.readHooks(section);
      case 'include':
        return this.include(section.rest, section.line);
      default:
        this.builder.addNotConverted(section.line, `#${section.sender}: this section is not supported`);
    }
  }

  private readMe({ sender, rest, line, lines }: ConvoSection): void {
    const { words, text, variables } = this.split(lines, sender);
    const inputs = words.filter(({ word }) => /^(BUTTON|MEDIA|FORM)$/.test(word.name));
    for (const { word, line: at } of words) if (word.name === 'PAUSE') this.pause(word, at);
    const button = inputs.find(({ word }) => word.name === 'BUTTON' && word.args.length > 0)?.word;
    if (button) this.builder.turn({ press: literalText(button.args.at(-1)!) }, line);
    else if (inputs.length > 0) this.builder.gap(line, inputs.map(({ word }) => writtenWord(word)).join(', '));
    else if (isJson(text)) this.builder.gap(line, 'a message in JSON');
    else if (text !== '') this.builder.turn({ say: this.utterance(text) }, line);
    else if (!words.some(({ word }) => word.name === 'INCLUDE')) this.builder.gap(line, 'a message without text');
    this.remark(rest, line, variables);
    for (const { word, line: at } of words) {
      if (word.name === 'INCLUDE') this.include(word.args[0] ?? '', at);
      else if (word.name !== 'PAUSE' && !inputs.some((input) => input.word === word)) this.addNotConverted(word, at);
    }
  }

  private readBot({ sender, rest, line, lines }: ConvoSection): void {
    const { words, text, variables } = this.split(lines, sender);
    const { rest: wanted, negated, optional } = readMarks(text);
    if (optional) this.builder.addNotConverted(line, `an optional reply: ${JSON.stringify(wanted)}`);
    else if (isJson(wanted)) this.builder.addNotConverted(line, 'a reply in JSON');
    else if (wanted !== '')
      this.builder.bot(negated ? { unwanted: [this.test(wanted)] } : { wanted: [this.test(wanted)] }, line);
    else if (words.length === 0) this.builder.bot({}, line);
    this.remark(rest, line, variables);
    for (const { word, line: at } of words) this.readBotWord(word, at);
  }

  private readBotWord(word: ConvoWord, line: number): void {
    if (word.name === 'PAUSE') return this.pause(word, line);
    if (word.name === 'INCLUDE') return this.include(word.args[0] ?? '', line);
    const timeoutMs = Number(word.args[0]);
    if (word.name === 'WAITFORBOT' && word.args.length === 0) return;
    if (word.name === 'WAITFORBOT' && timeoutMs > 0) return this.builder.bot({ timeoutMs }, line);
    const says = word.optional ? undefined : readAsserter(word);
    if (says) this.builder.bot(says, line);
    else this.addNotConverted(word, line);
  }

  /** Before and after the conversation, only pauses and step lists are supported. */
  private readHooks({ sender, lines }: ConvoSection): void {
    for (const { text, line } of lines.filter((each) => each.text !== '')) {
      const word = readConvoWord(text, sender);
      if (word?.name === 'PAUSE') this.pause(word, line);
      else if (word?.name === 'INCLUDE') this.include(word.args[0] ?? '', line);
      else this.builder.addNotConverted(line, `${text} in #${sender}`);
    }
  }

  private pause(word: ConvoWord, line: number): void {
    const ms = Number(word.args[0]);
    if (Number.isInteger(ms) && ms > 0) this.builder.plain({ pause: `${ms}ms` });
    else this.addNotConverted(word, line);
  }

  private include(name: string, line: number): void {
    if (this.context.partials.has(name)) this.builder.plain({ use: withoutVariables(name) });
    else this.builder.gap(line, `INCLUDE ${name}: no partial convo with this name is imported`);
  }

  private addNotConverted(word: ConvoWord, line: number): void {
    this.builder.addNotConverted(line, writtenWord(word));
  }

  private split(lines: readonly ConvoLine[], sender: string) {
    const read = lines.map(({ text, line }) => ({ text, line, word: readConvoWord(text, sender) }));
    const texts = read.filter(({ word }) => !word).map(({ text }) => text);
    const words = read.flatMap(({ word, line }) => (word ? [{ word, line }] : []));
    const variables = read.flatMap(({ text, line }) => {
      const [name] = /\$[A-Za-z]\w*/.exec(text) ?? [];
      return name === undefined ? [] : [{ name, line }];
    });
    return { words, text: texts.join('\n').trim(), variables };
  }

  /** Reports the parts of a section that are neither words nor texts. */
  private remark(channel: string, line: number, variables: readonly { name: string; line: number }[]): void {
    if (channel !== '') this.builder.addNotConverted(line, `the channel "${channel}"`);
    for (const { name, line: at } of variables)
      this.builder.addNotConverted(at, `the variable ${name} (scripting memory); it stays in the text as it is`);
  }

  private utterance(text: string): unknown {
    const texts = this.context.utterances.get(text);
    return texts ? { oneOf: texts.map(literalText) } : literalText(text);
  }

  private test(text: string): TextTest {
    const kind = this.context.expect === 'equals' ? 'equals' : 'contains';
    return { kind, texts: this.context.utterances.get(text) ?? [text], ignoreCase: false };
  }
}

function writtenWord({ name, args, negated }: ConvoWord): string {
  return `${negated ? '!' : ''}${name}${args.length > 0 ? ` ${args.join('|')}` : ''}`;
}

function isJson(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
