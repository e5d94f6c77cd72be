import { describe, expect, it } from 'vitest';
import { MARKER_KEY } from '../../src/conversation/machine/next-act.ts';
import { UNKNOWN_TRAITS } from '../../src/conversation/target-traits.ts';
import { chunk, closed, Driver, interrupt, ping, pushAnswered, ready, scriptFor } from '../support/drive-machine.ts';
import { contains, program, push, turn, wait } from '../support/instructions.ts';

const MARKER = 'plv-test-c7/p1';
const marked = (atMs: number, overrides = {}) =>
  chunk(atMs, { text: 'ready', data: { [MARKER_KEY]: MARKER }, ...overrides });
const pushing = (overrides: Parameters<typeof push>[0] = {}) =>
  scriptFor(program([{ text: 'b' }], [push(overrides), turn(0)]));
const timings = (driver: Driver, metric: string) =>
  driver
    .all('measure')
    .filter((command) => command.metric === metric)
    .map(({ hiUs }) => hiUs / 1000);

describe('a notify step', () => {
  it('sends its text with a marker and measures the output that contains it', () => {
    const driver = new Driver(pushing({ text: 'for {{$vu}}' }))
      .feed(ready(0), pushAnswered(30, 1), marked(80))
      .wait(100);
    expect(driver.all('push')).toMatchObject([
      { route: 'notify', body: { text: 'for 3', data: { [MARKER_KEY]: MARKER } } },
    ]);
    expect(timings(driver, 'push')).toEqual([80]);
    expect(timings(driver, 'push_http')).toEqual([30]);
    expect(driver.roles).toEqual(['pushed']);
    expect(driver.said).toEqual(['b']);
  });

  it('waits for both the output and the response, in either order', () => {
    const driver = new Driver(pushing()).feed(ready(0), marked(20)).wait(60);
    expect(driver.said).toEqual([]);
    driver.feed(pushAnswered(70, 1)).wait(80);
    expect(driver.said).toEqual(['b']);
    expect(timings(driver, 'push')).toEqual([20]);
  });

  it('ignores outputs without its marker', () => {
    const driver = new Driver(pushing()).feed(ready(0), pushAnswered(10, 1), chunk(20, { text: 'something else' }));
    expect(driver.roles).toEqual(['unsolicited']);
    expect(timings(driver, 'push')).toEqual([]);
  });

  it('is answered by an output that meets its own check, if it has one', () => {
    const driver = new Driver(pushing({ answer: contains('table') })).feed(ready(0), pushAnswered(10, 1));
    driver.feed(chunk(20), chunk(30, { text: 'your table' }));
    expect(driver.roles).toEqual(['unsolicited', 'pushed']);
    expect(driver.all('push')[0]!.body.data).toBeUndefined();
  });

  it('that is refused fails at once', () => {
    const driver = new Driver(pushing()).feed(ready(0), pushAnswered(30, 1, 404));
    expect(driver.failures).toEqual(['push: the notify request was answered with 404']);
    expect(driver.all('end-push')).toMatchObject([{ reason: 'refused', waitedUs: 30_000 }]);
    expect(driver.outcome).toBe('failed');
  });

  it('that is refused as expected continues at once: no output can follow', () => {
    const driver = new Driver(pushing({ statuses: [404] })).feed(ready(0), pushAnswered(30, 1, 404)).wait(50);
    expect(driver.failures).toEqual([]);
    expect(driver.said).toEqual(['b']);
    expect(driver.all('end-push')).toMatchObject([{ reason: 'none-expected' }]);
  });

  it('without an output times out, and is counted once', () => {
    const driver = new Driver(pushing({ timeoutMs: 500 })).feed(ready(0), pushAnswered(30, 1)).wait(600);
    expect(driver.all('end-push')).toMatchObject([{ reason: 'timed-out', waitedUs: 500_000 }]);
    expect(driver.failures).toEqual(['push: no output of the notify request within 0.5 s']);
    expect(driver.outcome).toBe('failed');
  });

  it.each([
    ['interrupted', interrupt(50), 'interrupted'],
    ['cut', closed(50), 'failed'],
  ] as const)('is %s with its conversation', (reason, event, outcome) => {
    const driver = new Driver(pushing()).feed(ready(0), event);
    expect(driver.all('end-push')).toMatchObject([{ reason }]);
    expect(driver.outcome).toBe(outcome);
  });
});

