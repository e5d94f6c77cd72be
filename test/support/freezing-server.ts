import { onTestFinished } from 'vitest';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import { WireServer } from './wire-server.ts';

/** A time range in which an endpoint sends no reply; µs on the monotonic clock. */
export interface Freeze {
  readonly fromUs: number;
  readonly untilUs: number;
}

/**
 * An endpoint on a free port that answers at once, save while it is frozen: it then takes connections and inputs, and
 * sends what it owes, in order, when it thaws. `freeze` is asked at each input.
 */
export async function freezingServer(freeze: () => Freeze): Promise<{ readonly url: string; readonly token: string }> {
  const server = await WireServer.start();
  onTestFinished(() => server.stop());
  const owed: (() => void)[] = [];
  const thaw = () => {
    for (const reply of owed.splice(0)) reply();
  };
  server.onInput = (socket, input) => {
    const reply = () => socket.emit('output', { type: 'output', data: { text: `you said ${String(input.text)}` } });
    const { fromUs, untilUs } = freeze();
    const nowUs = monotonicClock.nowUs();
    if (nowUs < fromUs || nowUs >= untilUs) return reply();
    if (owed.push(reply) === 1) setTimeout(thaw, (untilUs - nowUs) / 1000);
  };
  return { url: `http://127.0.0.1:${server.port}`, token: 'secret-token' };
}
