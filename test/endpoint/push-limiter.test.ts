import { describe, expect, it } from 'vitest';
import { PushLimiter } from '../../src/endpoint/push-limiter.ts';
import { FakeTime } from '../support/fake-time.ts';

function limiter(perSecond: number | undefined) {
  const time = new FakeTime();
  const startUs = time.nowUs();
  const sent: [name: string, atMs: number][] = [];
  const limit = new PushLimiter(perSecond, { clock: time, timers: time });
  const enter = (name: string) => limit.enter(() => sent.push([name, (time.nowUs() - startUs) / 1000]) > 0);
  return { time, limit, sent, enter };
}

describe('the rate limit of pushes', () => {
  it('delays nothing without a limit', () => {
    const { sent, enter } = limiter(undefined);
    for (const name of ['a', 'b', 'c']) enter(name);
    expect(sent.map(([name]) => name)).toEqual(['a', 'b', 'c']);
  });

  it('spaces simultaneous requests evenly, in order, the first at once', async () => {
    const { time, sent, enter } = limiter(10);
    for (const name of ['a', 'b', 'c', 'd']) enter(name);
    expect(sent).toEqual([['a', 0]]);
    await time.advance(1000);
    expect(sent).toEqual([
      ['a', 0],
      ['b', 100],
      ['c', 200],
      ['d', 300],
    ]);
  });

  it('does not delay requests that are late enough, and keeps the order', async () => {
    const { time, sent, enter } = limiter(10);
    enter('a');
    await time.advance(40);
    enter('b');
    await time.advance(20);
    enter('c');
    await time.advance(1000);
    enter('d');
    expect(sent).toEqual([
      ['a', 0],
      ['b', 100],
      ['c', 200],
      ['d', 1060],
    ]);
  });

  it('does not follow a stall with a burst', async () => {
    const { time, sent, enter } = limiter(10);
    for (const name of ['a', 'b', 'c']) enter(name);
    time.stall(750);
    await time.advance(500);
    expect(sent).toEqual([
      ['a', 0],
      ['b', 750],
      ['c', 850],
    ]);
  });

  it('accepts requests while one is sent', async () => {
    const { time, limit, sent, enter } = limiter(2);
    limit.enter(() => {
      enter('inner');
      return true;
    });
    enter('outer');
    await time.advance(2000);
    expect(sent).toEqual([
      ['inner', 500],
      ['outer', 1000],
    ]);
  });

  it('passes the slot of a cancelled request to the next', async () => {
    const { time, limit, sent, enter } = limiter(10);
    enter('a');
    for (let gone = 0; gone < 5; gone++) limit.enter(() => false);
    for (const name of ['b', 'c']) enter(name);
    await time.advance(1000);
    expect(sent).toEqual([
      ['a', 0],
      ['b', 100],
      ['c', 200],
    ]);
  });

  it('supports rates below one per second', async () => {
    const { time, sent, enter } = limiter(0.5);
    enter('a');
    enter('b');
    await time.advance(1999);
    expect(sent).toHaveLength(1);
    await time.advance(1);
    expect(sent).toEqual([
      ['a', 0],
      ['b', 2000],
    ]);
  });

  it('drops waiting requests on reset, and continues with others', async () => {
    const { time, limit, sent, enter } = limiter(10);
    for (const name of ['a', 'b']) enter(name);
    limit.clear();
    expect(time.armed).toBe(0);
    enter('c');
    await time.advance(1000);
    expect(sent).toEqual([
      ['a', 0],
      ['c', 100],
    ]);
  });
});
