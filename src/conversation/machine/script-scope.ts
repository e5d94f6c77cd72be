import { randomStream } from '../../platform/random.ts';
import { renderText, type TemplateScope } from '../../template/render-template.ts';
import { hasTemplate } from '../../template/template.ts';
import type { CheckDeps } from '../checks/check-deps.ts';
import type { Script } from './conversation-state.ts';
import type { Memory } from './memory.ts';

/** The current session id: a reconnect may have started a new session. */
export function sessionIdOf(script: Pick<Script, 'sessionId'>, { part }: Pick<Memory, 'part'>): string {
  return part === 0 ? script.sessionId : `${script.sessionId}.${part}`;
}

/** What random numbers are for; `call`, `say` and `check`: those of a hook. */
export type DrawPurpose = 'think' | 'text' | 'pause' | 'connect' | 'call' | 'say' | 'check';

/**
 * The random stream for one purpose at one instruction. Each round of a repeat has its own, so that random values do not depend
 * on earlier ones.
 */
export function drawAt(script: Script, memory: Pick<Memory, 'rounds'>, pc: number, purpose: DrawPurpose) {
  return () => randomStream(script.seed, script.number, `${purpose} ${pc} ${memory.rounds.join('.')}`);
}

/** Values for templates. `pc`: their position, for random values. */
export function scopeAt(
  script: Script,
  memory: Pick<Memory, 'variables' | 'part' | 'rounds'>,
  pc: number,
  purpose: DrawPurpose = 'text',
): TemplateScope {
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
    stream: once(drawAt(script, memory, pc, purpose)),
  };
}

/** The context of checks at one instruction. */
export function checkDeps(script: Script, memory: Memory, pc: number): CheckDeps {
  const render = (text: string) => (hasTemplate(text) ? renderText(text, scopeAt(script, memory, pc)) : text);
  return { render, reading: script.protocol.reading };
}

/** Creates the stream on first use, once for all texts that are rendered with a scope. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
