import { describe, expect, it } from 'vitest';
import { type FleetConnection, NoAnswer } from '../../src/fleet/wire/fleet-connection.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { eventually } from '../support/eventually.ts';
import { type FleetUnderTest, memoryFleet, natsFleet } from '../support/fleet-under-test.ts';
import { hasNats, NATS_HINT } from '../support/nats-server.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
/** Resolves once `count` messages of `subject` have arrived at `connection`, with their texts. */
async function heardBy(connection: FleetConnection, subject: string) {
  const heard: string[] = [];
  const stop = await connection.listen(subject, (message) => heard.push(new TextDecoder().decode(message)));
  return { heard, stop, until: (count: number) => eventually(() => heard.length >= count) };
}

describe('a fleet in memory', () => contract(async () => memoryFleet()));
describe.skipIf(!hasNats)(`a fleet on a NATS server${hasNats ? '' : NATS_HINT}`, () => contract(natsFleet));

/** What every fleet must do; see `FleetConnection`. */
function contract(open: () => Promise<FleetUnderTest>): void {
  const openTwo = async () => {
    const fleet = await open();
    const [left, right] = [await fleet.connect(), await fleet.connect()];
    return { fleet, left: left.connection, right: right.connection, breakable: right };
  };

  it('delivers what is published to all subscribers, in order, and to no one else', async () => {
    const { fleet, left, right } = await openTwo();
    const third = (await fleet.connect()).connection;
    const [one, other, own] = [await heardBy(left, 'news'), await heardBy(third, 'news'), await heardBy(right, 'news')];
    const elsewhere = await heardBy(left, 'other.news');
    for (const text of ['a', 'b', 'c']) right.publish('news', bytes(text));
    right.publish('other.news', bytes('end'));
    await Promise.all([one.until(3), other.until(3), own.until(3), elsewhere.until(1)]);
    expect([one.heard, other.heard, own.heard]).toEqual(Array(3).fill(['a', 'b', 'c']));
    expect(elsewhere.heard).toEqual(['end']);
  });

  it('delivers nothing after the end of a subscription', async () => {
    const { left, right } = await openTwo();
    const stopped = await heardBy(left, 'news');
    stopped.stop();
    const listening = await heardBy(left, 'news');
    right.publish('news', bytes('a'));
    await listening.until(1);
    expect(stopped.heard).toEqual([]);
  });

  it('responds with a value, with bytes, or with the error of the other side', async () => {
    const { fleet, left, right } = await openTwo();
    await left.serve('twice', async (value) => Number(value) * 2);
    await left.serve('bytes', () => bytes('{"error": { "message": "no error" }}'));
    await left.serve('refuses', () => {
      throw new KnownError('not now', { exit: 'incomplete', hint: 'try later' });
    });
    await left.serve('fails', () => Promise.reject(new Error('a bug')));
    const ask = (subject: string) => fleet.meanwhile(right.request(subject, 21, 5000));
    expect(await ask('twice')).toBe(42);
    const asIs = await fleet.meanwhile(right.requestBytes('bytes', {}, 5000));
    expect(new TextDecoder().decode(asIs)).toBe('{"error": { "message": "no error" }}');
    await expect(ask('refuses')).rejects.toMatchObject({ message: 'not now', exit: 'incomplete', hint: 'try later' });
    await expect(ask('fails')).rejects.toMatchObject({ message: 'a bug', exit: 'unexpected' });
  });

  it('answers a request that is not JSON with a failure, and goes on', async () => {
    const { fleet, left, right } = await openTwo();
    const heard: unknown[] = [];
    await left.serve('strict', (value) => heard.push(value));
    right.publish('strict', bytes('{'));
    expect(await fleet.meanwhile(right.request('strict', 'good', 5000))).toBe(1);
    expect(heard).toEqual(['good']);
  });

  it('reports a response that is not JSON', async () => {
    const { fleet, left, right } = await openTwo();
    await left.serve('broken', () => bytes('{'));
    const asked = fleet.meanwhile(right.request('broken', {}, 5000));
    await expect(asked).rejects.toMatchObject({ message: 'a message of the fleet cannot be read', exit: 'incomplete' });
  });

  it('has no answer if nobody serves the subject, or does not answer in time', async () => {
    const { fleet, left, right } = await openTwo();
    const absent = fleet.meanwhile(right.request('nobody', {}, 600_000));
    await expect(absent).rejects.toBeInstanceOf(NoAnswer);
    await left.serve('slow', () => new Promise(() => {}));
    await expect(fleet.meanwhile(right.request('slow', {}, 300))).rejects.toBeInstanceOf(NoAnswer);
    const stop = await left.serve('until', () => 'here');
    stop();
    // The end of a subscription is not acknowledged; this one arrives after it.
    await left.serve('after', () => 'here');
    await expect(fleet.meanwhile(right.request('until', {}, 600))).rejects.toBeInstanceOf(NoAnswer);
  });

  it('gets the responses of all that serve a subject, or none at once if there are none', async () => {
    const { fleet, left, right } = await openTwo();
    expect(await fleet.meanwhile(right.requestAll('roll', {}, 600_000))).toEqual([]);
    const others = [(await fleet.connect()).connection, (await fleet.connect()).connection];
    const answers: (() => unknown)[] = [
      () => 'near',
      () => fleet.pause(600).then(() => 'far'),
      () => Promise.reject(new KnownError('broken')),
      () => bytes('{'),
    ];
    for (const [index, connection] of [left, right, ...others].entries())
      await connection.serve('roll', answers[index]!);
    const all = await fleet.meanwhile(right.requestAll('roll', {}, 4000));
    expect(all.toSorted()).toEqual(['far', 'near']);
  });

  it('delivers messages of the maximum size, and refuses larger ones', async () => {
    const { left, right } = await openTwo();
    const sizes: number[] = [];
    await left.listen('big', (message) => sizes.push(message.length));
    expect(right.maxBytes).toBe(1024 * 1024);
    expect(() => right.publish('big', new Uint8Array(right.maxBytes + 1))).toThrow('max_payload');
    right.publish('big', new Uint8Array(right.maxBytes));
    await eventually(() => sizes.length > 0);
    expect(sizes).toEqual([right.maxBytes]);
  });

  it('reports when it is interrupted and restored; loses messages meanwhile, and keeps its subscriptions', async () => {
    const { fleet, left, right, breakable } = await openTwo();
    const states: string[] = [];
    void right.watch((state) => states.push(state));
    const [news, answered] = [await heardBy(right, 'news'), await heardBy(left, 'reply')];
    await right.serve('served', () => 'here');
    await breakable.interrupt();
    left.publish('news', bytes('lost'));
    expect(() => right.publish('reply', bytes('may be lost'))).not.toThrow();
    await expect(fleet.meanwhile(left.request('served', {}, 300))).rejects.toBeInstanceOf(NoAnswer);
    await expect(fleet.meanwhile(right.request('reply', {}, 300))).rejects.toBeInstanceOf(NoAnswer);
    expect(await fleet.meanwhile(right.requestAll('served', {}, 300))).toEqual([]);
    const listening = heardBy(right, 'late');
    await breakable.restore();
    const late = await listening;
    // The server knows of everything before it.
    await right.serve('known', () => 'here');
    expect(await fleet.meanwhile(left.request('served', {}, 5000))).toBe('here');
    left.publish('news', bytes('again'));
    left.publish('late', bytes('again'));
    right.publish('reply', bytes('again'));
    await Promise.all([news.until(1), late.until(1), eventually(() => answered.heard.includes('again'))]);
    expect([news.heard, late.heard, states]).toEqual([['again'], ['again'], ['lost', 'restored']]);
  });

  it('delivers what was published before it was closed, and ends', async () => {
    const { left, right } = await openTwo();
    const news = await heardBy(left, 'news');
    const watched = right.watch(() => {});
    right.publish('news', bytes('last'));
    await right.close();
    await right.close();
    await news.until(1);
    await watched;
    expect(await right.closed()).toBe('closed');
    expect(() => right.publish('news', bytes('never'))).not.toThrow();
    await expect(right.request('news', {}, 1000)).rejects.toBeInstanceOf(NoAnswer);
    expect(news.heard).toEqual(['last']);
  });

  it('can be closed while it responds', async () => {
    const { fleet, left, right } = await openTwo();
    let isAsked = false;
    await left.serve('leaving', async () => {
      isAsked = true;
      await left.closed();
      return 'too late';
    });
    const asked = expect(fleet.meanwhile(right.request('leaving', {}, 1000))).rejects.toBeInstanceOf(NoAnswer);
    await eventually(() => isAsked);
    await left.close();
    await asked;
  });
}
