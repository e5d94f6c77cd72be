import type { ReplyReading } from '../../endpoint/protocol/chat-protocol.ts';
import { deepFreeze } from '../../hooks/deep-freeze.ts';
import type { FunctionContext, FunctionReply, FunctionSession } from '../../hooks/function-types.ts';
import type { HookResult } from '../../hooks/hook-result.ts';
import type { RandomStream } from '../../platform/random.ts';
import { offeredBy } from '../checks/judge-reply.ts';
import type { ThreadDeps } from '../conversation-deps.ts';
import type { CallCommand } from '../machine/calling.ts';
import type { PlannedConversation } from '../plan-conversation.ts';
import type { Reply } from '../turn/open-turn.ts';
import { readVariables } from './read-result.ts';

const NO_ROW = Object.freeze({});
const IGNORED = (): void => {};

/**
 * Calls a hook for a conversation of this user; never rejects. What the hook gets is frozen: it changes variables by returning
 * them. Those that are secrets are hidden before anything else learns of them.
 */
export async function carryOutCall(
  { hooks, hookLog, onCaptured }: Pick<ThreadDeps, 'hooks' | 'hookLog' | 'onCaptured'>,
  command: CallCommand,
  plan: PlannedConversation,
  { target, userId }: Pick<FunctionSession, 'target' | 'userId'>,
): Promise<HookResult> {
  const { hook, timeoutMs, sessionId, variables, replies, stream } = command;
  const { row, runId, protocol } = plan.script;
  let numbers: RandomStream | undefined;
  const context: FunctionContext = Object.freeze({
    vars: deepFreeze({ ...variables }),
    replies: deepFreeze(replies.map((reply) => replyFor(reply, protocol))),
    session: Object.freeze({
      userId,
      sessionId,
      target,
      vu: plan.vu,
      conversation: plan.number,
    }),
    row: row ? deepFreeze({ ...row }) : NO_ROW,
    runId,
    random: () => {
      numbers ??= stream();
      return numbers.next();
    },
    log: hookLog ?? IGNORED,
  });
  if (!hooks) return { kind: 'threw', message: 'no functions are loaded' };
  const result = await hooks.call(hook, context, timeoutMs);
  const returned = onCaptured && readVariables(result);
  if (returned && 'value' in returned) onCaptured(returned.value);
  return result;
}

function replyFor(reply: Reply, protocol: { readonly reading: ReplyReading }): FunctionReply {
  const { text, data, source } = reply;
  return {
    text,
    data: data.at(-1),
    choices: offeredBy([reply], protocol).map(({ title }) => title),
    source,
  };
}
