/**
 * The baseline: a hand-written loop with socket.io-client that only sends an utterance, waits for the reply and the final ping,
 * thinks, and sends again; it keeps two timestamps per turn. Run by fork: gets one trial, answers with its log.
 */
import { io } from 'socket.io-client';
import { RECORD } from './turns-of-log.mjs';

/** The clock that both sides use; nothing else is palaver's. */
const { monotonicClock } = await import(new URL('../../../.build/platform/time/clock.js', import.meta.url).href);
const nowUs = monotonicClock.nowUs;
const TICK_MS = 10;

process.once('message', ({ trial, url }) => run(trial, new URL(url).origin));
process.once('disconnect', () => process.exit(0));

/** `vus` users start within `rampMs`; each has `turns` turns, the first within `spreadMs` after it is ready. */
function run({ vus, turns, thinkMs, spreadMs, rampMs = vus / 2 }, origin) {
  const log = new Float64Array(vus * turns * RECORD);
  const cpu = [];
  let logged = 0;
  let open = vus;
  const sampling = setInterval(() => {
    const { user, system } = process.cpuUsage();
    cpu.push({ atUs: nowUs(), cpuUs: user + system });
  }, 1000);

  function user(number) {
    const socket = io(origin, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      query: { sessionId: `bare-c${number}`, urlToken: 'reference' },
    });
    let turn = 0;
    let sentUs = 0;
    let arrivedUs = 0;
    const say = () => {
      sentUs = nowUs();
      socket.emit('processInput', {
        URLToken: 'reference',
        userId: `bare-u${number}`,
        sessionId: `bare-c${number}`,
        channel: 'palaver',
        source: 'device',
        passthroughIP: null,
        resetFlow: false,
        text: 'tell me the opening hours please',
      });
    };
    const think = () => setTimeout(say, turn === 0 ? Math.random() * spreadMs : thinkMs);
    socket.on('endpoint-ready', think);
    socket.on('output', (output) => {
      arrivedUs = nowUs();
      if (!output.data.text.includes('reply')) throw new Error('not a reply');
    });
    socket.on('finalPing', () => {
      const at = logged++ * RECORD;
      log[at] = number;
      log[at + 1] = turn;
      log[at + 2] = sentUs;
      log[at + 3] = arrivedUs;
      turn += 1;
      if (turn < turns) return think();
      socket.disconnect();
      open -= 1;
      if (open === 0) done();
    });
  }

  function done() {
    clearInterval(sampling);
    const bytes = Buffer.from(log.buffer, 0, logged * RECORD * 8);
    process.send({ log: bytes.toString('base64'), cpu }, () => process.exit(0));
  }

  let next = 0;
  const beginUs = nowUs();
  const opening = setInterval(() => {
    const due = Math.min(vus, Math.ceil(((nowUs() - beginUs) / 1000 / rampMs) * vus));
    while (next < due) user(next++);
    if (next === vus) clearInterval(opening);
  }, TICK_MS);
}
