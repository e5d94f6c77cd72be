import type { ExpectMode, ImportedStep, ImportedTalk, NotConverted } from './imported.ts';
import { writtenText } from './literal-text.ts';
import { allOf, type Matcher, matcherOf, type TextTest } from './text-test.ts';
import { expectationsOf, type GatheredChecks } from './turn-checks.ts';

/** What the bot should say in one message. */
export interface BotSays {
  /** Its text must pass each of these. */
  readonly wanted?: readonly TextTest[];
  readonly unwanted?: readonly TextTest[];
  readonly quickReplies?: readonly unknown[];
  readonly jsonpath?: Readonly<Record<string, unknown>>;
  /** Values to store, as a scenario writes them. */
  readonly capture?: Fields | undefined;
  readonly timeoutMs?: number | undefined;
}

type Draft =
  /** A step with replies, or a wait for a message of the bot before the first of the user. */
  | Answered
  | { readonly kind: 'plain'; readonly step: unknown; readonly notConverted: NotConverted[] }
  /** An unsupported action of the user: the bot's answer to it cannot be checked either. */
  | { readonly kind: 'gap'; readonly notConverted: NotConverted[] }
  | { readonly kind: 'remark'; readonly notConverted: NotConverted[] };

type Fields = Readonly<Record<string, unknown>>;

interface Answered {
  readonly kind: 'answered';
  readonly form: 'turn' | 'wait';
  readonly step: Fields;
  readonly notConverted: NotConverted[];
  checks: GatheredChecks;
  capture: Fields;
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
  turn(step: Fields): void {
    this.drafts.push(answered('turn', step));
  }

  /** A step without replies. */
  plain(step: unknown): void {
    this.drafts.push({ kind: 'plain', step, notConverted: [] });
  }

  /** An action of the user that no step supports. */
  gap(line: number | undefined, what: string, file = this.file): void {
    this.drafts.push({ kind: 'gap', notConverted: [{ file, line, what }] });
  }

  /** The next message of the bot: in the current turn, or on its own initiative. */
  bot(says: BotSays, line: number | undefined, file = this.file): void {
    const last = this.lastAct();
    if (last && last.kind !== 'answered') {
      if (this.expect !== 'none')
        last.notConverted.push({ file, line, what: 'the reply to a step that was not imported' });
      return;
    }
    if (this.expect === 'none' && last?.form !== 'turn') return;
    const draft = last?.form === 'turn' ? last : answered('wait', {});
    if (draft !== last) this.drafts.push(draft);
    const unplaced = add(draft, says, this.expect !== 'none');
    draft.notConverted.push(...unplaced.map((what) => ({ file, line, what })));
  }

  /** Whether a value can be captured from the next message of the bot. */
  get canCapture(): boolean {
    const last = this.lastAct();
    return last?.kind === 'answered' && last.form === 'turn';
  }

  addNotConverted(line: number | undefined, what: string, file = this.file): void {
    const notConverted = { file, line, what };
    const last = this.lastAct() ?? this.drafts.at(-1);
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
      else steps.push({ step: draft.kind === 'plain' ? draft.step : written(draft), notConverted });
    }
    return { name, steps, notConverted: pending };
  }

  /** What the next message of the bot answers. */
  private lastAct(): Draft | undefined {
    return this.drafts.findLast((draft) => draft.kind === 'answered' || draft.kind === 'gap' || isUse(draft));
  }
}

function answered(form: 'turn' | 'wait', step: Fields): Answered {
  const checks = { replies: [], unwanted: [], quickReplies: [], jsonpath: {} };
  return { kind: 'answered', form, step, checks, capture: {}, notConverted: [], timeoutMs: undefined };
}

/** Adds a message of the bot; returns what cannot be checked, in words. */
function add(draft: Answered, says: BotSays, withChecks: boolean): readonly string[] {
  const { wanted = [], unwanted = [], quickReplies = [], jsonpath = {}, capture = {}, timeoutMs } = says;
  if (timeoutMs !== undefined) draft.timeoutMs = Math.max(timeoutMs, draft.timeoutMs ?? 0);
  draft.capture = { ...draft.capture, ...capture };
  if (!withChecks) return [];
  const { checks } = draft;
  const unplaced: string[] = [];
  const matchersOf = (tests: readonly TextTest[]): readonly Matcher[] =>
    tests.flatMap((test) => {
      const matcher = matcherOf(test);
      if (!matcher)
        unplaced.push(
          `a check without an equivalent pattern: ${test.texts.map((text) => writtenText(text)).join(' or ')}`,
        );
      return matcher ? [matcher] : [];
    });
  const matchers = matchersOf(wanted);
  const paths: Record<string, unknown> = { ...checks.jsonpath };
  for (const [path, expected] of Object.entries(jsonpath)) {
    if (paths[path] === undefined || JSON.stringify(paths[path]) === JSON.stringify(expected)) paths[path] = expected;
    else unplaced.push(`a second check of ${path} in one turn: ${JSON.stringify(expected)}`);
  }
  draft.checks = {
    replies: [...checks.replies, matchers.length === 0 ? undefined : allOf(matchers)],
    unwanted: [...checks.unwanted, ...matchersOf(unwanted)],
    quickReplies: [...checks.quickReplies, ...quickReplies],
    jsonpath: paths,
  };
  return unplaced;
}

function written({ form, step, checks, capture, timeoutMs }: Answered): unknown {
  const expect = expectationsOf(checks);
  const timeout = timeoutMs === undefined ? {} : { timeout: `${timeoutMs}ms` };
  if (form === 'wait') return { wait: expect || timeoutMs !== undefined ? { ...expect, ...timeout } : 'any' };
  const captures = Object.keys(capture).length > 0 && { capture };
  return shortest({ ...step, ...(expect && { expect }), ...captures, ...timeout });
}

/** A message of the bot after a step list belongs to the list's last turn, which is not part of this conversation. */
function isUse(draft: Draft): boolean {
  return draft.kind === 'plain' && typeof draft.step === 'object' && draft.step !== null && 'use' in draft.step;
}

/** `- hello` instead of `- say: hello`. */
function shortest(step: Fields): unknown {
  return Object.keys(step).length === 1 && typeof step.say === 'string' ? step.say : step;
}
