import { ConversationChooser } from '../conversation/choose-conversation.ts';
import { HabitsHolder, type TargetRuntime } from '../conversation/load-thread.ts';
import { QUIET_COMPLETION } from '../conversation/target-habits.ts';
import { openConnection } from '../endpoint/connect-endpoint.ts';
import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { PushClient } from '../endpoint/push-client.ts';
import { PushLimiter } from '../endpoint/push-limiter.ts';
import { plannedEndMs } from '../load/load-profile.ts';
import type { SeriesTable } from '../measure/series.ts';
import { connectGate } from './connect-gate.ts';
import type { Shard } from './shard.ts';
import type { ShardWorld } from './shard-world.ts';
import type { TargetPause } from './target-pause.ts';

export interface TargetRuntimeDeps {
  readonly shard: Shard;
  readonly table: SeriesTable;
  readonly world: ShardWorld;
  readonly pause: TargetPause;
}

/** What all conversations of a shard with target number `index`, whose settings are given, share. */
export function targetRuntime(settings: SettledEndpoint, index: number, deps: TargetRuntimeDeps): TargetRuntime {
  const { shard, table, world, pause } = deps;
  const { scenario, seed, runId } = shard;
  const endUs = shard.startUs + plannedEndMs(shard.load) * 1000;
  const choices = scenario.conversations.map((conversation, place) => ({
    conversation,
    series: table.conversation(index, place),
  }));
  const endpointWorld = { ...world, env: shard.env };
  const pushes = new PushClient(settings, endpointWorld);
  const share = settings.pushRate === undefined ? undefined : settings.pushRate / shard.segment.count;
  const limiter = new PushLimiter(share, world.clock, world.timers);
  return {
    name: settings.name,
    open: (identity, listener, cookies) => openConnection(settings, identity, listener, endpointWorld, cookies),
    gate: connectGate(shard.connectConcurrency, { ...world, pause, endUs }),
    habits: new HabitsHolder(() => world.notify(quietNotice(settings.name))),
    chooser: new ConversationChooser(choices, seed),
    // The same pair of ids on two endpoints of one organisation would share state.
    sessionPrefix: index === 0 ? runId : `${runId}-t${index}`,
    marker: scenario.marker,
    whenPushAllowed: (send) => limiter.enter(send),
    push: (route, body, done) =>
      pushes.post(route, body, (response) =>
        done(response.kind === 'answered' ? response.status : response.failure, response.atUs),
      ),
    close() {
      limiter.clear();
      pushes.close();
    },
  };
}

function quietNotice(target: string): string {
  return (
    `${target}: replies come without a final ping; completion auto now ends a turn after 3 s of silence. ` +
    `To choose that yourself, set ${QUIET_COMPLETION}.`
  );
}