describe('a request with await: false', () => {
  it('is measured whenever its output arrives, even within a turn', () => {
    const driver = new Driver(pushing({ await: false }))
      .feed(ready(0), pushAnswered(10, 1), marked(30))
      .feed(chunk(40), ping(50));
    expect(driver.roles).toEqual(['pushed', 'attributed']);
    expect(driver.turns[0]).toMatchObject({ outcome: 'completed' });
    expect(driver.turns[0]!.replies).toHaveLength(1);
    expect(timings(driver, 'push')).toEqual([30]);
    expect(driver.outcome).toBe('completed');
  });

  it('may be awaited by a later step', () => {
    const script = scriptFor(program([], [push({ await: false }), wait({ check: contains('ready') })]));
    const driver = new Driver(script).feed(ready(0), pushAnswered(10, 1), chunk(20), marked(300));
    expect(timings(driver, 'push')).toEqual([300]);
    expect(timings(driver, 'wait')).toEqual([300]);
    expect(driver.outcome).toBe('completed');
  });

  it('keeps the conversation open until its output has arrived', () => {
    const driver = new Driver(pushing({ await: false })).feed(ready(0), chunk(40), ping(50), pushAnswered(60, 1));
    expect(driver.outcome).toBeUndefined();
    expect(driver.feed(marked(2000)).outcome).toBe('completed');
    expect(timings(driver, 'push')).toEqual([2000]);
  });

  it('is distinguished from a later one whose marker has the same prefix', () => {
    const pushes = Array.from({ length: 10 }, () => push({ await: false }));
    const driver = new Driver(scriptFor(program([], pushes))).feed(ready(0)).wait(1);
    const carrying = (atMs: number, id: number) => chunk(atMs, { data: { [MARKER_KEY]: `plv-test-c7/p${id}` } });
    for (let id = 1; id <= 10; id++) driver.feed(pushAnswered(10, id));
    driver.feed(carrying(20, 10), carrying(500, 1));
    expect(driver.roles).toEqual(['pushed', 'pushed']);
    const left = driver.state.phase === 'done' ? [] : driver.state.memory.pushes.map(({ id }) => id);
    expect(left).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it.each(['stop', 'continue'] as const)('fails the conversation when it is lost (%s)', (onFailure) => {
    const script = pushing({ await: false, timeoutMs: 100, onFailure });
    const driver = new Driver(script).feed(ready(0), pushAnswered(10, 1)).wait(150);
    expect(driver.failures).toHaveLength(1);
    expect(driver.outcome).toBeUndefined();
    expect(driver.feed(chunk(160), ping(170)).outcome).toBe('failed');
  });
});

describe('an inject step', () => {
  it('is answered by the first output, and its final ping does not end the next turn', () => {
    const driver = new Driver(pushing({ route: 'inject', answer: 'first' }))
      .feed(ready(0), pushAnswered(10, 1), chunk(60))
      .wait(61);
    expect(driver.said).toEqual(['b']);
    driver.feed(ping(62), chunk(100), ping(110));
    expect(driver.turns).toMatchObject([{ outcome: 'completed', ended: { hiUs: 110_000 } }]);
  });

  it('expects no final ping if that arrived before the response', () => {
    const script = scriptFor(
      program([{ text: '', mayBeSilent: true }], [push({ route: 'inject', answer: 'first' }), turn(0)]),
    );
    const driver = new Driver(script).feed(ready(0), chunk(10), ping(11), pushAnswered(12, 1), ping(30));
    expect(driver.turns).toMatchObject([{ outcome: 'completed', endedBy: 'final-ping' }]);
  });

  it('with await: false sends a final ping that ends no later turn, even before the response', () => {
    const driver = new Driver(pushing({ route: 'inject', await: false }))
      .feed(ready(0), marked(10))
      .wait(10)
      .feed(ping(11), pushAnswered(12, 1), chunk(20), ping(30));
    expect(driver.turns).toMatchObject([{ outcome: 'completed', ended: { hiUs: 30_000 } }]);
    expect(driver.outcome).toBe('completed');
  });

  const traced = { ...UNKNOWN_TRAITS, tracesDiffer: true };
  const injecting = [turn(0), push({ route: 'inject', answer: 'first' }), turn(1)] as const;

  it('keeps further outputs of its flow out of the next turn', () => {
    const driver = new Driver(scriptFor(program([{ text: 'a' }, { text: 'b' }], injecting)), traced);
    driver.feed(ready(0), chunk(10, { traceId: 't1' }), ping(11), pushAnswered(20, 1), chunk(30, { traceId: 'p1' }));
    driver.wait(31).feed(chunk(40, { traceId: 'p1' }), ping(41), chunk(50, { traceId: 't2' }), ping(51));
    expect(driver.roles).toEqual(['attributed', 'pushed', 'late', 'attributed']);
    expect(driver.turns[1]).toMatchObject({ outcome: 'completed', ended: { hiUs: 51_000 } });
    expect(driver.turns[1]!.replies).toHaveLength(1);
  });

  it('is not answered by a late reply to the previous turn', () => {
    const first = { text: 'a', completion: { kind: 'first-output' } } as const;
    const driver = new Driver(scriptFor(program([first, { text: 'b' }], injecting)), traced);
    driver.feed(ready(0), chunk(10, { traceId: 't1' }), pushAnswered(20, 1), chunk(30, { traceId: 't1' }), ping(31));
    driver.feed(chunk(60, { traceId: 'p1' }));
    expect(driver.roles).toEqual(['attributed', 'late', 'pushed']);
    expect(timings(driver, 'push')).toEqual([50]);
  });
});
