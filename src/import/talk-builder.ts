import type { ExpectMode, ImportedStep, ImportedTalk, NotConverted } from './imported.ts';
import type { TextTest } from './text-test.ts';
import { expectationsOf, type GatheredChecks } from './turn-checks.ts';

/** What a section of the bot expects of the replies. */
export type BotSays = Partial<GatheredChecks> & { readonly timeoutMs?: number | undefined };

type Draft =
  /** A step with replies, or a wait for the bot's first message: later sections of the bot add to it. */
  | (Answered & { readonly kind: 'answered'; readonly form: 'turn' | 'wait'; readonly step: Fields })
  | { readonly kind: 'plain'; readonly step: unknown; readonly notConverted: NotConverted[] }
  /** An unsupported action of the user: the bot's answer to it cannot be checked either. */
  | { readonly kind: 'gap'; readonly notConverted: NotConverted[] }
  | { readonly kind: 'remark'; readonly notConverted: NotConverted[] };

type Fields = Readonly<Record<string, unknown>>;

interface Answered {
  readonly line: number | undefined;
  checks: GatheredChecks;
  readonly notConverted: NotConverted[];
  timeoutMs: number | undefined;
}

/** Builds one conversation, in the order of its source. */
export class TalkBuilder {
  private readonly drafts: Draft[] = [];
  private readonly file: string;
  private readonly expect: ExpectMode;

  constructor(file: string, expect: ExpectMode) {
    this.file = file;
    this.expect = expect;
  }

  /** A step that the bot replies to. */
  turn(step: Fields, line: number | undefined): void {
    this.drafts.push(answered('turn', step, line));
  }

  /** A step without replies. */
  plain(step: unknown): void {
    this.drafts.push({ kind: 'plain', step, notConverted: [] });
  }

  /** An action of the user that no step supports. */
  gap(line: number | undefined, what: string): void {
    this.drafts.push({ kind: 'gap', notConverted: [{ file: this.file, line, what }] });
  }

  /** What the bot should say now: in the current turn, or on its own initiative. */
  bot(says: BotSays, line: number | undefined): void {
    if (this.expect === 'none') return;
    const last = this.drafts.findLast((draft) => draft.kind === 'answered' || draft.kind === 'gap' || isUse(draft));
    if (last && last.kind !== 'answered') return void last.notConverted.push(this.unanswerable(line));
    const draft = last ?? answered('wait', {}, line);
    if (!last) this.drafts.push(draft);
    add(draft, says);
  }

  addNotConverted(line: number | undefined, what: string): void {
    const notConverted = { file: this.file, line, what };
    const last = this.drafts.at(-1);
    if (last) last.notConverted.push(notConverted);
    else this.drafts.push({ kind: 'remark', notConverted: [notConverted] });
  }

  /** Gaps and remarks have no step: what is not converted of them is listed at the next step, or at the end. */
  build(name: string): ImportedTalk {
    const steps: ImportedStep[] = [];
    let pending: NotConverted[] = [];
    for (const draft of this.drafts) {
      const notConverted = [...pending, ...draft.notConverted];
      pending = [];
      if (draft.kind === 'gap' || draft.kind === 'remark') pending = notConverted;
      else if (draft.kind === 'plain') steps.push({ step: draft.step, notConverted });
      else steps.push(this.finished(draft, notConverted));
    }
    return { name, steps, notConverted: pending };
  }

  private finished(
    draft: Answered & { form: 'turn' | 'wait'; step: Fields },
    notConverted: NotConverted[],
  ): ImportedStep {
    const { expect, leftOver } = expectationsOf(draft.checks);
    const unplaced = leftOver.map((test) => ({
      file: this.file,
      line: draft.line,
      what: `a check that cannot be combined with the others of this reply: ${wordTest(test)}`,
    }));
    const timeout = draft.timeoutMs === undefined ? {} : { timeout: `${draft.timeoutMs}ms` };
    const step =
      draft.form === 'wait'
        ? { wait: expect ?? 'any', ...timeout }
        : { ...draft.step, ...(expect && { expect }), ...timeout };
    return { step: shortest(step), notConverted: [...notConverted, ...unplaced] };
  }

  private unanswerable(line: number | undefined): NotConverted {
    return { file: this.file, line, what: 'the reply to a step that was not imported' };
  }
}

function answered(form: 'turn' | 'wait', step: Fields, line: number | undefined): Draft & { kind: 'answered' } {
  const checks = { wanted: [], unwanted: [], quickReplies: [], jsonpath: {} };
  return { kind: 'answered', form, step, line, checks, notConverted: [], timeoutMs: undefined };
}

function add(
  draft: Answered,
  { wanted = [], unwanted = [], quickReplies = [], jsonpath = {}, timeoutMs }: BotSays,
): void {
  const { checks } = draft;
  draft.checks = {
    wanted: [...checks.wanted, ...wanted],
    unwanted: [...checks.unwanted, ...unwanted],
    quickReplies: [...checks.quickReplies, ...quickReplies],
    jsonpath: { ...checks.jsonpath, ...jsonpath },
  };
  if (timeoutMs !== undefined) draft.timeoutMs = timeoutMs;
}

/** A message of the bot after a step list belongs to the list's last turn, which is not part of this conversation. */
function isUse(draft: Draft): boolean {
  return draft.kind === 'plain' && typeof draft.step === 'object' && draft.step !== null && 'use' in draft.step;
}

/** `- hello` instead of `- say: hello`. */
function shortest(step: Fields): unknown {
  return Object.keys(step).length === 1 && typeof step.say === 'string' ? step.say : step;
}

function wordTest({ texts }: TextTest): string {
  return texts.map((text) => JSON.stringify(text)).join(' or ');
}
