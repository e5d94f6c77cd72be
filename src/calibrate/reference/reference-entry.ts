/** Main of the process of a reference endpoint. */
import { messageOf } from '../../platform/known-error.ts';
import { liveWithParent } from '../../platform/process/parent-process.ts';
import { processCpuUs } from '../../platform/process/process-usage.ts';
import { monotonicClock } from '../../platform/time/clock.ts';
import type { FromReference, ToReference } from './reference-message.ts';
import { ReferenceServer } from './reference-server.ts';

const parent = liveWithParent<FromReference, ToReference>();
let server: ReferenceServer | undefined;

parent.onMessage(async (message) => {
  if (message.kind === 'read-log') {
    const { log, connections } = server ?? {};
    return parent.send({
      kind: 'log',
      log: log?.encode() ?? '',
      connections: connections ?? 0,
      cpuUs: processCpuUs(),
    });
  }
  try {
    server = await ReferenceServer.start(message.input, monotonicClock);
    parent.send({ kind: 'started', port: server.port });
  } catch (error) {
    parent.send({ kind: 'failed', message: messageOf(error) });
  }
});
