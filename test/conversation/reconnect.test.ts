import { describe, expect, it } from 'vitest';
import { UNKNOWN_TRAITS } from '../../src/conversation/target-traits.ts';
import { chunk, Driver, ping, ready, scriptFor } from '../support/drive-machine.ts';
import { pause, program, push, reconnect, turn, wait } from '../support/instructions.ts';

const kinds = (driver: Driver) =>
  driver.commands.map(({ kind }) => kind).filter((kind) => ['connect', 'disconnect', 'say', 'push'].includes(kind));

describe('a reconnect', () => {
  const twice = (session: 'keep' | 'new' = 'keep') =>
    scriptFor(program([{ text: 'a' }, { text: '{{$session}}' }], [turn(0), reconnect(2000, session), turn(1)]));

  it('disconnects, reconnects and continues', () => {
    const driver = new Driver(twice()).feed(ready(0), chunk(10), ping(20)).wait(2000);
    expect(kinds(driver)).toEqual(['say', 'disconnect']);
    driver.wait(2030);
    expect(kinds(driver)).toEqual(['say', 'disconnect', 'connect']);
    expect(driver.feed(ready(2100)).wait(2101).said).toEqual(['a', 'plv-test-c7']);
    driver.feed(chunk(2200), ping(2210));
    expect(driver.outcome).toBe('completed');
  });

  it('may start a new session, which is billed separately', () => {
    const driver = new Driver(twice('new')).feed(ready(0), chunk(10), ping(20)).wait(2030).feed(ready(2100)).wait(2101);
    expect(driver.said).toEqual(['a', 'plv-test-c7.1']);
    expect(driver.all('say').map(({ billable }) => billable)).toEqual([true, true]);
  });

  it('counts outputs of its previous session as crosstalk', () => {
    const left = { ...twice('new'), marker: 'text' as const };
    const driver = new Driver(left).feed(ready(0), chunk(10), ping(20)).wait(2030).feed(ready(2100)).wait(2101);
    driver.feed(chunk(2110, { text: 'a [plv-test-c7]' }), chunk(2120, { text: 'b [plv-test-c7.1]' }), ping(2130));
    expect(driver.roles).toEqual(['attributed', 'crosstalk', 'attributed']);
  });

  it('recognises what the server repeats, and does not count it as a reply', () => {
    const said = { text: 'hi', traceId: 't1' };
    const driver = new Driver(twice(), { ...UNKNOWN_TRAITS, tracesDiffer: true });
    driver.feed(ready(0), chunk(10, said), ping(20)).wait(2030).feed(ready(2100)).wait(2101);
    driver.feed(chunk(2110, said), chunk(2120, { text: 'hi', traceId: 't2' }), ping(2130));
    expect(driver.roles).toEqual(['attributed', 'duplicate', 'attributed']);
    expect(driver.turns[1]!.replies).toHaveLength(1);
  });

  it('does not treat as repeated what did not arrive before', () => {
    const comma = { text: ', ', messageId: 'm', finished: false, traceId: 't2' };
    const driver = new Driver(twice(), { ...UNKNOWN_TRAITS, tracesDiffer: true });
    driver
      .feed(ready(0), chunk(10, { traceId: 't1' }), ping(20))
      .wait(2030)
      .feed(ready(2100))
      .wait(2101);
    driver.feed(chunk(2110, comma), chunk(2120, comma), ping(2130));
    expect(driver.roles).toEqual(['attributed', 'attributed', 'attributed']);
    expect(driver.turns[1]!.replies).toMatchObject([{ text: ', , ', chunks: 2 }]);
  });

  it('that fails ends the conversation', () => {
    const driver = new Driver(twice()).feed(ready(0), chunk(10), ping(20)).wait(2030);
    driver.feed({ kind: 'failed', atUs: 2_100_000, failure: { class: 'refused', message: 'no' } });
    expect(driver.outcome).toBe('failed');
  });

  it('that fails may be repeated by a later one', () => {
    const trying = { ...reconnect(1000), onFailure: 'continue' } as const;
    const steps = [turn(0), trying, trying, turn(1)];
    const driver = new Driver(scriptFor(program([{ text: 'a' }, { text: 'b' }], steps)));
    driver.feed(ready(0), chunk(10), ping(20)).wait(1030);
    driver.feed({ kind: 'failed', atUs: 1_100_000, failure: { class: 'refused', message: 'no' } });
    driver.wait(2110).feed(ready(2200)).wait(2201).feed(chunk(2300), ping(2310));
    expect(kinds(driver)).toEqual(['say', 'disconnect', 'connect', 'connect', 'say']);
    expect(driver.outcome).toBe('failed');
  });

  it('receives what was buffered for it while disconnected', () => {
    const steps = [turn(0), { kind: 'disconnect' }, push({ await: false }), pause(100), reconnect(0), wait()] as const;
    const driver = new Driver(scriptFor(program([{ text: 'a' }], steps))).feed(ready(0), chunk(10), ping(20));
    driver.wait(130).feed(ready(200), chunk(210, { text: 'kept' }));
    expect(kinds(driver)).toEqual(['say', 'disconnect', 'push', 'connect']);
    expect(driver.all('measure').some(({ metric }) => metric === 'wait')).toBe(true);
  });
});

describe('a disconnected conversation', () => {
  it('cannot send', () => {
    const driver = new Driver(scriptFor(program([{ text: 'a' }], [{ kind: 'disconnect' }, turn(0)]))).feed(ready(0));
    expect(driver.failures[0]).toMatch(/^offline: /);
    expect(driver.outcome).toBe('failed');
  });
});

describe('billing', () => {
  it('starts a new conversation every fifty inputs of a session', () => {
    const body = [turn(0), { kind: 'jump', to: 0 }] as const;
    const conversation = program(
      [{ text: 'a' }],
      [{ kind: 'repeat', slot: 0, times: 101, while: undefined, to: 3 }, ...body],
    );
    const driver = new Driver(scriptFor(conversation)).feed(ready(0));
    for (let round = 1; round <= 101; round++) driver.feed(chunk(round * 10), ping(round * 10 + 1));
    expect(driver.all('say')).toHaveLength(101);
    expect(driver.all('say').filter(({ billable }) => billable)).toHaveLength(3);
  });
});
