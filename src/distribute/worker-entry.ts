/** Main of a load thread: runs one shard and tells the main thread how it went. */
import { parentPort, workerData } from 'node:worker_threads';
import { SampleRing } from '../measure/sample-ring.ts';
import { TurnLog } from '../measure/turn-log.ts';
import { TurnQuota } from '../measure/turn-quota.ts';
import { rememberSecret } from '../platform/redact.ts';
import { inProcess } from './in-process.ts';
import type { ShardListener } from './shard-executor.ts';
import type { ShardRequest, ShardResponse, ShardStart } from './shard-message.ts';

const port = parentPort!;
const { shard, ring, turnLog, turnQuota } = workerData as ShardStart;
const send = (response: ShardResponse) => port.postMessage(response);

for (const target of shard.targets) rememberSecret(target.address.token);
const listener: ShardListener = {
  onNotice: (message) => send({ kind: 'notice', message }),
  onFindings: (findings) => send({ kind: 'findings', findings }),
  onExemplar: (exemplar) => send({ kind: 'exemplar', exemplar }),
  turns: turnQuota && { quota: new TurnQuota(turnQuota), take: (batch) => send({ kind: 'turns', batch }) },
};
const running = inProcess.start(shard, new SampleRing(ring), listener, turnLog && new TurnLog(turnLog));
port.on('message', (request: ShardRequest) => running[request.kind]());
send(await running.ended);
port.close();
