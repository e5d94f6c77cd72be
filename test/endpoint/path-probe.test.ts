import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { PathEvent } from '../../src/endpoint/endpoint-connection.ts';
import { PathProbe } from '../../src/endpoint/socketio/path-probe.ts';

const SECOND_US = 1_000_000;

function probe() {
  const pings: string[] = [];
  const paths: PathEvent[] = [];
  const time = { nowUs: 0, arrival: { loUs: 0, hiUs: 0 } };
  const webSocket = Object.assign(new EventEmitter(), { ping: (data: string) => void pings.push(data) });
  const clock = { nowUs: () => time.nowUs++ };
  const owner = {
    get arrival() {
      return time.arrival;
    },
    onPath: (event: PathEvent) => void paths.push(event),
  };
  const made = new PathProbe(webSocket as never, owner, { clock, nonce: () => 1000 + pings.length });
  const pong = (data: string, loUs: number, hiUs: number) => {
    time.arrival = { loUs, hiUs };
    webSocket.emit('pong', Buffer.from(data));
  };
  return { made, pings, paths, pong, time };
}

describe('the path probe', () => {
  it('lies between the bounds of a ping and those of its pong', () => {
    const { made, pings, paths, pong } = probe();
    made.askNowAndThen();
    pong(pings[0]!, 500, 620);
    // Sent between 0 and 1.
    expect(paths).toEqual([{ kind: 'path', atUs: 620, rttLoUs: 499, rttHiUs: 620 }]);
  });

  it('pings at most every ten seconds', () => {
    const { made, pings, time } = probe();
    made.askNowAndThen();
    for (const nowUs of [1000, 5 * SECOND_US, 9.9 * SECOND_US]) {
      time.nowUs = nowUs;
      made.askNowAndThen();
    }
    expect(pings).toHaveLength(1);
    time.nowUs = 10 * SECOND_US;
    made.askNowAndThen();
    expect(pings).toHaveLength(2);
    expect(pings[0]).not.toBe(pings[1]);
  });

  it('ignores a pong read before the ping was sent', () => {
    const { made, pings, paths, pong, time } = probe();
    time.nowUs = 500;
    made.askNowAndThen();
    pong(pings[0]!, 480, 499);
    expect(paths).toEqual([]);
    pong(pings[0]!, 480, 500);
    expect(paths).toEqual([{ kind: 'path', atUs: 500, rttLoUs: 0, rttHiUs: 0 }]);
  });

  it('ignores duplicate, late and unsolicited pongs', () => {
    const { made, pings, paths, pong, time } = probe();
    pong('', 10, 10);
    made.askNowAndThen();
    pong('hello', 20, 20);
    expect(paths).toEqual([]);
    time.nowUs = 20 * SECOND_US;
    made.askNowAndThen();
    pong(pings[0]!, 20 * SECOND_US + 50, 20 * SECOND_US + 60);
    expect(paths).toEqual([]);
    pong(pings[1]!, 20 * SECOND_US + 70, 20 * SECOND_US + 80);
    pong(pings[1]!, 20 * SECOND_US + 90, 20 * SECOND_US + 95);
    expect(paths).toHaveLength(1);
  });
});
