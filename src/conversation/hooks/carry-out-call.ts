import type { ReplyReading } from '../../endpoint/protocol/chat-protocol.ts';
import type { HookContext, HookReply, HookSession } from '../../hooks/hook-context.ts';
import type { HookResult } from '../../hooks/hook-result.ts';
import type { RandomStream } from '../../platform/random.ts';
import { offeredBy } from '../checks/judge-reply.ts';
import type { ThreadDeps } from '../conversation-deps.ts';
import type { CallCommand } from '../machine/calling.ts';
import type { PlannedConversation } from '../plan-conversation.ts';
import type { Reply } from '../turn/open-turn.ts';

const NO_ROW = Object.freeze({});
const IGNORED = (): void => {};

/** Calls a hook for a conversation of this user; never rejects. What the hook gets is frozen: it changes variables by returning them. */
export function carryOutCall(
  { hooks, hookLog }: Pick<ThreadDeps, 'hooks' | 'hookLog'>,
  command: CallCommand,
  plan: PlannedConversation,
  { target, userId }: Pick<HookSession, 'target' | 'userId'>,
): Promise<HookResult> {
  const { hook, timeoutMs, sessionId, variables, replies, stream } = command;
  const { row, runId, protocol } = plan.script;
  let numbers: RandomStream | undefined;
  const context: HookContext = Object.freeze({
    vars: Object.freeze({ ...variables }),
    replies: Object.freeze(replies.map((reply) => replyFor(reply, protocol))),
    session: Object.freeze({
      userId,
      sessionId,
      target,
      vu: plan.vu,
      conversation: plan.number,
    }),
    row: row ? Object.freeze({ ...row }) : NO_ROW,
    runId,
    random: () => {
      numbers ??= stream();
      return numbers.next();
    },
    log: hookLog ?? IGNORED,
  });
  return hooks?.call(hook, context, timeoutMs) ?? Promise.resolve({ kind: 'threw', message: 'no hooks are loaded' });
}

function replyFor(reply: Reply, protocol: { readonly reading: ReplyReading }): HookReply {
  const { text, data, source } = reply;
  return Object.freeze({
    text,
    data: data.at(-1),
    choices: offeredBy([reply], protocol).map(({ title }) => title),
    source,
  });
}
