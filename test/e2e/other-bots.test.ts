import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countIn, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';
import { hasRasaChannel, startRasaChannel } from '../support/rasa-channel.ts';
import { startServerV2 } from '../support/wire-server-v2.ts';

async function run(scenario: string, ...args: string[]) {
  const folder = tempFolder();
  const words = ['run', scenarioFile(folder, scenario), '--report-dir', folder, '--quiet', '--no-html'];
  const { code, stderr, stdout } = await palaver([...words, ...args]);
  if (code === 104 || code === 114) throw new Error(stderr);
  return { code, stdout, report: onlyReport(folder) };
}

const TOKEN = 'sesame-of-these-tests';

describe.runIf(hasRasaChannel)('a bot behind the Socket.IO channel of Rasa, in Python', () => {
  it('converses, keeps its dialogue over a reconnect, and begins a new one in a new session', async () => {
    const rasa = await startRasaChannel('--session-persistence', '--namespace', '/chat', '--token', TOKEN);
    onTestFinished(rasa.stop);
    const { report, stdout } = await run(`
name: rasa
targets: { bot: { url: "${rasa.url}", protocol: rasa, namespace: /chat, auth: { token: "Bearer ${TOKEN}" } } }
defaults: { think: 1ms, completion: first-output }
load: { closed: { vus: 2, conversations: 2 } }
conversations:
  - steps:
      - { say: hello, expect: { text: hello is message 1 } }
      - { say: buttons, expect: { quickReplies: [Count, Stop] } }
      - { press: Count, expect: { text: /count is message 3 } }
      - { say: image, expect: { jsonpath: { $.data.attachment.payload.src: "https://example.com/cat.png" } } }
      - { say: custom, expect: { jsonpath: { "$.data.slots[1]": 2 } } }
      - { say: slow, completion: { replies: 2 }, expect: { replies: 2 } }
      - reconnect: 10ms
      - { say: again, expect: { text: again is message 7 } }
      - reconnect: { session: new }
      - { say: anew, expect: { text: anew is message 1 } }
`);
    expect(report.errors).toEqual([]);
    expect(report.targets[0]?.protocol).toMatch(/^rasa \(no trace ids/);
    expect(countIn(report, 'conversations_completed')).toBe(2);
    expect(stdout).not.toContain(TOKEN);
    expect(JSON.stringify(report)).not.toContain(TOKEN);
  });

  it('ends turns by silence with auto, and is refused without its token', async () => {
    const rasa = await startRasaChannel('--token', TOKEN);
    onTestFinished(rasa.stop);
    const target = ['--target', rasa.url, '--protocol', 'rasa'];
    const refused = await palaver(['check', ...target, '--no-say']);
    expect(refused.code).toBe(114);
    expect(refused.stderr).toContain('check namespace, and auth or the token');
    const { stdout, code } = await palaver(['check', ...target, '--say', 'slow'], { PALAVER_TOKEN: TOKEN });
    expect(stdout).toMatch(/reply +"One moment\."[\s\S]+reply +"Here it is\."[\s\S]+ended by quiet/);
    expect(stdout).not.toContain('test mode');
    expect(code).toBe(0);
  });
});

describe('a bot on a Socket.IO server of its own', () => {
  const BODY = `
defaults: { think: 1ms, completion: first-output }
load: { closed: { vus: 2, conversations: 2 } }
conversations:
  - steps:
      - { say: hello, expect: { text: you said hello } }
      - { press: More, expect: { text: you said more } }
`;

  async function serve(events: (io: Server) => void): Promise<string> {
    const http = createServer();
    const io = new Server(http, { allowEIO3: true });
    events(io);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void io.close());
    return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  }

  it.each([4, 2])('is loaded by two names, with Socket.IO client %i', async (socketio) => {
    const url = await serve((io) =>
      io.on('connection', (socket) =>
        socket.on('message', (text) => {
          socket.emit('reply', { text: `you said ${text}`, buttons: [{ label: 'More', value: 'more' }] });
        }),
      ),
    );
    const events = '{ input: message, outputs: { event: reply, choices: $.buttons } }';
    const { report } = await run(
      `
targets: { bot: { url: "${url}", protocol: custom, socketio: ${socketio}, events: ${events} } }${BODY}`,
      '--no-thresholds',
    );
    expect(report.errors).toEqual([]);
    expect([countIn(report, 'conversations_completed'), countIn(report, 'turns_completed')]).toEqual([2, 4]);
    expect(report.targets[0]?.socketio).toBe(socketio);
  });

  it('answers in acks, wants an auth payload, and says when it is ready', async () => {
    const seen: unknown[] = [];
    const url = await serve((io) =>
      io.of('/bot').on('connection', (socket) => {
        seen.push(socket.handshake.auth);
        socket.on('join', (room, joined) => joined(room));
        socket.on('ask', ({ question, room }, answer) => {
          if (question === 'fail') socket.emit('failed', { reason: 'no model' });
          else answer({ answer: `you said ${question} in ${room}`, more: ['More'] });
        });
      }),
    );
    const { report } = await run(
      `
targets:
  bot:
    url: "${url}"
    protocol: custom
    namespace: /bot
    auth: { user: "{{userId}}", session: "{{$session}}" }
    events:
      hello: { event: join, payload: "{{sessionId}}", ack: true }
      input: { event: ask, payload: { question: "{{text}}", room: "{{sessionId}}" } }
      ack: { text: $.answer, choices: $.more }
      errors: { event: failed, message: $.reason }
defaults: { think: 1ms, onFailure: continue }
conversations:
  - steps:
      - { say: hello, expect: { text: "you said hello in test-c0" } }
      - { press: More, completion: final-ping }
      - fail
`,
      '--run-id',
      'test',
    );
    expect(seen.at(-1)).toEqual({ user: 'test-u0', session: 'test-c0' });
    expect(countIn(report, 'turns_completed')).toBe(2);
    expect(report.errors.map(({ example }) => example)).toEqual([expect.stringContaining('no model')]);
  });

  it('is refused by each command if it speaks Socket.IO 2, which cannot carry auth', async () => {
    const { url, stop } = await startServerV2();
    onTestFinished(stop);
    const events = '{ input: message, outputs: reply }';
    const folder = tempFolder();
    const file = scenarioFile(
      folder,
      `targets: { bot: { url: "${new URL(url).origin}", protocol: custom, auth: { token: ${TOKEN} }, events: ${events} } }${BODY}`,
    );
    const commands = [
      ['run', file, '--report-dir', folder],
      ['check', file],
      ['talk', file],
      ['capacity', file, '--to', '2', '--objective', 'turn p(95) < 1s', '--report-dir', folder],
    ];
    for (const { code, stderr } of await Promise.all(commands.map((words) => palaver(words)))) {
      expect(stderr).toMatch(
        /^error: target bot .* cannot be used: the server speaks Socket\.IO 2, .*auth cannot be sent/m,
      );
      expect(stderr).not.toContain(TOKEN);
      expect(code).toBe(114);
    }
  });
});
