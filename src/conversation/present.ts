import type { SessionIdentity } from '../endpoint/endpoint-connection.ts';
import { catchUnusableValue, renderValue } from '../endpoint/session/connection-values.ts';
import { userIdProblem } from '../endpoint/session-identity.ts';
import { namesIn } from '../template/template.ts';
import { type Failure, unsetVariable } from './checks/failure.ts';
import type { PerSession, Presented } from './conversation-deps.ts';
import { scopeAt } from './machine/script-scope.ts';
import type { PlannedConversation } from './plan-conversation.ts';

type Planned = Pick<PlannedConversation, 'identity' | 'templates' | 'script'>;
/** What the conversation knows, and where it is. */
export interface Position {
  readonly memory: Parameters<typeof scopeAt>[1];
  readonly pc: number;
}

/**
 * What a session presents at a connection: ids, channel, headers and the like, with the values that the conversation has at
 * this position; the failure if a value is not set or cannot be sent. `identity`: that of the session so far.
 */
export function present<Settings>(
  { script, templates: { userId, channel } }: Omit<Planned, 'identity'>,
  perSession: PerSession<Settings> | undefined,
  identity: SessionIdentity,
  { memory, pc }: Position = { memory: { variables: script.vars, part: 0, rounds: [] }, pc: 0 },
): Presented<Settings> | Failure {
  if (userId === undefined && channel === undefined && !perSession) return { identity };
  return catchUnusableValue((): Presented<Settings> => {
    const scope = scopeAt(script, memory, pc, 'connect');
    const ids = {
      ...identity,
      ...(userId !== undefined && { userId: renderValue('userId', userId, scope, userIdProblem) }),
      ...(channel !== undefined && { channel: renderValue('channel', channel, scope) }),
    };
    if (!perSession) return { identity: ids };
    const { userId: user, sessionId } = ids;
    const variables = { userId: user, sessionId, ...scope.row, ...scope.variables };
    return { identity: ids, settings: perSession.render({ ...scope, variables }) };
  }, unsetVariable);
}

/**
 * Whose session it is: conversations with the same owner can share a kept one. Their rows give the same values to all that a
 * connection presents; what is captured or random does not make another user.
 */
export function ownerOf(
  { identity, templates, script, keepsSession }: Planned & Pick<PlannedConversation, 'keepsSession'>,
  perSession: Pick<PerSession, 'names'> | undefined,
): string {
  if (!keepsSession) return '';
  const { userId = identity.userId, channel = identity.channel } = templates;
  const names = [userId, channel ?? ''].flatMap(namesIn).concat(perSession?.names ?? []);
  return JSON.stringify([userId, channel, ...names.map((name) => script.row?.[name])]);
}
