import { onTestFinished } from 'vitest';
import type { MockInput } from '../../src/mock/mock-options.ts';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { type ClientSettings, MockClient } from './mock-client.ts';

/** A mock endpoint on a free port, by default without delays, that ends with the test. */
export async function mock(input: MockInput = {}): Promise<MockServer> {
  const server = await startMock({
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
export function dial(server: MockServer, settings: ClientSettings = {}): MockClient {
  const client = new MockClient(server.url, { token: server.token, ...settings });
  onTestFinished(() => client.close());
  return client;
}

/** A client that has received `endpoint-ready`. */
export async function readyClient(server: MockServer, settings: ClientSettings = {}): Promise<MockClient> {
  const client = dial(server, settings);
  await client.nth('endpoint-ready');
  return client;
}
