// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPass, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

describe.concurrent('palaver init', () => {
  it('writes a valid scenario that runs unchanged, and says what to do next', async () => {
    const folder = tempFolder();
    const file = join(folder, 'first.yml');
    const { code, stdout } = await palaver(['init', file]);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      `npx palaver run ${file} --mock`,
      expect.stringContaining(`npx palaver run ${file} --target`),
      '',
    ]);
    const schema = /^# yaml-language-server: \$schema=(.+)$/m.exec(readFileSync(file, 'utf8'))![1]!;
    expect(JSON.parse(readFileSync(join(folder, schema), 'utf8')).title).toBe('palaver scenario');
    expect((await palaver(['validate', file, '--mock'])).code).toBe(0);

    const few = ['--vus', '4', '--conversations', '4', '--no-thresholds', '--report-dir', folder];
    const run = await palaver(['run', file, '--mock', ...few]);
    expect(isPass(onlyReport(folder), run.code)).toBe(true);
  }, 40_000);

  it('overwrites nothing without --force', async () => {
    const file = scenarioFile(tempFolder(), 'mine');
    const refused = await palaver(['init', file]);
    expect(refused.code).toBe(104);
    expect(refused.stderr).toMatch(/already exists\n {2}→ .*--force/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await palaver(['init', file, '--force'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('conversations:');
  });
});

describe.concurrent('palaver validate', () => {
  const SCENARIO = `
targets: { eu: "\${EU_URL}" }
load: { closed: { vus: 20, duration: 10m } }
conversations: [ { steps: [hello, bye] } ]
budget: { inputs: 9000, costPerConversation: 0.5 }
profiles: { smoke: { load: { closed: { vus: 1, conversations: 3 } } } }
`;

  it('prints the plan, and warns of unset variables', async () => {
    const { code, stdout, stderr } = await palaver(['validate', scenarioFile(tempFolder(), SCENARIO)]);
    expect(code).toBe(0);
    for (const line of [
      /^targets {7}eu$/m,
      /^load {10}closed, 20 virtual users$/m,
      /^estimate {6}about [\d,]+ conversations.*, [\d,]+ inputs$/m,
      /^peak use {6}up to [\d,]+ connections per 5 minutes, [\d,]+ inputs per hour$/m,
      /^contacts {6}up to 20 contact profiles/m,
      /^budget {8}9,000 inputs, at 0\.5 per conversation$/m,
      /^billable {6}up to [\d,]+ conversations .*a cost of about \d+/m,
    ])
      expect(stdout).toMatch(line);
    expect(stderr).toBe('warning: ${EU_URL} is not set; the values that use it are skipped here, but a run needs it\n');
  });

  it('says that TLS sessions are resumed', async () => {
    const file = scenarioFile(tempFolder(), 'conversations: [ { steps: [ hi ] } ]\n');
    const target = ['validate', file, '-t', 'https://h.example.com/token'];
    expect((await palaver([...target, '--tls-resume'])).stdout).toMatch(/^TLS {11}sessions are resumed/m);
    expect((await palaver(target)).stdout).not.toContain('TLS');
  });

  it('shows where each option came from', async () => {
    const file = scenarioFile(tempFolder(), SCENARIO);
    const args = [
      'validate',
      file,
      '--profile',
      'smoke',
      '--print-options',
      '--json',
      '--header',
      'X-Key: s3cret',
      '-t',
      'https://h.example.com/tok-4711',
    ];
    const { stdout } = await palaver(args, { PALAVER_CHANNEL: 'load' });
    const { options, plan } = JSON.parse(stdout);
    const by = Object.fromEntries(
      options.map(({ option, value, source }: Record<string, string>) => [option, [value, source]]),
    );
    expect(by).toMatchObject({
      load: ['closed, 1 virtual user, 3 conversations in total', 'profile smoke'],
      profile: ['smoke', 'command line'],
      channel: ['load', 'environment'],
      header: ['X-Key…', 'command line'],
      'connect-timeout': ['20 s', 'default'],
      name: ['scenario', 'scenario'],
    });
    expect(by.target).toEqual([expect.stringMatching(/^eu: https:\/\/h\.example\.com\/…/), 'command line']);
    expect(plan).toMatchObject({ conversations: 3, inputs: 6, billable: 3, contacts: 1 });
    for (const secret of ['tok-4711', 's3cret']) expect(stdout).not.toContain(secret);
  });

  it.runIf(process.platform === 'linux')('reads a pipe, which can be read only once', async () => {
    const file = scenarioFile(tempFolder(), 'conversations: [ { steps: [ hi ] } ]\n');
    const { code, stdout } = await palaver(['validate', '/dev/stdin', '--mock'], {}, [
      ...['bash', '-c', `cat ${file} | "$0" "$@"`],
    ]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('This scenario is valid.')]);
  });

  it('reports all errors at once, with 104', async () => {
    const { code, stderr, stdout } = await palaver([
      'validate',
      scenarioFile(tempFolder(), 'laod: 1\nconversations: [ { steps: [] } ]'),
    ]);
    expect(code).toBe(104);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/scenario\.yml:1:1 .*laod[\s\S]*scenario\.yml:2:\d+ .*steps/);
  });
});

