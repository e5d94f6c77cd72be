import { describe, expect, it } from 'vitest';
import { replyChoices } from '../../src/endpoint/reply-choices.ts';
import { dial, practice, readyClient } from '../support/practice-fixture.ts';

const dataOf = (output: unknown) => (output as { data: unknown }).data;

describe('bots over sockets', () => {
  it('an agent speaks unasked, with trace ids of their own, and no final ping comes', async () => {
    const server = await practice({ bot: 'handover', agentDelay: '20ms' });
    const user = await readyClient(server);
    user.say('a human please');
    await user.nth('output', 2);
    user.say('my order');
    await user.nth('output', 3);
    const [bot, ...agent] = user.outputs() as unknown as { source: string; traceId: string }[];
    expect(bot).toMatchObject({ source: 'bot' });
    expect(agent.map(({ source }) => source)).toEqual(['agent', 'agent']);
    expect(new Set([bot!.traceId, ...agent.map(({ traceId }) => traceId)]).size).toBe(3);
    expect(server.stats()).toMatchObject({ inputs: 2, finalPings: 1, agentMessages: 2, outputs: 3 });
  });

  it('a long answer comes in chunks that belong together', async () => {
    const server = await practice({ bot: 'stream' });
    const user = await readyClient(server);
    user.say('cats? answer in 5 sentences');
    await user.nth('finalPing');
    const ids = user
      .outputs()
      .map((output) => (dataOf(output) as { _cognigy: { _messageId: string } })._cognigy._messageId);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(1);
    expect(server.stats().markers).toBe(1);
  });

  it('what a transformer makes of an output is sent as it is', async () => {
    const server = await practice({ bot: 'transformer', transformerDrops: 0 });
    const user = await readyClient(server);
    for (const turn of [1, 2, 3]) {
      user.say(`number ${turn}`);
      await user.nth('finalPing', turn);
    }
    const raw = user.heard.filter(({ event }) => event === 'output').map(({ body }) => body);
    expect(raw.slice(1)).toEqual(['You said: number 2', ['You said: number 3', { ordered: true }]]);
    expect(server.stats().outputs).toBe(3);
  });

  it('translating and understanding take their time', async () => {
    const server = await practice({ bot: 'faq', nluDelay: '150ms' });
    const user = await readyClient(server);
    const timed = async (text: string, nth: number) => {
      const begun = performance.now();
      user.say(text);
      await user.nth('finalPing', nth);
      return performance.now() - begun;
    };
    const asked = await timed('when do you open?', 1);
    const direct = await timed('cIntent:openingHours', 2);
    expect(asked).toBeGreaterThanOrEqual(149);
    expect(direct).toBeLessThan(asked);
  });

  it.each(['default', 'webchat', 'data'] as const)('choices nested as %s are choices all the same', async (nesting) => {
    const server = await practice({ bot: 'booking', nesting });
    const user = await readyClient(server);
    for (const [index, text] of ['for 2', 'friday', 'Ada'].entries()) {
      user.say(text);
      await user.nth('finalPing', index + 1);
    }
    expect(replyChoices(dataOf(user.outputs().at(-1))).map(({ title, payload }) => [title, payload])).toEqual([
      ['Yes', 'Yes, that is right'],
      ['Another time', 'I would like another time'],
      ['No', 'No, leave it'],
    ]);
  });
});

describe('sessions that go idle', () => {
  it('pay once for leaving the cache, and begin anew when they have ended', async () => {
    const server = await practice({ bot: 'booking', coldAfter: '60ms', coldDelay: '120ms', sessionLife: '300ms' });
    const user = await readyClient(server);
    const say = async (text: string, nth: number) => {
      const begun = performance.now();
      user.say(text);
      await user.nth('finalPing', nth);
      return performance.now() - begun;
    };
    const idle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await say('for 2', 1);
    await idle(100);
    expect(await say('nonsense', 2)).toBeGreaterThanOrEqual(119);
    expect(user.outputs().at(-1)).toMatchObject({ text: 'A table for 2. When would you like to come?' });
    await idle(350);
    await say('friday', 3);
    expect(user.outputs().at(-1)).toMatchObject({ text: 'With pleasure. For how many people?' });
    expect(server.stats()).toMatchObject({ coldStarts: 2, sessionsExpired: 1 });
  });
});

describe('what goes wrong in ways that look right', () => {
  it('an error that is an ordinary text', async () => {
    const server = await practice({ faults: { errorText: 1 } });
    const user = await readyClient(server);
    user.say('hello');
    await user.nth('finalPing');
    expect(user.outputs()[0]).toMatchObject({ text: expect.stringContaining('something went wrong'), source: 'bot' });
    expect(server.stats().faultErrorText).toBe(1);
  });

  it('a reply to somebody else', async () => {
    const server = await practice({ faults: { crosstalk: 1 } });
    const [first, second] = [await readyClient(server), await readyClient(server)];
    first.say('of the first');
    await first.nth('finalPing');
    second.say('of the second');
    await second.nth('finalPing');
    expect(second.outputs()[0]).toMatchObject({ text: 'of the first' });
  });

  it('pushes that are refused, and pushes that come to nothing', async () => {
    const post = async (faults: { pushRefuse?: number; pushLost?: number }) => {
      const server = await practice({ faults });
      const user = await readyClient(server);
      const body = JSON.stringify({ userId: user.userId, sessionId: user.sessionId, text: 'news' });
      const { status } = await fetch(`${server.url}/notify/any`, { method: 'POST', body });
      return { status, stats: server.stats() };
    };
    expect(await post({ pushRefuse: 1 })).toMatchObject({ status: 500, stats: { faultPushRefuse: 1, notified: 0 } });
    expect(await post({ pushLost: 1 })).toMatchObject({ status: 200, stats: { faultPushLost: 1, outputs: 0 } });
  });

  it('everything held back for a while, then sent', async () => {
    const server = await practice({ freezeAt: '0s', freezeFor: '200ms' });
    const user = await readyClient(server);
    const begun = performance.now();
    user.say('hello');
    await user.nth('finalPing');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(199);
    const thawed = performance.now();
    user.say('again');
    await user.nth('finalPing', 2);
    expect(performance.now() - thawed).toBeLessThan(150);
  });
});

describe('its books', () => {
  it('tell contacts, channels, typing and test inputs apart', async () => {
    const server = await practice();
    const [ada, bob] = [await readyClient(server), dial(server, { query: { testMode: 'true' } })];
    await bob.nth('endpoint-ready');
    ada.typing(true);
    ada.say('hello', { channel: 'load' });
    bob.say('hello');
    await Promise.all([ada.nth('finalPing'), bob.nth('finalPing')]);
    expect(server.stats()).toMatchObject({ contacts: 2, clientTyping: 1, testInputs: 1, testInputsOver: 0 });
    expect(server.stats().inputsByChannel).toMatchObject({ load: 1 });
  });
});
