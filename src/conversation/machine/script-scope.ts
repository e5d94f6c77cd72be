import { randomStream } from '../../platform/random.ts';
import { renderText, type TemplateScope } from '../../template/render-template.ts';
import { hasTemplate } from '../../template/template.ts';
import type { CheckDeps } from '../checks/check-deps.ts';
import type { Script } from './conversation-state.ts';
import type { Memory } from './memory.ts';

/** The session's id at this moment: a reconnect may have begun a new one. */
export function sessionIdOf(script: Pick<Script, 'sessionId'>, { part }: Pick<Memory, 'part'>): string {
  return part === 0 ? script.sessionId : `${script.sessionId}.${part}`;
}

/**
 * The stream of one kind of draw at one instruction. In a repeat each round has its own, so what is drawn does not depend
 * on what was drawn before.
 */
export function drawAt(script: Script, memory: Memory, pc: number, purpose: 'think' | 'text' | 'pause') {
  return () => randomStream(script.seed, script.number, `${purpose} ${pc} ${memory.rounds.join('.')}`);
}

/** What templates may name. `pc`: their position, for their random draws. */
export function scopeAt(script: Script, memory: Memory, pc: number): TemplateScope {
  const sessionId = sessionIdOf(script, memory);
  return {
    variables: memory.variables,
    row: script.row,
    vu: script.vu,
    conversation: script.number,
    runId: script.runId,
    sessionId,
    marker: sessionId,
    todayMs: script.todayMs,
    stream: once(drawAt(script, memory, pc, 'text')),
  };
}

/** What the checks at one instruction need. */
export function checkDeps(script: Script, memory: Memory, pc: number): CheckDeps {
  const render = (text: string) => (hasTemplate(text) ? renderText(text, scopeAt(script, memory, pc)) : text);
  return { render, reading: script.protocol.reading };
}

/** One stream for all that is rendered with a scope, made only when something is drawn. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
