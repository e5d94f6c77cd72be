/** Main of the process that holds a witness endpoint. */
import { messageOf } from '../platform/known-error.ts';
import { liveWithParent } from '../platform/parent-process.ts';
import { processCpuUs } from '../platform/process-usage.ts';
import type { FromWitness, ToWitness } from './witness-message.ts';
import { WitnessServer } from './witness-server.ts';

const parent = liveWithParent<FromWitness, ToWitness>();
let server: WitnessServer | undefined;

parent.onMessage(async (message) => {
  if (message.kind === 'testify') {
    const { log, connections } = server ?? {};
    return parent.send({
      kind: 'testimony',
      log: log?.encode() ?? '',
      connections: connections ?? 0,
      cpuUs: processCpuUs(),
    });
  }
  try {
    server = await WitnessServer.start(message.input);
    parent.send({ kind: 'started', port: server.port });
  } catch (error) {
    parent.send({ kind: 'failed', message: messageOf(error) });
  }
});
