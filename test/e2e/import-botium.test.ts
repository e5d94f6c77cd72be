import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isPass, onlyReport, palaver, tempFolder } from '../support/palaver.ts';
import { WireServer } from '../support/wire-server.ts';

const FILES = {
  'order.convo.txt': `Order a cake

#begin
SET_SCRIPTING_MEMORY cake|sacher

#me
UTT_HELLO

#bot
welcome to our *, guest

#bot
what shall it be
BUTTONS cake|tea

#me
BUTTON cake-1|Cake

#include CONFIRM

#bot
order $orderNo: one $cake
JSON_PATH $.data.price|4*
!TEXT_CONTAINS_ANY_IC sorry

#me
where is $orderNo
`,
  'faq.convo.csv': 'question,answer\nwhen do you open,"AT 9 * daily"\n',
  'confirm.pconvo.txt': 'CONFIRM\n\n#bot\nsure?\n\n#me\nUTT_YES\n',
  'lists.yaml': 'utterances:\n  UTT_HELLO: [hello]\n  UTT_YES: ["yes"]\n',
};

/** What the bot answers: texts, or the data of an output. */
const ANSWERS: Readonly<Record<string, readonly unknown[]>> = {
  hello: [
    '<p>Welcome to our <b>bakery</b>,<br>guest!</p>',
    {
      _cognigy: {
        _default: {
          _quickReplies: {
            text: 'What shall it be?',
            quickReplies: ['Cake', 'Tea'].map((title, id) => ({
              id,
              contentType: 'postback',
              title: `A ${title}`,
              payload: `${title.toLowerCase()}-1`,
            })),
          },
        },
      },
    },
  ],
  'cake-1': ['Sure?'],
  yes: ['Order  B-17: one Sacher', { price: '4.50' }],
  'where is B-17': ['On its way'],
  'when do you open': ['At 9\na.m. daily'],
};

const server = await WireServer.start();
server.onInput = (socket, { text }) => {
  for (const answer of ANSWERS[String(text)] ?? ['what?']) {
    const content = typeof answer === 'string' ? { text: answer, data: null } : { text: null, data: answer };
    socket.emit('output', { type: 'output', data: { ...content, source: 'bot' } });
  }
  socket.emit('finalPing', { type: 'regular' });
};
afterAll(() => server.stop());

describe('a suite of Botium', () => {
  const folder = tempFolder();
  const out = join(folder, 'suite.yml');
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const files = Object.keys(FILES).map((name) => join(folder, name));

  it('becomes a scenario that its bot passes', async () => {
    const imported = await palaver(['import', ...files, '--out', out]);
    expect(imported.code, imported.stderr).toBe(0);
    expect(imported.stderr).toMatch(/^2 conversations in .*\nnote: bot texts are compared as in Botium .*\n$/);
    writeFileSync(out, `${readFileSync(out, 'utf8')}\ndefaults: { think: 1ms }\n`);
    const run = await palaver([
      'run',
      out,
      '--target',
      server.url(),
      '--conversations',
      '4',
      '--seed',
      '1',
      '--report-dir',
      folder,
    ]);
    const report = onlyReport(folder);
    expect(isPass(report, run.code), run.stdout + run.stderr).toBe(true);
    expect(server.inputs.map((input) => (input as { text: string }).text)).toContain('where is B-17');
    expect(report.checks.map(({ step, failed }) => [step, failed])).toEqual([
      ['hello', 0],
      ['Cake', 0],
      ['yes', 0],
      ['when do you open', 0],
    ]);
  });

  it('of hundreds of convos becomes a scenario that can be run', async () => {
    const convos = Array.from({ length: 300 }, (_, n) => ({
      name: `case ${n}`,
      steps: [{ me: [`question ${n}`] }, { bot: [`QUESTION * ${n}`] }, { me: ['thanks'] }, { bot: ['thanks'] }],
    }));
    const file = join(folder, 'many.json');
    const many = join(folder, 'many.yml');
    writeFileSync(file, JSON.stringify({ convos }));
    const imported = await palaver(['import', file, '--out', many]);
    expect(imported.stderr).toContain('300 conversations in ');
    expect(readFileSync(many, 'utf8')).toMatch(/^series: none$/m);
    const { code, stdout, stderr } = await palaver(['validate', many, '--mock']);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('and 281 more conversations');
  });

  it('shows what it compared when the bot fails it', async () => {
    writeFileSync(out, readFileSync(out, 'utf8').replace('what shall it be', 'what * be, then'));
    const options = [
      '--target',
      server.url(),
      '--conversations',
      '4',
      '--seed',
      '1',
      '--keep-texts',
      '--report-dir',
      join(folder, 'bad'),
    ];
    const { stdout } = await palaver(['run', out, ...options]);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'expected these replies: one that is like "welcome to our *, guest", then one that is like "what * be, then", got "',
    );
  });
});
