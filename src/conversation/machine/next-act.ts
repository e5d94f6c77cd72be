import type { UserInput } from '../../endpoint/endpoint-connection.ts';
import { readsAs } from '../../endpoint/protocol/title-match.ts';
import type { PushInstruction } from '../../scenario/instruction.ts';
import type { PressUtterance, SayStep } from '../../scenario/scenario.ts';
import { catchUnknownVariable, renderData, renderText } from '../../template/render-template.ts';
import { hasTemplate } from '../../template/template.ts';
import type { CheckDeps } from '../checks/check-deps.ts';
import { type Disclosure, HASHED, IN_CLEAR, quote } from '../checks/disclosure.ts';
import { type Failure, unsetVariable } from '../checks/failure.ts';
import { offeredBy } from '../checks/judge-reply.ts';
import type { Spoken } from '../hooks/read-result.ts';
import type { NextAct, Script } from './conversation-state.ts';
import { type Memory, visibleReplies } from './memory.ts';
import { scopeAt, sessionIdOf } from './script-scope.ts';

/** Why a step cannot be executed. */
export interface Unable {
  readonly unable: 'variable' | 'press' | 'offline' | 'call';
  readonly failure: Failure;
}

/** The key of a marker in `data`. */
export const MARKER_KEY = 'palaverMarker';

/** The utterance of a turn, ready to be sent. */
export function nextSay(script: Script, memory: Memory, pc: number, stepIndex: number): NextAct | Unable {
  const step = script.steps[stepIndex]!;
  if (!memory.online) return offline();
  const asWritten = fixedText(step, script);
  if (asWritten !== undefined) return asWrittenAct(step, stepIndex, asWritten);
  return rendered(() => {
    const scope = scopeAt(script, memory, pc);
    const { utterance } = step;
    const text =
      utterance.kind === 'press'
        ? payloadOf(utterance, memory, {
            render: (title) => renderText(title, scope),
            reading: script.protocol.reading,
          })
        : renderText(utterance.kind === 'text' ? chosen(utterance.choices, scope.stream) : '', scope);
    if (typeof text !== 'string') return text;
    const data = step.data && (renderData(step.data, scope) as SayStep['data']);
    const extra = step.extra && (renderData(step.extra, scope) as SayStep['extra']);
    const input = marked(step, { text, data, restart: step.resetFlow, extra }, script.marker, scope.marker);
    return { kind: 'say', step: stepIndex, input, typing: step.typingIndicator };
  });
}

const asWrittenActs = new WeakMap<SayStep, NextAct>();

/** Cached per step. */
function asWrittenAct(step: SayStep, stepIndex: number, text: string): NextAct {
  const known = asWrittenActs.get(step);
  if (known) return known;
  const input = { text, data: undefined, restart: step.resetFlow, extra: undefined };
  const act: NextAct = { kind: 'say', step: stepIndex, input, typing: step.typingIndicator };
  asWrittenActs.set(step, act);
  return act;
}

/** The text of a step that always sends the same input, as most do; else undefined. */
function fixedText({ utterance, data, extra }: SayStep, { marker }: Script): string | undefined {
  if (utterance.kind !== 'text' || utterance.choices.length > 1 || data || extra || marker) return undefined;
  const text = utterance.choices[0]!;
  return hasTemplate(text) ? undefined : text;
}

/** The utterance that a hook returned. Its text is not rendered; its data complements that of the step. */
export function sayReturned(
  script: Script,
  memory: Memory,
  pc: number,
  { step: stepIndex, spoken }: { readonly step: number; readonly spoken: Spoken },
): NextAct | Unable {
  const step = script.steps[stepIndex]!;
  return rendered(() => {
    const scope = scopeAt(script, memory, pc);
    const own = step.data && (renderData(step.data, scope) as SayStep['data']);
    const data = own || spoken.data ? { ...own, ...spoken.data } : undefined;
    const extra = step.extra && (renderData(step.extra, scope) as SayStep['extra']);
    const input = { text: spoken.text, data, restart: step.resetFlow, extra };
    return {
      kind: 'say',
      step: stepIndex,
      input: marked(step, input, script.marker, scope.marker),
      typing: step.typingIndicator,
    };
  });
}

/** The request of an inject or notify step. */
export function nextPush(script: Script, memory: Memory, pc: number, instruction: PushInstruction): NextAct | Unable {
  return rendered(() => {
    const scope = scopeAt(script, memory, pc);
    const marker = `${sessionIdOf(script, memory)}/p${memory.pushCount + 1}`;
    const data = instruction.data && (renderData(instruction.data, scope) as Readonly<Record<string, unknown>>);
    const carried = instruction.answer === 'marker' ? { ...data, [MARKER_KEY]: marker } : data;
    return { kind: 'push', instruction, marker, body: { text: renderText(instruction.text, scope), data: carried } };
  });
}

function rendered<T>(make: () => T): T | Unable {
  return catchUnknownVariable(make, (message) => ({ unable: 'variable', failure: unsetVariable(message) }));
}

/** Without a connection, nothing can be said. */
export function offline(): Unable {
  const message = 'the conversation is disconnected; a reconnect step must come first';
  return { unable: 'offline', failure: { difference: 'offline', message } };
}

function chosen(choices: readonly string[], stream: () => { next(): number }): string {
  return choices.length === 1 ? choices[0]! : choices[Math.floor(stream().next() * choices.length)]!;
}

/** The payload of a quick reply or button: by title, or by its number from 1 in the newest reply that has any. */
function payloadOf({ title, number }: PressUtterance, memory: Memory, deps: CheckDeps): string | Unable {
  const replies = visibleReplies(memory);
  if (title !== undefined) {
    const wanted = deps.render(title);
    const offered = offeredBy(replies, deps);
    const choice = offered.find((candidate) => readsAs(candidate.title, wanted));
    return choice?.payload ?? notOffered(quote(title), 'was not offered', offered, quote(wanted));
  }
  const offering = replies.toReversed().find((reply) => offeredBy([reply], deps).length > 0);
  const offered = offering ? offeredBy([offering], deps) : [];
  const choice = offered[(number ?? 1) - 1];
  return choice?.payload ?? notOffered(`button ${number ?? 1}`, 'was not offered', offered);
}

/** `check`: the button as written in the scenario; `renderedCheck`: with its values. */
function notOffered(
  check: string,
  problem: string,
  offered: readonly { readonly title: string }[],
  renderedCheck = check,
): Unable {
  const titles = offered.slice(0, 5);
  const messageFor = (what: string, { texts }: Disclosure) =>
    `${what} ${problem}; offered: ${titles.map(({ title }) => texts([title])).join(', ') || 'nothing'}`;
  const message = messageFor(check, HASHED);
  return {
    unable: 'press',
    failure: { check, difference: 'not-offered', message, withTexts: messageFor(renderedCheck, IN_CLEAR) },
  };
}

/** Payloads of press steps and empty texts get no marker, because the bot compares them exactly. */
function marked({ utterance }: SayStep, input: UserInput, marker: Script['marker'], value: string): UserInput {
  if (marker === undefined) return input;
  const fixed = utterance.kind === 'press' || input.text === '';
  if (marker === 'text') return fixed ? input : { ...input, text: `${input.text} [${value}]` };
  return { ...input, data: { ...input.data, [MARKER_KEY]: value } };
}
