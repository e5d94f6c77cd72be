import { SocketClient as SocketClient4 } from 'cognigy-socket-client-v4';
import { SocketClient as SocketClient5 } from 'cognigy-socket-client-v5';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { mock } from '../support/mock-fixture.ts';

interface Output {
  readonly text: string | null;
  readonly data: unknown;
}

/** Cognigy's clients are event emitters of the same names in both versions. */
interface VendorClient {
  connect(): Promise<unknown>;
  disconnect(): unknown;
  sendMessage(text: string, data?: unknown): unknown;
  on(event: string, listener: (value: never) => void): unknown;
  once(event: string, listener: (value: never) => void): unknown;
}
type VendorClass = new (url: string, token: string, options: object) => VendorClient;

const CLIENTS: [string, VendorClass, 'connectionsEio3' | 'connectionsEio4'][] = [
  ['4.8.3', SocketClient4 as unknown as VendorClass, 'connectionsEio3'],
  ['5.0.0-beta.26', SocketClient5 as unknown as VendorClass, 'connectionsEio4'],
];

describe.each(CLIENTS)("Cognigy's client %s", (_, Client, versionCounter) => {
  // It tells the console about every connection.
  beforeEach(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));

  it.each([false, true])(
    'connects, sends an input and receives its final ping (inner handshake: %s)',
    async (enableInnerSocketHandshake) => {
      const server = await mock({ bot: 'booking', typing: true });
      const client = new Client(server.url, server.token, { reconnection: false, enableInnerSocketHandshake });
      onTestFinished(() => void client.disconnect());
      const outputs: Output[] = [];
      client.on('output', (output: Output) => outputs.push(output));
      await client.connect();
      // With the inner handshake, connect resolves before the endpoint is ready; the client then buffers what is said.
      const pinged = new Promise((resolve) => client.once('finalPing', resolve));
      client.sendMessage('hello');
      await expect(pinged).resolves.toEqual({ type: 'regular' });
      expect(outputs).toMatchObject([{ text: expect.stringContaining('Welcome'), source: 'bot' }]);
      expect(server.stats()).toMatchObject({
        [versionCounter]: 1,
        innerHandshakes: enableInnerSocketHandshake ? 1 : 0,
        ready: 1,
        inputs: 1,
        outputs: 1,
        finalPings: 1,
      });
    },
  );

  it('acknowledges outputs if they are buffered', async () => {
    const server = await mock({ buffering: true });
    const client = new Client(server.url, server.token, { reconnection: false, userId: 'ada@here' });
    onTestFinished(() => void client.disconnect());
    await client.connect();
    const pinged = new Promise((resolve) => client.once('finalPing', resolve));
    client.sendMessage('hello', { a: 1 });
    await pinged;
    await vi.waitFor(() => expect(server.stats()).toMatchObject({ acksAsked: 2, acksReceived: 2, acksMissed: 0 }));
  });
});
