import { describe, expect, it, onTestFinished } from 'vitest';
import { openConnection } from '../../src/endpoint/connect-endpoint.ts';
import { CookieJar } from '../../src/endpoint/cookie-jar.ts';
import { makeProtocol } from '../../src/endpoint/protocol/make-protocol.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { mock } from '../support/mock-fixture.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';
import { startStickyBalancer } from '../support/sticky-balancer.ts';

describe.each([4, 2] as const)('behind a load balancer with sticky cookies, socket.io-client %i', (socketio) => {
  it('a session reconnects to its server, and others are distributed in rotation', async () => {
    const servers = [await mock(), await mock(), await mock()];
    const balancer = await startStickyBalancer(servers.map(({ port }) => port));
    const headers = { Cookie: 'tenant=eu' };
    const settings = settledEndpoint(`http://127.0.0.1:${balancer.port}/any`, { socketio, headers });
    const connect = async (sessionId: string, cookies: CookieJar) => {
      const identity = { userId: 'u', sessionId };
      const system = { ...realTime, env: {} };
      await new Promise<void>((resolve, reject) => {
        const connection = openConnection(
          { settings, protocol: makeProtocol(settings), identity, cookies },
          (event) => {
            if (event.kind === 'ready') resolve();
            if (event.kind === 'failed') reject(new Error(event.failure.message));
          },
          system,
        );
        onTestFinished(() => connection.close());
      });
    };
    const jars = { a: new CookieJar(), b: new CookieJar() };
    await connect('a', jars.a);
    await connect('b', jars.b);
    await connect('a', jars.a);
    await connect('b', jars.b);
    await connect('c', new CookieJar());
    expect(balancer.upgrades).toEqual([
      { sessionId: 'a', cookie: 'tenant=eu', server: 0 },
      { sessionId: 'b', cookie: 'tenant=eu', server: 1 },
      { sessionId: 'a', cookie: 'tenant=eu; SERVER=0', server: 0 },
      { sessionId: 'b', cookie: 'tenant=eu; SERVER=1', server: 1 },
      { sessionId: 'c', cookie: 'tenant=eu', server: 2 },
    ]);
  });
});
