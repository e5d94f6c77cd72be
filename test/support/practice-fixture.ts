import { onTestFinished } from 'vitest';
import type { PracticeInput } from '../../src/practice/practice-options.ts';
import { type PracticeServer, startPractice } from '../../src/practice/practice-server.ts';
import { type ClientSettings, PracticeClient } from './practice-client.ts';

/** A practice endpoint on a free port, without delays unless told otherwise, that ends with the test. */
export async function practice(input: PracticeInput = {}): Promise<PracticeServer> {
  const server = await startPractice({
    bot: 'echo',
    delay: '0s',
    gap: '0s',
    chunkGap: '0s',
    ready: '0s',
    typing: false,
    ...input,
  });
  onTestFinished(() => server.stop());
  return server;
}

/** A client that ends with the test; not yet connected. */
export function dial(server: PracticeServer, settings: ClientSettings = {}): PracticeClient {
  const client = new PracticeClient(server.url, { token: server.token, ...settings });
  onTestFinished(() => client.close());
  return client;
}

/** A client that has heard `endpoint-ready`. */
export async function readyClient(server: PracticeServer, settings: ClientSettings = {}): Promise<PracticeClient> {
  const client = dial(server, settings);
  await client.nth('endpoint-ready');
  return client;
}
