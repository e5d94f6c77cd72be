import { describe, expect, it } from 'vitest';
import { replyChoices } from '../../src/endpoint/protocol/cognigy/reply-choices.ts';
import { replyTexts } from '../../src/endpoint/protocol/cognigy/reply-texts.ts';
import type { MockInput } from '../../src/mock/mock-options.ts';
import { eventually } from '../support/eventually.ts';
import { dial, mock, readyClient } from '../support/mock-fixture.ts';

const dataOf = (output: unknown) => (output as { data: unknown }).data;

/** One event as a word: who speaks, or what is done. */
function shortly(event: string, body: unknown): string {
  const { status, data } = (body ?? {}) as { status?: string; data?: { source: string } };
  return status ?? data?.source ?? event;
}

/** How long each of these takes until its final ping, ms. */
async function timed(input: MockInput, texts: readonly string[]): Promise<number[]> {
  const user = await readyClient(await mock(input));
  const times: number[] = [];
  for (const [index, text] of texts.entries()) {
    const begun = performance.now();
    user.say(text);
    await user.nth('finalPing', index + 1);
    times.push(performance.now() - begun);
  }
  return times;
}

describe('bots over sockets', () => {
  it('an agent sends messages unprompted, with their own trace ids and without a final ping', async () => {
    const server = await mock({ bot: 'handover', agentDelay: '20ms' });
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

  it('a quick agent still speaks after the bot, and no typing is shown while an agent speaks', async () => {
    const server = await mock({ bot: 'handover', delay: '80ms', agentDelay: '1ms', typing: true });
    const user = await readyClient(server);
    user.say('a human please');
    await user.nth('output', 2);
    user.say('my order');
    await user.nth('output', 3);
    const turn = ['typingOn', 'bot', 'typingOff', 'finalPing'];
    const agent = ['typingOn', 'typingOff', 'agent'];
    expect(user.heard.slice(2).map(({ event, body }) => shortly(event, body))).toEqual([...turn, ...agent, ...agent]);
  });

  it('a long answer is streamed in chunks with one id', async () => {
    const server = await mock({ bot: 'stream' });
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

  it('the output of a transformer is sent unchanged', async () => {
    const server = await mock({ bot: 'transformer', transformerDrops: 0 });
    const user = await readyClient(server);
    for (const turn of [1, 2, 3]) {
      user.say(`number ${turn}`);
      await user.nth('finalPing', turn);
    }
    const raw = user.heard.filter(({ event }) => event === 'output').map(({ body }) => body);
    expect(raw.slice(1)).toEqual(['You said: number 2', ['You said: number 3', { ordered: true }]]);
    expect(server.stats().outputs).toBe(3);
  });

  it('some dropped inputs are dropped before the flow runs', async () => {
    const server = await mock({ bot: 'transformer', transformerDrops: 1 });
    const user = await readyClient(server);
    for (let turn = 0; turn < 40; turn++) user.say(`number ${turn}`);
    await eventually(() => server.stats().inputs === 40 && server.stats().busy + server.stats().queued === 0);
    const { outputs, finalPings } = server.stats();
    expect(outputs).toBe(0);
    // Binomial with 40 trials: 20 ± 4 standard deviations of 3.2.
    expect(Math.abs(finalPings - 20)).toBeLessThan(13);
  });

  it('NLU adds its latency', async () => {
    const [asked, direct] = await timed({ bot: 'faq', nluDelay: '150ms' }, [
      'when do you open?',
      'cIntent:openingHours',
    ]);
    expect(asked).toBeGreaterThanOrEqual(149);
    expect(direct).toBeLessThan(asked!);
  });

  it('translation adds its latency, to inputs and to each answer', async () => {
    const [one, two, none] = await timed({ bot: 'translate', translationDelay: '80ms' }, [
      'for 2',
      'what is on the menu?',
      '**friday',
    ]);
    expect(one).toBeGreaterThanOrEqual(159);
    expect(two).toBeGreaterThanOrEqual(239);
    expect(none).toBeLessThan(one!);
  });

  it.each(['default', 'webchat', 'data'] as const)('choices nested as %s are recognised', async (nesting) => {
    const server = await mock({ bot: 'booking', nesting });
    const user = await readyClient(server);
    for (const [index, text] of ['for 2', 'friday', 'Ada', 'yes'].entries()) {
      user.say(text);
      await user.nth('finalPing', index + 1);
    }
    const [day, , confirm, , goodbye] = user.outputs();
    expect(replyChoices(dataOf(day)).map(({ payload }) => payload)).toContain('tonight at 19:30');
    expect(replyChoices(dataOf(goodbye))).toMatchObject([{ kind: 'button', payload: 'menu' }, { kind: 'button' }]);
    expect(replyTexts({ text: '', data: dataOf(confirm) })[0]).toContain('in the name of Ada');
    expect(replyChoices(dataOf(confirm)).map(({ title, payload }) => [title, payload])).toEqual([
      ['Yes', 'Yes, that is right'],
      ['Another time', 'I would like another time'],
      ['No', 'No, leave it'],
    ]);
  });
});

describe('sessions that go idle', () => {
  it('pay once for leaving the cache, and start a new session after they ended', async () => {
    const server = await mock({ bot: 'booking', coldAfter: '60ms', coldDelay: '120ms', sessionLife: '900ms' });
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
    await idle(950);
    await say('friday', 3);
    expect(user.outputs().at(-1)).toMatchObject({ text: 'With pleasure. For how many people?' });
    expect(server.stats()).toMatchObject({ coldStarts: 2, sessionsExpired: 1 });
  });
});

describe('failures that look like success', () => {
  it('an error sent as ordinary text', async () => {
    const server = await mock({ faults: { errorText: 1 } });
    const user = await readyClient(server);
    user.say('hello');
    await user.nth('finalPing');
    expect(user.outputs()[0]).toMatchObject({ text: expect.stringContaining('something went wrong'), source: 'bot' });
    expect(server.stats().faultErrorText).toBe(1);
  });

  it('a reply that belongs to another session', async () => {
    const server = await mock({ faults: { crosstalk: 1 } });
    const [first, second] = [await readyClient(server), await readyClient(server)];
    first.say('of the first');
    await first.nth('finalPing');
    second.say('of the second');
    await second.nth('finalPing');
    expect(second.outputs()[0]).toMatchObject({ text: 'of the first' });
    // To the first there was nothing to say of anybody else's.
    expect(first.outputs()[0]).toMatchObject({ text: 'of the first' });
    expect(server.stats().faultCrosstalk).toBe(1);
  });

  it('refused pushes, and pushes without a result', async () => {
    const post = async (faults: MockInput['faults']) => {
      const server = await mock({ faults });
      const user = await readyClient(server);
      const body = JSON.stringify({ userId: user.userId, sessionId: user.sessionId, text: 'news' });
      const { status, headers } = await fetch(`${server.url}/notify/any`, { method: 'POST', body });
      return { status, retryAfter: headers.get('retry-after'), stats: server.stats() };
    };
    expect(await post({ pushRefuse: 1 })).toMatchObject({ status: 500, stats: { faultPushRefuse: 1, notified: 0 } });
    expect(await post({ pushRefuse: 1, pushStatus: 429 })).toMatchObject({ status: 429, retryAfter: '5' });
    expect(await post({ pushLost: 1 })).toMatchObject({ status: 200, stats: { faultPushLost: 1, outputs: 0 } });
  });

  it('a stall: everything is held back for a while, then sent', async () => {
    const server = await mock({ freezeAt: '0s', freezeFor: '500ms' });
    const [user, other] = [await readyClient(server), await readyClient(server)];
    const begun = performance.now();
    user.say('hello');
    await eventually(() => server.stats().inputs === 1);
    const body = JSON.stringify({ userId: other.userId, sessionId: other.sessionId, text: 'news' });
    expect((await fetch(`${server.url}/notify/any`, { method: 'POST', body })).status).toBe(200);
    await Promise.all([user.nth('finalPing'), other.nth('output')]);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(499);
    const thawed = performance.now();
    user.say('again');
    await user.nth('finalPing', 2);
    expect(performance.now() - thawed).toBeLessThan(400);
  });

  it('a connection that the server closes because of an internal error', async () => {
    const server = await mock({ faults: { close1011: 1 }, buffering: true });
    const user = await readyClient(server);
    user.say('hello');
    const { body, details } = await user.nth('disconnect');
    expect(body).toBe('transport close');
    expect(details).toMatchObject({ context: { code: 1011 } });
    const back = dial(server, { sessionId: user.sessionId, userId: user.userId });
    await back.nth('finalPing');
    expect(back.outputs()).toMatchObject([{ text: 'hello' }]);
    expect(server.stats().faultClose1011).toBe(1);
  });
});

describe('the counters of the mock endpoint', () => {
  it('count contacts, channels, typing and test inputs separately', async () => {
    const server = await mock();
    const [ada, bob] = [await readyClient(server), dial(server, { query: { testMode: 'true' } })];
    await bob.nth('endpoint-ready');
    ada.typing(true);
    ada.say('hello', { channel: 'load' });
    bob.say('hello');
    await Promise.all([ada.nth('finalPing'), bob.nth('finalPing')]);
    expect(server.stats()).toMatchObject({ contacts: 2, clientTyping: 1, testInputs: 1, testInputsOver: 0 });
    expect(server.stats().inputsByChannel).toEqual({ load: 1, '(none)': 1 });
  });

  it('separate runs by the prefix of their session ids', async () => {
    const server = await mock();
    const users = [];
    for (const sessionId of ['autumn-2-c1', 'autumn-2-c2', 'autumn-3-c1']) {
      users.push(await readyClient(server, { sessionId }));
    }
    for (const user of users) user.say('hello');
    await Promise.all(users.map((user) => user.nth('finalPing')));
    expect(server.stats().inputsByPrefix).toEqual({ 'autumn-2': 2, 'autumn-3': 1 });
  });

  it('count who left, not who was away for less than the grace period', async () => {
    const server = await mock({ disconnectGrace: '800ms' });
    const leaver = await readyClient(server);
    const returner = await readyClient(server);
    leaver.close();
    returner.close();
    await eventually(() => server.stats().openConnections === 0);
    await readyClient(server, { sessionId: returner.sessionId, userId: returner.userId });
    await eventually(() => server.stats().userDisconnected > 0);
    expect(server.stats()).toMatchObject({ connections: 3, userConnected: 2, userDisconnected: 1 });
  });
});
