/**
 * Artillery, if it is installed, with a script that does the same as the other loops.
 *
 * It has arrivals, not users: N of them arrive during the ramp, and each loops over the same turn. Its Socket.IO engine ends a
 * turn before its timeout only if the content of a reply is exactly the expected one, so the endpoint always sends the same. It
 * waits for `connect`, not for `endpoint-ready`, and does not know the final ping.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The reply of a reference endpoint with `constantReply`. */
const REPLY = {
  type: 'output',
  data: {
    text: 'this is reply 0',
    data: null,
    traceId: 'endpoint-realtimeClient-0',
    disableSensitiveLogging: false,
    source: 'bot',
  },
};
const INPUT = {
  URLToken: 'reference',
  userId: 'artillery',
  sessionId: 'artillery',
  channel: 'palaver',
  source: 'device',
  passthroughIP: null,
  resetFlow: false,
  text: 'tell me the opening hours please',
};

/** Starts `artillery run` with what `findArtillery` found: `vus` users arrive within `rampSeconds`; each has `turns` turns. */
export function startArtillery({ node, bin }, url, { vus, rampSeconds, turns, thinkMs }) {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-artillery-'));
  const [script, output] = [join(folder, 'script.json'), join(folder, 'report.json')];
  writeFileSync(script, JSON.stringify(scriptFor(url, { vus, rampSeconds, turns, thinkMs })));
  const child = spawn(node, [bin, 'run', '--quiet', '--output', output, script], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    pid: child.pid,
    ended,
    report: () => JSON.parse(readFileSync(output, 'utf8')),
    async stop() {
      child.kill('SIGKILL');
      await ended;
      this.forget();
    },
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function scriptFor(url, { vus, rampSeconds, turns, thinkMs }) {
  const say = {
    emit: { channel: 'processInput', data: INPUT },
    response: { channel: 'output', data: REPLY },
  };
  return {
    config: {
      target: new URL(url).origin,
      phases: [{ duration: rampSeconds, arrivalCount: vus }],
      socketio: { transports: ['websocket'], query: { sessionId: 'artillery', urlToken: 'reference' } },
    },
    scenarios: [{ engine: 'socketio', flow: [{ loop: [say, { think: `${thinkMs}ms` }], count: turns }] }],
  };
}
