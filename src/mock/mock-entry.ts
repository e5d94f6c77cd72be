import { KnownError } from '../platform/known-error.ts';
import { leave, liveWithParent } from '../platform/process/parent-process.ts';
import type { FromMock, ToMock } from './mock-message.ts';
import { type MockServer, startMock } from './mock-server.ts';

/** Main of the process of a mock endpoint. */
const parent = liveWithParent<FromMock, ToMock>();
let server: MockServer | undefined;

parent.onMessage((message) => void obey(message));

async function obey(message: ToMock): Promise<void> {
  switch (message.kind) {
    case 'start':
      return start(message);
    case 'stats':
      if (server) parent.send({ kind: 'stats', stats: server.stats() });
      return;
    case 'stop':
      await server?.stop();
      return leave();
  }
}

async function start({ input, address }: Extract<ToMock, { kind: 'start' }>): Promise<void> {
  try {
    server = await startMock(input, address);
    const { url, port, token } = server;
    parent.send({ kind: 'started', url, port, token });
  } catch (thrown) {
    // A bug goes to stderr with its stack and ends the process; the parent shows it.
    if (!(thrown instanceof KnownError)) throw thrown;
    parent.send({ kind: 'failed', message: thrown.message, hint: thrown.hint });
  }
}
