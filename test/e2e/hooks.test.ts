import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import {
  countIn,
  onlyReport,
  palaver,
  reasonsBeside,
  reasonsIn,
  scenarioFile,
  startPalaver,
  tempFolder,
} from '../support/palaver.ts';

/** A folder with a scenario and the functions that it calls. */
function given(scenario: string, hooks: string): { readonly folder: string; readonly path: string } {
  const folder = tempFolder();
  writeFileSync(join(folder, 'hooks.ts'), hooks);
  return { folder, path: scenarioFile(folder, `defaults: { think: 10ms, timeout: 5s }\n${scenario}`) };
}

/** Runs a scenario with its functions against an echo bot of its own. */
async function run(scenario: string, hooks: string, ...args: string[]) {
  const server = await startMock({ bot: 'echo', delay: '10ms', workers: 50 });
  try {
    const { folder, path } = given(scenario, hooks);
    const target = ['-t', `${server.url}/${server.token}`];
    const load = ['--vus', '2', '--conversations', '4', '--keep-texts'];
    const finished = await palaver(['run', path, ...target, ...load, '--report-dir', folder, ...args]);
    if (finished.code === 104) throw new Error(finished.stderr);
    return { ...finished, report: onlyReport(folder), inputs: server.stats().inputs };
  } finally {
    await server.stop();
  }
}

type Report = ReturnType<typeof onlyReport>;
const messages = ({ errors }: Report) => errors.flatMap(({ causes = [] }) => causes.map(({ example }) => example));
const hookLines = (stderr: string) => [...stderr.matchAll(/^log: (.*)$/gm)].map(([, line]) => line!);

