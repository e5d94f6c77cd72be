import { ConversationChooser } from '../../conversation/choose-conversation.ts';
import type { Presented } from '../../conversation/conversation-deps.ts';
import { planConversation } from '../../conversation/plan-conversation.ts';
import { present } from '../../conversation/present.ts';
import type { EndpointSettings } from '../../endpoint/endpoint-settings.ts';
import { makeProtocol } from '../../endpoint/protocol/make-protocol.ts';
import { renderSettings } from '../../endpoint/session/connection-values.ts';
import { sessionIdentity } from '../../endpoint/session-identity.ts';
import { shapeOf } from '../../engine/run-shape.ts';
import { SeriesTable } from '../../measure/series.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** The run whose first user it is. */
export interface FirstUserOf {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Prefix of the ids. */
  readonly runId: string;
  /** The day of `{{$date}}`, ms since 1970. */
  readonly todayMs: number;
  /** Variables that all conversations have. */
  readonly vars?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What a connection before the load presents: the values of the first conversation of the first virtual user, and so of its
 * row, in a session of its own, whose ids begin with `runId`.
 * @throws KnownError (104) for a value that is not set or cannot be sent.
 */
export function asFirstUser<Settings extends EndpointSettings>(
  target: Settings,
  { scenario, seed, runId, todayMs, vars }: FirstUserOf,
): Required<Presented<Settings>> {
  const table = new SeriesTable(shapeOf(scenario, [target]));
  const scripted = scenario.conversations.map((conversation, index) => ({
    conversation,
    series: table.conversation(0, index),
  }));
  const plan = planConversation(
    { seed, runId, todayMs, vars },
    {
      chooser: new ConversationChooser(scripted, seed),
      protocol: makeProtocol(target),
      sessionPrefix: runId,
      marker: undefined,
    },
    { number: 0, vu: 0, intendedUs: 0, anchored: false },
  );
  if (plan === 'feed-empty') throw new Error('a feed without rows');
  const perSession = {
    render: (scope: Parameters<typeof renderSettings>[1]) => renderSettings(target, scope),
    names: [],
  };
  const presented = present(plan, perSession, sessionIdentity(runId, { conversation: 0 }));
  if ('identity' in presented) return { settings: target, ...presented };
  throw new KnownError(`target ${target.name}: ${presented.message}`, {
    hint: 'its variables come from setup and from the feed of the first conversation; correct them there',
  });
}
