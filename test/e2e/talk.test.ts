import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Finished, isPass, onlyReport, palaver, startPalaver, tempFolder } from '../support/palaver.ts';
import { WireServer } from '../support/wire-server.ts';

/** Lines in, transcript out. */
function talk(args: readonly string[], lines: readonly string[]): Promise<Finished> {
  const started = startPalaver(['talk', ...args], {}, [], 'pipe');
  started.process.stdin!.end(`${lines.join('\n')}\n`);
  return started.finished;
}

/** Without the times. */
const linesOf = ({ stdout }: Finished) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/[\d.]+ m?s/g, 'T'));

describe('a conversation by hand', () => {
  it('says each line of a pipe after the turn before it has ended, and is saved as a scenario that passes', async () => {
    const folder = tempFolder();
    const file = join(folder, 'talk.yml');
    const lines = ['hello', '', 'a table for two', '/1', '/1', '/nonsense', '/quit', 'never said'];
    const talked = await talk(['--mock', '--save', file], lines);
    expect(linesOf(talked)).toEqual([
      '> hello',
      '  connected in T',
      '  Welcome! I can book you a table, or tell you what is on the menu.  [T]',
      '  first output T, turn T, ended by final ping',
      '> a table for two',
      '  A table for 2. When would you like to come?  [T]',
      '  /1 Tonight  /2 Tomorrow  /3 Next week',
      '  first output T, turn T, ended by final ping',
      '> /1',
      '  And in what name shall I book it?  [T]',
      '  first output T, turn T, ended by final ping',
      '> /1',
      'error: there is no choice 1',
      '  → the last replies offer nothing to press',
      '> /nonsense',
      'error: unknown command /nonsense',
      '  → see /help; to say a text that begins with /, begin with //',
      '> /quit',
    ]);
    // Two lines could not be carried out.
    expect(talked.code).toBe(104);
    const written = readFileSync(file, 'utf8');
    // Nobody typed, so nobody thought.
    expect(written).not.toContain('think:');
    // All checks are chosen.
    writeFileSync(file, written.replaceAll(/^( +)#(expect:| +(?!# )\w+:)/gm, '$1$2'));
    const { code } = await palaver(['run', file, '--mock', '--report-dir', join(folder, 'reports')]);
    const report = onlyReport(join(folder, 'reports'));
    expect(report.checks.map(({ passed, failed }) => [passed, failed])).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    expect(isPass(report, code)).toBe(true);
    const again = await talk(['--mock', '--save', file], ['hello']);
    expect([again.code, again.stderr]).toEqual([104, expect.stringContaining('already exists')]);
  });

  it('is saved with the protocol, or with a note about the targets, that it needs to run', async () => {
    const folder = tempFolder();
    const [rasa, other, scenario] = ['rasa.yml', 'other.yml', 'bot.yml'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const command = `npx palaver run ${rasa} --mock --protocol rasa`;
    const byOption = await talk(['--mock', '--protocol', 'rasa', '--save', rasa], ['hello']);
    expect(byOption.stderr).toContain(`; next:\n  ${command}\n`);
    expect(readFileSync(rasa, 'utf8')).toContain(`# ${command}\n`);
    const events = '{ input: message, outputs: reply }';
    const bot = `{ url: "http://localhost:1", protocol: custom, events: ${events} }`;
    writeFileSync(scenario, `targets: { bot: ${bot} }\nconversations: [ { steps: [ hello ] } ]\n`);
    const byScenario = await talk([scenario, '--mock', '--save', other], ['hello']);
    expect(byScenario.stderr).toContain(`; copy the targets of ${scenario} there, then:\n`);
    expect(readFileSync(other, 'utf8')).toContain(`# note: first copy the targets of ${scenario}, `);
  });

  it('keeps its session, also after an error, shows what comes outside a turn, and connects again', async () => {
    const server = await WireServer.start();
    const sessions = new Set<unknown>();
    server.onInput = (socket, { text }) => {
      sessions.add(socket.handshake.query.sessionId);
      const say = (words: string) => socket.emit('output', { type: 'output', data: { text: words } });
      if (text === 'fail') return socket.emit('output', { type: 'error', data: { error: { message: 'no' } } });
      if (text === 'drop') return socket.disconnect(true);
      say(`you said ${text}`);
      socket.emit('finalPing', { type: 'regular' });
      if (text === 'later') say('by the way');
    };
    const started = startPalaver(['talk', '--target', server.url()], {}, [], 'pipe');
    const { stdin, stdout } = started.process;
    let shown = '';
    stdout!.on('data', (text) => {
      shown += text;
    });
    stdin!.write('fail\nlater\n');
    await started.until(() => shown.includes('by the way  [outside a turn]'));
    stdin!.write('drop\nhello again\n');
    await started.until(() => shown.includes('you said hello again'));
    started.process.kill('SIGTERM');
    const { code } = await started.finished;
    await server.stop();
    expect(shown).toContain('errored: no');
    expect(shown).toContain('the next utterance connects again');
    expect(code).toBe(105);
    expect(sessions.size).toBe(1);
  });
});
