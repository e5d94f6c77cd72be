/** Main of a load thread: runs one shard and tells the main thread how it went. */
import { parentPort, workerData } from 'node:worker_threads';
import { SampleRing } from '../measure/sample-ring.ts';
import { rememberSecret } from '../platform/redact.ts';
import { inProcess } from './in-process.ts';
import type { ShardRequest, ShardResponse, ShardStart } from './shard-message.ts';

const port = parentPort!;
const { shard, ring } = workerData as ShardStart;
const send = (response: ShardResponse) => port.postMessage(response);

for (const target of shard.targets) rememberSecret(target.address.token);
const running = inProcess.start(shard, new SampleRing(ring), {
  onNotice: (message) => send({ kind: 'notice', message }),
  onFindings: (findings) => send({ kind: 'findings', findings }),
});
port.on('message', (request: ShardRequest) => running[request.kind]());
send(await running.ended);
port.close();
