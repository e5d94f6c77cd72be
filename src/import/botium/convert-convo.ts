import type { ExpectMode, ImportedTalk, NotConverted } from '../imported.ts';
import { type SourceText, withoutVariables } from '../literal-text.ts';
import { type BotSays, TalkBuilder } from '../talk-builder.ts';
import type { TextTest } from '../text-test.ts';
import { readBotText } from './bot-text.ts';
import type { Convo, ConvoPlace, ConvoSection, PlacedWord, Sender } from './convo.ts';
import { writtenWord } from './convo-word.ts';
import { type ConvoItem, expandIncludes, type Suite, variablesOf } from './expand-includes.ts';
import { readAsserter } from './read-asserter.ts';
import { joinParts, ScriptingMemory, variesWithUse } from './scripting-memory.ts';
import { translateJsonPath } from './translate-json-path.ts';
import { isJson, readUserStep } from './user-step.ts';
import { resolveUtterance } from './utterances.ts';

export interface ConvertOptions {
  readonly suite: Suite;
  readonly expect: ExpectMode;
  /** Values of variables at its start. */
  readonly values?: ReadonlyMap<string, string | undefined>;
  /** It is part of conversations: it has no beginning and no end. Default false. */
  readonly isPartial?: boolean;
}

export interface ConvertedConvo {
  readonly talk: ImportedTalk;
  /** Partial convos that it uses as step lists. */
  readonly uses: readonly string[];
}

/**
 * A convo (or partial convo) as a conversation. `#me` becomes `say`; each `#bot` checks one reply of the turn, or waits for
 * one if the user has not said anything yet. What has no equivalent is listed as not converted.
 */
export function convertConvo(convo: Convo, options: ConvertOptions): ConvertedConvo {
  const items = expandIncludes(convo, options.suite, options.isPartial);
  const converter = new ConvoConverter(convo, items, options);
  for (const [index, item] of items.entries()) converter.add(item, index);
  const uses = items.flatMap((item) => (item.kind === 'use' ? [item.name] : []));
  return { talk: converter.builder.build(convo.name), uses };
}

/** Without WAITFORBOT, Botium waits this long for a message. */
const BOTIUM_TIMEOUT_MS = 10_000;

class ConvoConverter {
  readonly builder: TalkBuilder;
  private readonly items: readonly ConvoItem[];
  private readonly options: ConvertOptions;
  private readonly memory: ScriptingMemory;
  /** What is not converted of the section that is being read. */
  private leftOut: NotConverted[] = [];

  constructor(convo: Convo, items: readonly ConvoItem[], options: ConvertOptions) {
    this.builder = new TalkBuilder(convo.file, options.expect);
    this.items = items;
    this.options = options;
    this.memory = new ScriptingMemory(convo.name);
    this.leftOut.push(...convo.notConverted);
    for (const [name, value] of options.values ?? []) if (value !== undefined) this.setVariable(name, value);
  }

  add(item: ConvoItem, index: number): void {
    if (item.kind === 'use') return this.builder.plain({ use: withoutVariables(item.name) });
    if (item.kind === 'missing') return this.builder.gap(item.place.line, item.what, item.place.file);
    const { section } = item;
    if (section.channel !== '') this.leaveOut(section, `the channel "${section.channel}"`);
    if (section.sender === 'me') this.addMe(section);
    else if (section.sender === 'bot') this.addBot(section, index);
    else this.addHooks(section);
    this.flush();
  }

  private addMe(section: ConvoSection): void {
    const { words, line, file } = section;
    const step = readUserStep(section, {
      utterances: this.options.suite.utterances,
      write: (place, text) => this.write(place, text),
    });
    if (typeof step === 'string') this.builder.gap(line, step, file);
    else if (step) this.builder.turn(step);
    this.flush();
    for (const word of words.filter(({ kind }) => kind === 'hook')) this.addHook(word, 'me');
    for (const word of words.filter(({ kind }) => kind === 'unknown' && typeof step !== 'string'))
      this.leaveOut(word, `${writtenWord(word)}: no such user input or logic hook is known`);
  }

  private addBot(section: ConvoSection, index: number): void {
    const { words, line, file, text } = section;
    const condition = words.find(({ name }) => name.startsWith('CONDITIONAL_STEP'));
    if (condition || section.optional || words.some(({ optional }) => optional)) {
      const what = [...(text === '' ? [] : [JSON.stringify(text)]), ...words.map(writtenWord)].join(', ');
      return this.leaveOut(section, `${condition ? 'a conditional reply' : 'an optional reply'}: ${what}`);
    }
    const asserters = words.filter(({ kind }) => kind === 'asserter');
    const hooks = words.filter(({ kind }) => kind === 'hook');
    const says = [this.botText(section, index), ...asserters.map((word) => this.asserted(word)), this.timing(hooks)];
    for (const word of words.filter(({ kind }) => kind === 'unknown'))
      this.leaveOut(word, `${writtenWord(word)}: no such asserter or utterance list is known`);
    this.builder.bot(combined(says), line, file);
    this.flush();
    for (const word of hooks) this.addHook(word, 'bot');
    for (const word of asserters.filter(({ name }) => name === 'PAUSE_ASSERTER')) this.addPause(word);
  }

