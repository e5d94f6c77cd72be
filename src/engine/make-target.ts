import { ConversationChooser } from '../conversation/choose-conversation.ts';
import { type TargetDeps, TraitsHolder } from '../conversation/conversation-deps.ts';
import { QUIET_COMPLETION } from '../conversation/target-traits.ts';
import { openConnection } from '../endpoint/connect-endpoint.ts';
import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { rememberAuthSecrets } from '../endpoint/protocol/auth-secrets.ts';
import { makeProtocol } from '../endpoint/protocol/make-protocol.ts';
import { PushClient } from '../endpoint/push-client.ts';
import { PushLimiter } from '../endpoint/push-limiter.ts';
import { differsBySession, namesUsed, renderSettings, templatedTexts } from '../endpoint/session/connection-values.ts';
import { type LoadProfile, plannedEndMs } from '../load/load-profile.ts';
import type { SeriesTable } from '../measure/series.ts';
import { connectLimiter } from './connect-limiter.ts';
import { scriptedConversations } from './scripted-conversations.ts';
import type { Shard } from './shard.ts';
import type { ShardDeps } from './shard-deps.ts';
import type { TargetPause } from './target-pause.ts';

export interface MakeTargetDeps {
  readonly shard: Shard;
  readonly table: SeriesTable;
  readonly system: ShardDeps;
  readonly pause: TargetPause;
}

/** The dependencies that all conversations of a shard with target number `index` share. */
export function makeTarget(settings: SettledEndpoint, index: number, deps: MakeTargetDeps): TargetDeps {
  const { shard, table, system, pause } = deps;
  const { scenario, seed, runId } = shard;
  const endUs = shard.startUs + plannedEndMs(shard.load) * 1000;
  const choices = scriptedConversations(scenario.conversations, table, index);
  const endpointDeps = { ...system, env: shard.env };
  rememberAuthSecrets(settings);
  const protocol = makeProtocol(settings);
  const pushes = new PushClient(settings, protocol, endpointDeps);
  const share = settings.pushRate === undefined ? undefined : settings.pushRate / shard.segment.count;
  const limiter = new PushLimiter(share, system);
  return {
    name: settings.name,
    open: ({ identity, settings: own = settings }, listener, cookies) => {
      const spoken = own.protocol === settings.protocol ? protocol : makeProtocol(own);
      return openConnection({ settings: own, protocol: spoken, identity, cookies }, listener, endpointDeps);
    },
    perSession: differsBySession(settings)
      ? { render: (scope) => renderSettings(settings, scope), names: namesUsed(templatedTexts(settings)) }
      : undefined,
    protocol,
    connectLimiter: connectLimiter(shard.connectConcurrency, { ...system, pause, endUs }),
    traits: new TraitsHolder(protocol, () => system.notify(quietNotice(settings.name))),
    chooser: new ConversationChooser(choices, seed, orderOf(shard.load)),
    // Two endpoints of one organisation would share state for the same pair of ids.
    sessionPrefix: index === 0 ? runId : `${runId}-t${index}`,
    marker: scenario.marker,
    whenPushAllowed: (send) => limiter.enter(send),
    push: (route, { identity: { userId, sessionId }, settings: own }, content, done) => {
      const body = { userId, sessionId, ...content };
      return pushes.post(
        route,
        body,
        (response) => done(response.kind === 'answered' ? response.status : response.failure, response.atUs),
        own?.headers,
      );
    },
    close() {
      limiter.clear();
      pushes.close();
    },
  };
}

/** The conversations of recorded starts. */
function orderOf(load: LoadProfile): readonly number[] | undefined {
  return load.model === 'open' ? load.starts?.map(({ conversation }) => conversation) : undefined;
}

function quietNotice(target: string): string {
  return (
    `${target}: replies come without a final ping; completion auto now ends a turn after 3 s of silence. ` +
    `To set this explicitly, use ${QUIET_COMPLETION}, with a quiet time shorter than the timeout.`
  );
}
