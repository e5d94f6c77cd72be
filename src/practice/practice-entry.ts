import { KnownError } from '../platform/known-error.ts';
import { leave, liveWithParent } from '../platform/parent-process.ts';
import type { FromPractice, ToPractice } from './practice-message.ts';
import { type PracticeServer, startPractice } from './practice-server.ts';

/** Main of the process that holds a practice endpoint. */
const parent = liveWithParent<FromPractice, ToPractice>();
let server: PracticeServer | undefined;

parent.onMessage((message) => void obey(message));

async function obey(message: ToPractice): Promise<void> {
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

async function start({ input, address }: Extract<ToPractice, { kind: 'start' }>): Promise<void> {
  try {
    server = await startPractice(input, address);
    const { url, port, token } = server;
    parent.send({ kind: 'started', url, port, token });
  } catch (thrown) {
    // A bug goes to stderr with its stack and ends the process; the parent shows it.
    if (!(thrown instanceof KnownError)) throw thrown;
    parent.send({ kind: 'failed', message: thrown.message, hint: thrown.hint });
  }
}
