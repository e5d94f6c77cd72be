/** Main of a load thread: runs one shard and reports its end to the main thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadClients } from '../endpoint/load-clients.ts';
import { HookCaller } from '../hooks/hook-caller.ts';
import { HookGuard } from '../hooks/hook-guard.ts';
import { makeHookLog } from '../hooks/hook-log.ts';
import { SampleRing } from '../measure/sample-ring.ts';
import { TurnLog } from '../measure/turns/turn-log.ts';
import { TurnQuota } from '../measure/turns/turn-quota.ts';
import { takePrinted } from '../platform/process/printed-lines.ts';
import { rememberSecret } from '../platform/redact.ts';
import { realTime } from '../platform/time/real-time.ts';
import { repeat } from '../platform/time/repeat.ts';
import { rememberUserSecrets } from '../scenario/data/user-secrets.ts';
import { InProcess } from './in-process.ts';
import type { ShardListener, StartedShard } from './shard-executor.ts';
import type { ShardRequest, ShardResponse, ShardStart, ThreadData } from './shard-message.ts';

/** How often a thread with hooks shows that its event loop runs. */
const HOOK_BEAT_MS = 500;

const port = parentPort!;
const send = (response: ShardResponse) => port.postMessage(response);
let running: StartedShard | undefined;

port.on('message', (request: ShardRequest) => {
  if (request.kind === 'start') void run(request.start);
  else running?.[request.kind]();
});
const { socketio, hooks, hookGuard } = workerData as ThreadData;
loadClients(socketio);
/** Printed while the functions are loaded: the main thread listens only once the shard has started. */
const early: string[] = [];
let print = (line: string): void => void early.push(line);
const printed = hooks.length > 0 ? takePrinted(makeHookLog((line) => print(line))) : undefined;
const guard = hookGuard && new HookGuard(hookGuard);
const beating = guard && repeat(realTime, HOOK_BEAT_MS, () => guard.beat(realTime.clock.nowUs()));
const calling = hooks.length > 0 ? HookCaller.load(hooks, { guard }) : undefined;
await calling;
send({ kind: 'loaded' });

async function run({ shard, ring, turnLog, turnQuota }: ShardStart): Promise<void> {
  const hooked = await calling;
  print = (line) => send({ kind: 'log', line });
  early.forEach(print);
  for (const target of shard.targets) rememberSecret(target.address.token);
  rememberUserSecrets({ ...shard.scenario, vars: shard.vars }, shard.targets);
  const listener: ShardListener = {
    onNotice: (message) => send({ kind: 'notice', message }),
    onLog: (line) => send({ kind: 'log', line }),
    onFindings: (findings) => send({ kind: 'findings', findings }),
    onExemplar: (exemplar) => send({ kind: 'exemplar', exemplar }),
    onSecret: (secret) => send({ kind: 'secret', secret }),
    onTrace: (entry) => send({ kind: 'trace', entry }),
    turns: turnQuota && { quota: new TurnQuota(turnQuota), take: (batch) => send({ kind: 'turns', batch }) },
  };
  running = new InProcess(realTime, hooked).start(
    shard,
    new SampleRing(ring),
    listener,
    turnLog && new TurnLog(turnLog),
  );
  const end = await running.ended;
  printed?.flush();
  send(end);
  beating?.cancel();
  port.close();
}
