import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

/** What a connection presented, and the fields of its first input. */
interface Connected {
  readonly authorization: string | undefined;
  readonly query: Readonly<Record<string, unknown>>;
  input?: { userId: string; sessionId: string; channel: string; passthroughIP: string | null; text: string };
}

/** A bot that notes who connects, answers a login with a new token, and repeats what it was sent. */
const http = createServer();
const io = new Server(http);
let connections: Connected[] = [];
io.on('connection', (socket) => {
  const { headers, query } = socket.handshake;
  const connected: Connected = { authorization: headers.authorization, query };
  connections.push(connected);
  socket.emit('endpoint-ready');
  socket.on('processInput', (input) => {
    connected.input ??= input;
    const data =
      input.text === 'log in'
        ? { token: `new-${headers.authorization}`, otp: `otp-${connections.length}-of-bot` }
        : null;
    const text = `you said ${input.text} with ${headers.authorization}`;
    socket.emit('output', { type: 'output', data: { text, data, traceId: `t-${connections.length}`, source: 'bot' } });
    if (input.text === 'leave') socket.disconnect(true);
    else socket.emit('finalPing', { type: 'regular' });
  });
});
let target: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  target = `http://127.0.0.1:${(http.address() as AddressInfo).port}/token-of-a-bot`;
});
afterAll(() => io.close());
beforeEach(() => {
  connections = [];
});

const USERS = 12;
const users = Array.from({ length: USERS }, (_, index) => ({
  email: `user+${index}@example.com`,
  token: `tok-of-user-${index}`,
}));

function folderWith(scenario: string): { folder: string; file: string } {
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'users.csv'),
    ['email,token', ...users.map(({ email, token }) => `${email},${token}`)].join('\n'),
  );
  return { folder, file: scenarioFile(folder, scenario) };
}

async function run(scenario: string, ...args: string[]) {
  const { folder, file } = folderWith(scenario);
  const finished = await palaver(['run', file, '--target', `bot=${target}`, '--report-dir', folder, ...args]);
  return { ...finished, folder };
}

/** Connections of the load; the first is that of the target check. */
const ofLoad = () => connections.slice(1);

describe('credentials per user', () => {
  it('are presented by each connection, with several load threads', async () => {
    const scenario = `
targets:
  bot:
    url: http://127.0.0.1:1/unused
    headers: { Authorization: "Bearer {{token}}" }
    query: { mail: "{{email}}", vu: "vu-{{$vu}}" }
    channel: "web of {{email}}"
    passthroughIp: "192.0.2.{{$vu}}"
identity: { userId: "{{email}}" }
conversations: [{ feed: { file: users.csv, order: unique }, steps: ["I am {{email}}"] }]
load: { closed: { vus: 4, conversations: ${USERS} } }
`;
    const { code, folder } = await run(scenario, '--workers', '2', '--query', 'run={{$run}}');
    expect(code).toBe(0);
    const { run: facts } = onlyReport(folder);
    // The target check presents the first user, in a session of its own.
    expect(connections[0]).toMatchObject({
      authorization: 'Bearer tok-of-user-0',
      query: { mail: 'user+0@example.com', userId: 'user+0@example.com', sessionId: `${facts.id}-preflight-c0` },
    });
    const seen = ofLoad().sort((left, right) => String(left.authorization).localeCompare(String(right.authorization)));
    const expected = [...users].sort((left, right) => left.token.localeCompare(right.token));
    expect(seen).toHaveLength(USERS);
    for (const [index, { authorization, query, input }] of seen.entries()) {
      const { email, token } = expected[index]!;
      expect(authorization).toBe(`Bearer ${token}`);
      expect(query).toMatchObject({ mail: email, userId: email, run: facts.id });
      expect(input).toMatchObject({ userId: email, channel: `web of ${email}`, text: `I am ${email}` });
      expect(input!.passthroughIP).toBe(`192.0.2.${String(query.vu).slice(3)}`);
    }
  });

  it('that are captured are presented from the next reconnect on; a kept session stays with its user', async () => {
    const scenario = `
targets: { bot: { url: http://127.0.0.1:1/unused, headers: { Authorization: "{{token}}" } } }
identity: { userId: "vu-{{$vu}}@example.com", session: keep }
conversations:
  - feed: users.csv
    steps:
      - say: log in
        capture: { token: { jsonpath: $.data.token } }
      - reconnect: { session: keep }
      - hello
load: { closed: { vus: 1, conversations: 2 } }
`;
    const { code } = await run(scenario);
    expect(code).toBe(0);
    const [first, again, second, secondAgain] = ofLoad();
    expect([first!, again!, second!, secondAgain!].map(({ authorization }) => authorization)).toEqual([
      'tok-of-user-0',
      'new-tok-of-user-0',
      'tok-of-user-1',
      'new-tok-of-user-1',
    ]);
    expect(again!.query.sessionId).toBe(first!.query.sessionId);
    // The row of the second conversation has another token: it does not continue the session of the first.
    expect(second!.query.sessionId).not.toBe(first!.query.sessionId);
    expect(new Set(ofLoad().map(({ query }) => query.userId))).toEqual(new Set(['vu-0@example.com']));
  });

  it('are kept with a session whose rows present the same', async () => {
    const scenario = `
targets: { bot: { url: http://127.0.0.1:1/unused, headers: { Authorization: "Bearer of {{$vu}}" } } }
identity: { session: keep }
conversations: [{ feed: users.csv, steps: ["I am {{email}}"] }]
load: { closed: { vus: 1, conversations: 3 } }
`;
    const { code } = await run(scenario);
    expect(code).toBe(0);
    expect(ofLoad().map(({ authorization }) => authorization)).toEqual(['Bearer of 0']);
  });

  it('that are not set at a reconnect are one clear failure', async () => {
    const scenario = `
targets: { bot: { url: http://127.0.0.1:1/unused, headers: { Authorization: "{{token}}" } } }
conversations:
  - feed: users.csv
    steps:
      - say: log in
        capture: { token: { regex: /log in/ } }
      - say: "two\\nlines"
        capture: { token: { regex: "/two\\nlines/" } }
      - reconnect: { session: keep }
      - hello
load: { closed: { vus: 1, conversations: 1 } }
`;
    const { code, folder } = await run(scenario);
    expect(code).not.toBe(0);
    const { errors } = onlyReport(folder);
    expect(errors.map(({ class: name, example }) => [name, example])).toEqual([
      [
        'step-variable',
        'reconnect: header Authorization: its value contains characters that are not allowed in a header, such as a line break',
      ],
    ]);
    expect(ofLoad()).toHaveLength(1);
  });
});

