import { describe, expect, it } from 'vitest';
import type { MockServer } from '../../src/mock/mock-server.ts';
import { eventually } from '../support/eventually.ts';
import type { MockClient } from '../support/mock-client.ts';
import { dial, mock, readyClient } from '../support/mock-fixture.ts';

const WANTS_ACKS = { query: { emitWithAck: 'true' } };

/** How long a bot thinks whose user is gone by then. */
const DELAY = '700ms';

/** Resolves when the bot has answered a client that left as soon as it was heard. What it waits for never passes by. */
async function sayAndLeave(server: MockServer, client: MockClient, text: string): Promise<void> {
  const heard = server.stats().inputs;
  client.say(text);
  await eventually(() => server.stats().inputs > heard);
  client.close();
  await eventually(() => server.stats().openConnections === 0 && server.stats().busy === 0);
}

describe.each([4, 2] as const)('delivery with acks to socket.io-client %i', (client) => {
  it('asks for acks of outputs and final pings, not of typing', async () => {
    const server = await mock({ buffering: true, typing: true });
    const user = await readyClient(server, { client, ...WANTS_ACKS });
    user.say('hi');
    await user.nth('finalPing');
    await eventually(() => server.stats().acksReceived === 2);
    expect(server.stats()).toMatchObject({ acksAsked: 2, acksMissed: 0, redelivered: 0 });
    expect(user.heard.filter(({ ackAsked }) => ackAsked).map(({ event }) => event)).toEqual(['output', 'finalPing']);
  });

  it('asks for no acks if the connection did not request them', async () => {
    const server = await mock({ buffering: true });
    const user = await readyClient(server, { client });
    user.say('hi');
    await user.nth('finalPing');
    expect(server.stats()).toMatchObject({ acksAsked: 0 });
  });

  it('asks for no acks while nothing is buffered', async () => {
    const server = await mock();
    const user = await readyClient(server, { client, ...WANTS_ACKS });
    user.say('hi');
    await user.nth('finalPing');
    expect(server.stats()).toMatchObject({ acksAsked: 0 });
  });

  it('resends unacknowledged events to the next connection of the session, in order', async () => {
    const server = await mock({ buffering: true, outputs: 2 });
    const deaf = await readyClient(server, { client, ...WANTS_ACKS, acks: false });
    deaf.say('hi');
    await deaf.nth('finalPing');
    deaf.close();
    const back = await readyClient(server, { client, ...WANTS_ACKS, sessionId: deaf.sessionId, userId: deaf.userId });
    await back.nth('finalPing');
    expect(back.outputs()).toEqual(deaf.outputs());
    expect(back.heard.map(({ event }) => event)).toEqual([
      'connect',
      'endpoint-ready',
      'output',
      'output',
      'finalPing',
    ]);
    await eventually(() => server.stats().acksReceived === 3);
    expect(server.stats()).toMatchObject({ acksAsked: 6, redelivered: 3, outputs: 4 });
  });
});

describe('delivery', () => {
  it('resends neither acknowledged events nor those already resent', async () => {
    const server = await mock({ buffering: true, delay: DELAY });
    const first = await readyClient(server, WANTS_ACKS);
    first.say('acknowledged');
    await eventually(() => server.stats().acksReceived === 2);
    await sayAndLeave(server, first, 'missed');
    const who = { sessionId: first.sessionId, userId: first.userId };
    const second = await readyClient(server, who);
    await second.nth('finalPing');
    second.close();
    const third = await readyClient(server, who);
    third.say('now');
    await third.nth('finalPing');
    expect(second.outputs().map(({ text }) => text)).toEqual(['missed']);
    expect(third.outputs().map(({ text }) => text)).toEqual(['now']);
  });

  it('counts an ack as missed after 2 s', async () => {
    const server = await mock({ buffering: true });
    const deaf = await readyClient(server, { ...WANTS_ACKS, acks: false });
    const saidAtMs = performance.now();
    deaf.say('hi');
    await eventually(() => server.stats().acksMissed === 2);
    expect(performance.now() - saidAtMs).toBeGreaterThanOrEqual(1999);
    expect(server.stats()).toMatchObject({ acksAsked: 2, acksReceived: 0 });
  });

  it('keeps events for a disconnected session, also without acks', async () => {
    const server = await mock({ buffering: true, delay: DELAY });
    const gone = await readyClient(server);
    await sayAndLeave(server, gone, 'hi');
    const back = dial(server, { sessionId: gone.sessionId, userId: gone.userId });
    await back.nth('finalPing');
    expect(back.outputs()).toMatchObject([{ text: 'hi' }]);
    expect(server.stats()).toMatchObject({ redelivered: 2, lost: 0 });
  });

  it('loses these events and counts them if nothing is buffered', async () => {
    const server = await mock({ delay: DELAY });
    const gone = await readyClient(server);
    await sayAndLeave(server, gone, 'hi');
    expect(server.stats()).toMatchObject({ lost: 2, outputs: 0, finalPings: 0, firstOutputMs: { count: 0 } });
  });

  it('delivers to the latest connection of a session', async () => {
    const server = await mock();
    const first = await readyClient(server);
    const second = await readyClient(server, { sessionId: first.sessionId, userId: first.userId });
    first.say('hi');
    await second.nth('finalPing');
    first.close();
    await eventually(() => server.stats().openConnections === 1);
    second.say('still there?');
    await second.nth('finalPing', 2);
    expect(first.outputs()).toEqual([]);
  });
});
