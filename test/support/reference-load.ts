import type { ReferenceInput } from '../../src/calibrate/reference/reference-message.ts';
import { spawnReference } from '../../src/calibrate/reference/reference-process.ts';
import { type JoinedTurn, joinTurns } from '../../src/calibrate/trial/join-turns.ts';
import { SampleRing } from '../../src/measure/sample-ring.ts';
import { TurnLog } from '../../src/measure/turns/turn-log.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { shardFor } from './shard-fixture.ts';
import { troubledWorker } from './troubled-worker.ts';

export interface ReferenceLoad {
  /** YAML: `load` and `conversations`. */
  readonly scenario: string;
  /** Capacity of both logs, turns. */
  readonly capacity: number;
  readonly reference: Pick<ReferenceInput, 'delay' | 'typing' | 'tls'>;
  /** Code that disturbs the load thread (CommonJS). */
  readonly trouble?: string;
}

/** Runs the load in a real load thread against an endpoint in a process of its own, and joins both logs, turn by turn. */
export async function joinedTurns(load: ReferenceLoad): Promise<JoinedTurn[]> {
  const { capacity } = load;
  const scenario = loadScenario(load.scenario, 'bounds.yml', { env: {}, needTargets: false });
  const reference = await spawnReference({ ...load.reference, seed: 1, capacity });
  try {
    const server = { url: new URL(reference.url).origin, token: 'reference-token' };
    const shard = shardFor(server, { conversations: 1 }, { scenario, load: scenario.load!, connectConcurrency: 100 });
    const turnLog = new TurnLog(capacity);
    const idle = { onNotice() {}, onFindings() {}, onExemplar() {} };
    // Never drained: samples do not matter here.
    const running = troubledWorker(load.trouble ?? '').start(shard, new SampleRing(1024), idle, turnLog);
    const end = await running.ended;
    if (end.kind !== 'done') throw new Error(`the load thread ended with ${JSON.stringify(end)}`);
    return joinTurns(turnLog.turns(), (await reference.readLog()).turns);
  } finally {
    await reference.stop();
  }
}