describe.concurrent('palaver run --profile', () => {
  it('uses the load of the profile', async () => {
    const folder = tempFolder();
    const text = `
load: { closed: { vus: 5, duration: 1h } }
conversations: [ { steps: [hello] } ]
profiles: { smoke: { load: { closed: { vus: 1, conversations: 2, startSpread: 0s } }, mock: { bot: echo, delay: 1ms } } }
`;
    const { code } = await palaver([
      'run',
      scenarioFile(folder, text),
      '--mock',
      '--profile',
      'smoke',
      '--report-dir',
      folder,
    ]);
    const report = onlyReport(folder);
    expect(isPass(report, code)).toBe(true);
    expect(report.load).toMatchObject({ maxVus: 1, conversations: 2 });
  });
});

describe.concurrent('palaver import', () => {
  it('writes a scenario that is valid and can be run, and lists what it could not convert', async () => {
    const folder = tempFolder();
    const convo = join(folder, 'greet.convo.txt');
    const out = join(folder, 'greet.yml');
    writeFileSync(convo, 'Greet\n\n#me\nhello\n\n#bot\nhello\nINTENT greet\n\n#me\nbye\n\n#bot\n!hello\n');
    const { code, stderr } = await palaver(['import', convo, '--out', out]);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^1 conversation in .*\n.*\nnot converted \(1\):\n {2}.*greet\.convo\.txt:8 {2}INTENT greet\n$/,
    );
    expect(existsSync(join(folder, 'palaver.schema.json'))).toBe(true);
    expect((await palaver(['validate', out])).code).toBe(0);
    writeFileSync(out, `${readFileSync(out, 'utf8')}mock: { bot: echo, delay: 1ms }\ndefaults: { think: 1ms }\n`);
    const run = await palaver(['run', out, '--mock', '--report-dir', folder]);
    const report = onlyReport(folder);
    expect(isPass(report, run.code)).toBe(true);
    expect(report.checks.map(({ step, passed }) => [step, passed])).toEqual([
      ['hello', 1],
      ['bye', 1],
    ]);
  });

  it('replays a recorded export: its conversations, pauses and starts', async () => {
    const folder = tempFolder();
    const csv = join(folder, 'export.csv');
    const out = join(folder, 'export.yml');
    const rows = [
      'Session;Source;Text;Timestamp',
      's2;user;"is it open; today?";2024-03-01T10:00:00.300Z',
      's1;bot;hallo;2024-03-01T10:00:00.200Z',
      's1;user;hallo;2024-03-01T10:00:00.100Z',
      's2;bot;"is it open; today?";2024-03-01T10:00:00.400Z',
      's1;user;;2024-03-01T10:00:00.500Z',
      's1;user;tschüss;2024-03-01T10:00:00.550Z',
      's1;bot;tschüss;2024-03-01T10:00:00.560Z',
    ];
    writeFileSync(csv, Buffer.from(`\uFEFF${rows.join('\r\n')}\r\n`, 'utf16le'));
    const imported = await palaver(['import', csv, '--timing', '--out', out]);
    expect(imported.stderr).toBe(
      `2 conversations in ${out}; check it with: npx palaver validate ${out}\n` +
        `note: ${csv}: 1 conversation not in chronological order, now sorted by time: s1\n` +
        'not converted (1):\n' +
        `  ${csv}:6  a message of the user without text (such as a button press or an attachment)\n`,
    );
    writeFileSync(out, `${readFileSync(out, 'utf8')}mock: { bot: echo, delay: 1ms }\n`);
    expect((await palaver(['validate', out])).stdout).toContain('open, 2 recorded starts in 200 ms');
    const run = await palaver(['run', out, '--mock', '--report-dir', folder]);
    const report = onlyReport(folder);
    expect(isPass(report, run.code)).toBe(true);
    expect(report.load).toMatchObject({ arrivals: 'recorded', conversations: 2 });
    expect(report.checks.map(({ conversation, step, passed }) => [conversation, step, passed])).toEqual([
      ['s2', 'is it open; today?', 1],
      ['s1', 'hallo', 1],
      ['s1', 'tschüss', 1],
    ]);
  });

  it('imports so many transcripts that they are not measured each, to a scenario that runs', async () => {
    const folder = tempFolder();
    const [data, out] = [join(folder, 'chats.jsonl'), join(folder, 'chats.yml')];
    const chat = (text: string) => ({
      messages: [
        { role: 'user', content: text },
        { role: 'assistant', content: text },
      ],
    });
    writeFileSync(data, Array.from({ length: 300 }, (_, n) => JSON.stringify(chat(`question ${n}`))).join('\n'));
    const { code, stderr } = await palaver(['import', data, '--out', out]);
    expect([code, stderr]).toEqual([0, `300 conversations in ${out}; check it with: npx palaver validate ${out}\n`]);
    writeFileSync(out, `${readFileSync(out, 'utf8')}mock: { bot: echo, delay: 1ms }\ndefaults: { think: 1ms }\n`);
    const run = await palaver(['run', out, '--mock', '--vus', '5', '--conversations', '50', '--report-dir', folder]);
    const report = onlyReport(folder);
    expect(isPass(report, run.code)).toBe(true);
    expect(report.checks).toMatchObject([{ passed: 50 }]);
  });

  it('prints it without --out, and overwrites nothing', async () => {
    const folder = tempFolder();
    const csv = join(folder, 'chats.csv');
    writeFileSync(csv, 'who,text\nguest,hello\nbot,hi\n');
    const { stdout, code } = await palaver(['import', csv]);
    expect(code).toBe(0);
    expect(stdout).toContain('- say: hello');
    const refused = await palaver(['import', csv, '--out', csv]);
    expect(refused.code).toBe(104);
    expect(readFileSync(csv, 'utf8')).toContain('guest,hello');
    expect((await palaver(['import'])).stderr).toContain('no files specified');
  });
});