describe('secrets of users', () => {
  const scenario = `
secrets: [token, otp, admin, ticket]
defaults: { think: 10ms }
setup: ./hooks.ts#start
teardown: ./hooks.ts#end
targets: { bot: { url: http://127.0.0.1:1/unused, headers: { Authorization: "Bearer {{token}}" } } }
conversations:
  - feed: users.csv
    steps:
      - say: log in
        capture: { otp: { jsonpath: $.data.otp } }
      - call: ./hooks.ts#draw
      - { call: ./hooks.ts#refuse, onFailure: continue }
      - say: "my token is {{token}}, my otp {{otp}}"
        expect: { text: { equals: "{{token}}" } }
        onFailure: continue
      - say: "my ticket is {{ticket}}, of {{admin}}"
        expect: { call: ./hooks.ts#check }
        onFailure: continue
      - leave
load: { closed: { vus: 2, conversations: 4 } }
thresholds: ["turn p95 < 1us"]
`;

  const hooks = `
export const start = () => ({ admin: 'admin-of-setup' });
export const draw = ({ session }) => ({ ticket: 'ticket-of-call-' + session.conversation });
export const refuse = ({ vars, log }) => {
  log('logs', vars.ticket, vars.admin);
  throw new Error('no ' + vars.ticket + ' for ' + vars.admin);
};
export const check = ({ vars }) => 'the answer to ' + vars.ticket + ' is wrong';
export const end = ({ vars }) => {
  throw new Error(vars.admin + ' cannot be removed');
};
`;

  it('never appear in any output of a failing run, also with --keep-texts and a trace', async () => {
    const { folder, file } = folderWith(scenario);
    writeFileSync(join(folder, 'hooks.ts'), hooks);
    const outs = ['turns=t.jsonl', 'junit=j.xml', 'markdown=m.md', 'csv=c.csv'];
    const words = outs.flatMap((text) => ['--out', text.replace('=', `=${folder}/`)]);
    const given = [
      '--target',
      `bot=${target}`,
      '--report-dir',
      folder,
      '--keep-texts',
      '--workers',
      '2',
      '--trace',
      '4',
    ];
    const finished = await palaver(['run', file, ...given, ...words]);
    expect(finished.code).toBe(99);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const contents = files
      .filter(({ name }) => !['users.csv', 'hooks.ts'].includes(name))
      .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')] as const);
    expect(contents.length).toBeGreaterThan(outs.length);
    expect(contents.find(([name]) => name === 't.jsonl')![1]).toMatch(/my token is …\w{4}, my otp …\w{4}/);
    expect(contents.find(([name]) => name === 'trace.txt')![1]).toMatch(
      /#draw in .*: ticket = "…\w{4}".*my ticket is …\w{4}, of …\w{4}/s,
    );
    expect(finished.stderr).toMatch(/log: logs …\w{4} …\w{4}/);
    expect(finished.stderr).toMatch(/teardown .*…\w{4} cannot be removed/);
    const secrets = /tok-of-user-\d+|otp-\d+-of-bot|admin-of-setup|ticket-of-call-\d/g;
    for (const [name, text] of [...contents, ['stdout', finished.stdout], ['stderr', finished.stderr]] as const)
      expect([name, text.match(secrets)]).toEqual([name, null]);
  });
});

describe('a template where none is rendered', () => {
  it.each([
    ['--target', `http://127.0.0.1:1/{{token}}`, 'the URL'],
    ['--header', 'X-{{name}}: value', 'the name of a header'],
    ['--resolve', 'h.example.com={{ip}}', 'h.example.com'],
  ])('is refused by validate and run: %s', async (flag, value, place) => {
    for (const command of ['validate', 'run']) {
      const given = flag === '--target' ? [] : ['--target', target];
      const { code, stderr } = await palaver([command, '--say', 'hello', ...given, flag, value]);
      expect(code).toBe(104);
      expect(stderr).toContain(`${place} contains a template {{…}}, which is not allowed there`);
    }
    expect(connections).toEqual([]);
  });

  it('whose value nobody can know is refused, too', async () => {
    const args = ['--say', 'hello', '--target', target, '--header', 'Authorization: Bearer {{token}}'];
    for (const command of [
      ['validate', ...args],
      ['run', ...args],
      ['check', ...args],
    ]) {
      const { code, stderr } = await palaver(command);
      expect(code).toBe(104);
      expect(stderr).toContain('header Authorization uses {{token}}, but "quick" has no feed');
    }
    const said = await palaver(['check', '--say', '{{x}}', '--target', target]);
    expect([said.code, connections]).toEqual([104, []]);
  });
});