describe.concurrent('functions of the user over real sockets', () => {
  it('return variables, say, check, and run before and after the load', async ({ expect }) => {
    const { report, stderr, code } = await run(
      `setup: ./hooks.ts#start
teardown: ./hooks.ts#end
conversations:
  - steps:
      - call: ./hooks.ts#login
      - say: { call: ./hooks.ts#speak }
        as: speak
        expect: { call: ./hooks.ts#echoes }
      - say: bye {{token}} {{region}}
        expect: { text: eu }
`,
      `export async function start({ random, log }) { log('start', random()); return { region: 'eu', users: [1, 2] }; }
export function end({ vars, log }) { log('end', vars.region); }
export async function login({ vars, session, random, log }) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  log('login', session.conversation, random());
  return { token: vars.region + session.vu };
}
export const speak = ({ vars }) => ({ text: 'my token is ' + vars.token, data: { seats: 2 } });
export const echoes = ({ vars, replies }) => replies.some(({ text }) => text.includes(vars.token)) || 'not echoed';
`,
      '--workers',
      '2',
    );
    expect(reasonsBeside(report)).toEqual([]);
    expect([code, countIn(report, 'conversations_completed'), countIn(report, 'turns_completed')]).toEqual([0, 4, 8]);
    const lines = hookLines(stderr);
    expect([lines[0]?.split(' ')[0], lines.at(-1)]).toEqual(['start', 'end eu']);
    expect(lines.filter((line) => line.startsWith('login'))).toHaveLength(4);
    // A turn of 10 ms with 20 ms of a hook before it: the time of the hook is not in it.
    const turn = report.metrics.turn_intended;
    expect(turn?.kind === 'trend' && turn.count).toBe(8);
  });

  it('draw the same numbers for the same seed, with any number of load threads', async ({ expect }) => {
    const draw = async (workers: string, seed: string) => {
      const scenario = 'conversations: [ { steps: [ { call: ./hooks.ts#draw }, hello ] } ]\n';
      const hooks =
        'export const draw = ({ session, random, log }) => log(session.conversation, random(), random());\n';
      const { stderr } = await run(scenario, hooks, '--workers', workers, '--seed', seed);
      return hookLines(stderr).sort();
    };
    const [one, two, other] = await Promise.all([draw('1', '7'), draw('2', '7'), draw('1', '8')]);
    expect(one).toHaveLength(4);
    expect(two).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('that throw or take too long fail their step, with file and line', async ({ expect }) => {
    const { report } = await run(
      `conversations:
  - steps:
      - call: ./hooks.ts#boom
        onFailure: continue
      - call: ./hooks.ts#never
        timeout: 50ms
        onFailure: continue
      - say: hello
        expect: { call: ./hooks.ts#refuse }
`,
      `interface Context { readonly vars: object }

export async function boom(context: Context): Promise<void> {
  throw new TypeError('no token');
}
export const never = () => new Promise(() => {});
export const refuse = () => 'the answer is wrong';
`,
    );
    expect(reasonsIn(report, 'steps_failed')).toEqual({ call: 8 });
    expect(countIn(report, 'turns_mismatched')).toBe(4);
    expect(messages(report).sort()).toEqual([
      'call ./hooks.ts#boom: hooks.ts:4: TypeError: no token',
      'call ./hooks.ts#never: did not return within 50.0 ms',
      'call ./hooks.ts#refuse: the answer is wrong',
    ]);
  });

  it('that block the event loop make the run suspect and are named', async ({ expect }) => {
    const { report } = await run(
      'conversations: [ { steps: [ hello, { call: ./hooks.ts#block }, bye ] } ]\n',
      `export async function block() {
  await new Promise((resolve) => setTimeout(resolve, 1));
  const start = Date.now();
  while (Date.now() - start < 600);
}
`,
    );
    const texts = report.verdict.reasons.map(({ text }) => text);
    expect(texts.join('\n')).toMatch(
      /^the event loop of load thread .* was blocked for .*, while \.\/hooks\.ts#block ran/m,
    );
  });

  it('that never return end their load thread and are named', async ({ expect }) => {
    const { report, code } = await run(
      'conversations: [ { steps: [ hello, { call: ./hooks.ts#spin, timeout: 500ms } ] } ]\n',
      'export function spin() { for (;;); }\n',
    );
    expect(code).toBe(112);
    const texts = report.verdict.reasons.map(({ text }) => text);
    expect(texts.join()).toContain('./hooks.ts#spin blocked it and did not return in time');
  });

  it('that throw outside of their call, or exit, end their load thread and are named', async ({ expect }) => {
    const ended = async (body: string) => {
      const { report, code } = await run(
        'conversations: [ { steps: [ { call: ./hooks.ts#talk }, hello ] } ]\n',
        `export function talk() {\n  ${body};\n  return new Promise(() => {});\n}\n`,
      );
      return [code, report.verdict.reasons.map(({ text }) => text).find((text) => text.includes('crashed'))];
    };
    const [rejected, exited] = await Promise.all([
      ended("void Promise.reject(new Error('no token'))"),
      ended('process.exit()'),
    ]);
    expect(rejected).toEqual([112, expect.stringContaining('(hooks.ts:2: no token, outside of a call: ')]);
    expect(exited).toEqual([112, expect.stringContaining('(it exited with code 0 while ./hooks.ts#talk ran)')]);
  });

  it('print to the log, not between the results', async ({ expect }) => {
    const { stdout, stderr } = await run(
      'setup: ./hooks.ts#start\nconversations: [ { steps: [ { call: ./hooks.ts#talk }, hello ] } ]\n',
      "console.log('loaded');\nexport const start = () => console.log('starts');\nexport const talk = () => console.log('talks');\n",
      '--out',
      'json=-',
    );
    expect(JSON.parse(stdout)).toMatchObject({ verdict: { status: 'pass' } });
    expect(hookLines(stderr).filter((line) => line !== 'loaded')).toEqual(['starts', ...Array(4).fill('talks')]);
    const module = join(tempFolder(), 'talk.mjs');
    writeFileSync(module, "console.log('loaded');\nexport default { conversations: [{ steps: ['hello'] }] };\n");
    const validated = await palaver(['validate', module, '--mock']);
    expect([validated.code, validated.stdout.includes('loaded'), validated.stderr]).toEqual([0, false, 'loaded\n']);
  });

  it('in a scenario module that exits, never ends or throws later while it is loaded end the command', async ({
    expect,
  }) => {
    const loaded = async (line: string) => {
      const path = join(tempFolder(), 'talk.mjs');
      writeFileSync(path, `${line}\nexport default { conversations: [{ steps: ['hello'] }] };\n`);
      const { code, stderr } = await palaver(['run', path, '--mock', '--quiet']);
      return [code, stderr.replaceAll(path, 'talk.mjs')];
    };
    const [exits, never, rejects] = await Promise.all(
      ['process.exit(0);', 'await new Promise(() => {});', "void Promise.reject(new Error('no data'));"].map(loaded),
    );
    const ended = 'error: talk.mjs ended the process while it was loaded, or its top level never ends\n';
    expect([exits, never]).toEqual([
      [104, ended],
      [104, ended],
    ]);
    expect(rejects).toEqual([104, expect.stringMatching(/^error: cannot load talk\.mjs: talk\.mjs:1: no data\n {2}→/)]);
  });

  it('that end the thread of setup later do not delay the end of the run', async ({ expect }) => {
    const { stderr, code } = await run(
      `setup: ./hooks.ts#start
teardown: { call: ./hooks.ts#end, timeout: 10m }
conversations: [ { steps: [ { call: ./hooks.ts#talk }, hello ] } ]
`,
      `import { existsSync, writeFileSync } from 'node:fs';
const talked = new URL('./talked', import.meta.url);
export function start() {
  setInterval(() => {
    if (existsSync(talked)) throw new Error('too late');
  }, 5);
}
export const talk = () => writeFileSync(talked, '');
export const end = () => new Promise(() => {});
`,
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('teardown ./hooks.ts#end: hooks.ts:5: too late')]);
  });

  it('that fail in setup end the run before any load', async ({ expect }) => {
    const server = await startMock({ bot: 'echo' });
    const { path } = given(
      'setup: { call: ./hooks.ts#spin, timeout: 200ms }\nconversations: [ { steps: [ hello ] } ]\n',
      'export function spin() { for (;;); }\n',
    );
    const { code, stderr } = await palaver(['run', path, '-t', `${server.url}/${server.token}`]);
    expect([code, server.stats().inputs]).toEqual([112, 0]);
    expect(stderr).toContain('error: setup ./hooks.ts#spin: did not return within 200 ms');
    await server.stop();
  });

  it('of teardown run after Ctrl+C', async ({ expect }) => {
    const { folder, path } = given(
      'setup: ./hooks.ts#start\nteardown: ./hooks.ts#end\nconversations: [ { steps: [ { call: ./hooks.ts#talk }, hello ] } ]\n',
      "export const start = () => ({ id: 'x1' });\nexport const end = ({ vars, log }) => log('deleted', vars.id);\nexport const talk = ({ log }) => log('talks');\n",
    );
    const args = ['run', path, '--mock', '--vus', '1', '--duration', '10m', '--report-dir', folder];
    const started = startPalaver(args);
    await started.said('log: talks');
    started.process.kill('SIGINT');
    const { code, stderr } = await started.finished;
    expect(stderr).toContain('log: deleted x1');
    expect(code).toBe(105);
  });

  it('of setup and teardown run for check and talk, too', async ({ expect }) => {
    const { path } = given(
      `setup: ./hooks.ts#start
teardown: ./hooks.ts#end
targets: { bot: { url: http://127.0.0.1:1/unused, headers: { X-Key: "{{key}}" } } }
conversations: [ { steps: [ { call: ./hooks.ts#talk }, "I am in {{place}}" ] } ]
`,
      `export const start = () => ({ place: 'Rome', key: 'key-of-the-setup' });
export const end = ({ vars, log }) => log('deleted', vars.place);
export const talk = ({ vars, log }) => log('talks in', vars.place);
`,
    );
    const checked = await palaver(['check', path, '--mock']);
    expect([checked.code, hookLines(checked.stderr)]).toEqual([0, ['talks in Rome', 'deleted Rome']]);
    expect(checked.stdout).toMatch(/called \.\/hooks\.ts#talk in .*\n.*user {2}"I am in Rome"/);
    // A connection without the value of its header would fail.
    const started = startPalaver(['talk', path, '--mock'], {}, [], 'pipe');
    started.process.stdin!.end('hello\n');
    const talked = await started.finished;
    expect([talked.code, hookLines(talked.stderr)]).toEqual([0, ['deleted Rome']]);
    expect(talked.stdout).toContain('ended by final ping');
  });

  it('are checked and named by validate', async ({ expect }) => {
    const scenario = 'teardown: ./hooks.ts#end\nconversations: [ { steps: [ { call: ./hooks.ts#logn }, hello ] } ]\n';
    const good = given(scenario, 'export const end = () => {};\nexport const logn = () => {};\n');
    const shown = await palaver(['validate', good.path, '--mock']);
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/^functions +\.\/hooks\.ts \(end, logn\)$/m)]);
    const bad = given(scenario, 'export const end = () => {};\nexport const login = () => {};\n');
    const { code, stderr } = await palaver(['validate', bad.path, '--mock']);
    expect([code, stderr]).toEqual([
      104,
      'error: ./hooks.ts#logn: this file has no export logn\n  → did you mean login?\n',
    ]);
  });

  it('are refused on a fleet', async ({ expect }) => {
    const { path } = given(
      'conversations: [ { steps: [ { call: ./hooks.ts#login } ] } ]\n',
      'export const login = () => {};\n',
    );
    const { code, stderr } = await palaver([
      'run',
      path,
      '-t',
      'http://127.0.0.1:9/token',
      '--fleet',
      'nats://127.0.0.1:1',
    ]);
    expect(code).toBe(104);
    expect(stderr).toContain('this scenario calls functions (such as ./hooks.ts#login)');
    expect(stderr).toContain('for several machines, use --shard with the scenario and its files on each');
  });
});