  private botText(section: ConvoSection, index: number): BotSays {
    const { text, negated } = section;
    const place = { file: section.file, line: section.textLine };
    if (text === '') return {};
    if (isJson(text)) {
      this.leaveOut(place, 'a reply in JSON');
      return {};
    }
    const texts = resolveUtterance(this.options.suite.utterances, text) ?? [text];
    const isCaptured = !negated && this.builder.canCapture;
    const read = readBotText(texts, this.memory, isCaptured ? this.variablesAfter(index) : new Set());
    for (const name of read.functions) this.leaveOut(place, `the function ${name}: any text is accepted in its place`);
    for (const name of Object.keys(read.captures)) this.memory.setCaptured(name);
    const { expect } = this.options;
    const kind = read.hasUnset || expect === 'none' ? 'like' : expect;
    const tests: readonly TextTest[] = [{ kind, texts: read.texts, ignoreCase: false }];
    return negated ? { unwanted: tests } : { wanted: tests, capture: read.captures };
  }

  private asserted(word: PlacedWord): BotSays {
    if (word.name === 'PAUSE_ASSERTER') return {};
    const says = readAsserter(word, {
      resolve: (arg) => resolveUtterance(this.options.suite.utterances, arg) ?? [arg],
      write: (text) => this.write(word, text),
    });
    if (!says) this.leaveOut(word, writtenWord(word));
    return says ?? {};
  }

  /** The hooks that are part of the expectation itself: how long to wait, and which values to store. */
  private timing(hooks: readonly PlacedWord[]): BotSays {
    const ms = Number(hooks.find(({ name }) => name === 'WAITFORBOT')?.args[0]);
    const capture: Record<string, unknown> = {};
    for (const word of hooks.filter(({ name }) => name === 'ASSIGN_SCRIPTING_MEMORY')) {
      const [name = '', path = ''] = word.args;
      const jsonpath = pathInReply(path);
      if (jsonpath === undefined || !this.builder.canCapture) this.leaveOut(word, writtenWord(word));
      else {
        capture[name] = { jsonpath };
        this.memory.setCaptured(name);
      }
    }
    return { capture, ...(ms > 0 && { timeoutMs: ms + BOTIUM_TIMEOUT_MS }) };
  }

  /** Before and after the conversation. */
  private addHooks({ sender, text, file, line, words }: ConvoSection): void {
    for (const word of words) {
      if (word.name === 'WAITFORBOT' && sender === 'begin') this.builder.bot({}, word.line, word.file);
      else if (word.kind === 'hook' && (sender === 'begin' || word.name === 'PAUSE')) this.addHook(word, sender);
      else this.leaveOut(word, `${writtenWord(word)} in #${sender}`);
    }
    if (text !== '') this.leaveOut({ file, line }, `${JSON.stringify(text)} in #${sender}`);
  }

  private addHook(word: PlacedWord, sender: Sender): void {
    const { name, args } = word;
    const [variable = '', value = ''] = args;
    if (name === 'PAUSE') return this.addPause(word);
    if (name === 'SET_SCRIPTING_MEMORY' && args.length === 2) {
      if (variesWithUse(value)) this.leaveOut(word, `${writtenWord(word)}: each use makes a new value`);
      return this.setVariable(variable, value);
    }
    if (name === 'CLEAR_SCRIPTING_MEMORY') return this.memory.clear(variable.replace(/^\$/, ''));
    // A turn ends with its last reply, so none is left over for the next one.
    if (name === 'SKIP_BOT_UNCONSUMED') return;
    if (sender === 'bot' && (name === 'ASSIGN_SCRIPTING_MEMORY' || name === 'WAITFORBOT')) return;
    this.leaveOut(word, writtenWord(word));
  }

  private addPause(word: PlacedWord): void {
    const ms = Number(word.args[0]);
    if (Number.isInteger(ms) && ms > 0) this.builder.plain({ pause: `${ms}ms` });
    else this.leaveOut(word, writtenWord(word));
  }

  private setVariable(name: string, value: string): void {
    this.memory.set(
      name.replace(/^\$/, ''),
      joinParts(this.memory.partsOf(value), (unset) => `$${unset}`),
    );
  }

  /** A text of the user or an argument; what has no value stays as it is, and is listed. */
  private write(place: ConvoPlace, text: string): SourceText {
    const unset = new Set<string>();
    const written = joinParts(this.memory.partsOf(text), (name) => {
      unset.add(name);
      return `$${name}`;
    });
    for (const name of unset) this.leaveOut(place, `$${name} has no value; it stays in the text as it is`);
    return written;
  }

  private variablesAfter(index: number): ReadonlySet<string> {
    const later = this.items.slice(index + 1).flatMap((item) => (item.kind === 'section' ? [item.section] : []));
    return new Set(later.flatMap((section) => variablesOf(section, this.options.suite)));
  }

  private leaveOut({ file, line }: ConvoPlace, what: string): void {
    this.leftOut.push({ file, line, what });
  }

  /** Lists what was left out at the step that was built last. */
  private flush(): void {
    const inOrder = this.leftOut.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    for (const { file, line, what } of inOrder) this.builder.addNotConverted(line, what, file);
    this.leftOut = [];
  }
}

function combined(parts: readonly BotSays[]): BotSays {
  return {
    wanted: parts.flatMap(({ wanted = [] }) => wanted),
    unwanted: parts.flatMap(({ unwanted = [] }) => unwanted),
    quickReplies: parts.flatMap(({ quickReplies = [] }) => quickReplies),
    jsonpath: Object.assign({}, ...parts.map(({ jsonpath }) => jsonpath)),
    capture: Object.assign({}, ...parts.map(({ capture }) => capture)),
    timeoutMs: parts.find(({ timeoutMs }) => timeoutMs !== undefined)?.timeoutMs,
  };
}

/** The path in a reply of what a path finds in a message of Botium. */
function pathInReply(path: string): string | undefined {
  if (path.trim() === '$.messageText') return '$.text';
  const [, inData] = /^\s*\$\.sourceData(.+)$/.exec(path) ?? [];
  return inData === undefined ? undefined : translateJsonPath(`$${inData}`);
}
