import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TURN_OUTCOMES, turnCounter } from '../../src/measure/metrics.ts';
import { startMock } from '../../src/mock/mock-server.ts';
import { shortHash } from '../../src/platform/redact.ts';
import type { Report } from '../../src/report/report.ts';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { eventually } from '../support/eventually.ts';
import { countIn, onlyReport, palaver, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';
import { sampleReport } from '../support/sample-report.ts';
import { readTurns, type TurnsRead } from '../support/turns-file.ts';

const SCENARIO = `
name: two conversations
defaults: { think: 10ms, onFailure: continue }
load: { closed: { vus: 6, conversations: 200, startSpread: 100ms }, warmUp: 500ms }
conversations:
  - name: talk
    weight: 2
    steps: [one, { say: 'my PIN is {{$number 1000 9999}}', as: pin }, { say: the code is secret-token-4711, as: code }]
  - name: short
    steps: [{ say: hi, expect: { text: { equals: ho } } }]
`;

/** Runs the scenario against an endpoint that echoes, its turns written to `turns`. */
async function run(folder: string, turns: string, ...args: string[]) {
  const mock = await startMock({
    bot: 'echo',
    delay: '5ms',
    gap: '1ms',
    ready: '1ms',
    outputs: 2,
    workers: 50,
  });
  const target = `${mock.url}/secret-token-4711`;
  const words = ['run', scenarioFile(folder, SCENARIO), '-t', target, '--report-dir', join(folder, 'reports')];
  const finished = await palaver([...words, '--out', `turns=${turns}`, ...args]);
  const stats = mock.stats();
  await mock.stop();
  return { ...finished, stats, report: onlyReport(join(folder, 'reports')) };
}

/** Of each step and outcome: how many turns the report counts, and how many lines of the file are measured. */
function booksOf(report: Report, { turns }: TurnsRead) {
  return report.groups
    .filter(({ step }) => step !== undefined)
    .flatMap(({ target, conversation, step, metrics }) =>
      TURN_OUTCOMES.map((outcome) => {
        const metric = metrics[turnCounter(outcome)];
        const lines = turns.filter(
          (turn) =>
            turn.measured &&
            turn.target === target &&
            turn.conversation === conversation &&
            turn.step === step &&
            turn.outcome === outcome,
        );
        const counted = metric?.kind === 'counter' ? metric.count : 0;
        return { place: `${conversation}/${step}: ${outcome}`, counted, lines: lines.length };
      }),
    );
}

describe('a run with a file of turns', () => {
  it('with several load threads contains each counted turn once, with texts hashed', async () => {
    const folder = tempFolder();
    const path = join(folder, 'out', 'turns.jsonl.gz');
    const { report, stats, stdout, stderr } = await run(folder, path, '--workers', '3');
    const file = readTurns(path);
    const { header, turns, end } = file;
    const { id, startedAt, name } = report.run;
    expect(header).toMatchObject({ run: id, startedAt, name, hashed: true, tool: report.tool });
    expect(end).toEqual({ type: 'end', turns: stats.inputs, lost: 0 });
    expect(turns).toHaveLength(stats.inputs);
    expect(new Set(turns.map(({ number, index }) => `${number} ${index}`)).size).toBe(stats.inputs);
    // Whether any is due in the warm-up, a busy machine decides; what is due later is measured.
    for (const { intendedMs, measured } of turns) expect(measured).toBe(intendedMs >= 500);

    const books = booksOf(report, file);
    for (const { place, counted, lines } of books) expect(`${place} ${lines}`).toBe(`${place} ${counted}`);
    expect(books.filter(({ lines }) => lines > 0).map(({ place }) => place)).toEqual([
      'talk/one: completed',
      'talk/pin: completed',
      'talk/code: completed',
      'short/hi: mismatched',
    ]);
    const measured = turns.filter((turn) => turn.measured);
    const { first_output: firstOutput, turn: took } = report.metrics;
    if (firstOutput?.kind !== 'trend' || took?.kind !== 'trend') return expect.fail('the report has no trends');
    expect(firstOutput.count).toBe(measured.filter(({ firstOutputMs }) => firstOutputMs).length);
    const completed = measured.filter(({ outcome }) => outcome === 'completed');
    expect(took.count).toBe(completed.length);
    const longestMs = Math.max(...completed.map(({ turnMs }) => turnMs[1]));
    expect(Math.abs(longestMs / took.max! - 1)).toBeLessThan(0.002);

    for (const turn of turns) {
      expect(turn.replies).toHaveLength(2);
      const [echo] = turn.replies;
      expect([echo!.hash, echo!.length]).toEqual([turn.utterance.hash, turn.utterance.length]);
    }
    expect(new Set(turns.filter(({ step }) => step === 'one').map(({ utterance }) => utterance.hash))).toEqual(
      new Set([shortHash('one', 8)]),
    );
    expect(file.text).not.toMatch(/PIN|secret-token|"text"/);
    expect(`${stdout}${stderr}`).not.toContain('file of turns');
    const users = new Set(report.exemplars.map(({ sessionId }) => sessionId));
    for (const session of users) expect(turns.some(({ sessionId }) => sessionId === session)).toBe(true);
  });

  it('contains the texts with --keep-texts, and still no secret', async () => {
    const folder = tempFolder();
    const path = join(folder, 'turns.jsonl');
    const { report, stats } = await run(folder, path, '--keep-texts', '-u', '6', '-i', '12');
    const { text, header, turns, end } = readTurns(path);
    expect([header.hashed, turns.length, end]).toEqual([
      false,
      stats.inputs,
      { type: 'end', turns: stats.inputs, lost: 0 },
    ]);
    const pins = turns.filter(({ step }) => step === 'pin');
    expect(pins.length).toBeGreaterThan(0);
    for (const { utterance, replies } of pins) {
      expect(utterance.text).toMatch(/^my PIN is \d{4}$/);
      expect(replies.map((reply) => reply.text)).toEqual([utterance.text, `${utterance.text} (2 of 2)`]);
    }
    const hidden = `the code is …${shortHash('secret-token-4711')}`;
    expect(turns.find(({ step }) => step === 'code')?.replies[0]?.text).toBe(hidden);
    expect(turns.find(({ step }) => step === 'hi')?.failure).toContain('got "hi | hi');
    expect(text).not.toContain('secret-token-4711');
    const examples = JSON.stringify(report.exemplars);
    expect(examples).toMatch(/my PIN is \d{4}/);
    expect(examples).not.toContain('secret-token-4711');
  });

  it('that becomes unwritable is reported and the run continues; exit code 1', async () => {
    const folder = tempFolder();
    const { code, report, stderr, stats } = await run(folder, '/dev/full', '-u', '6', '-i', '12');
    expect(stderr).toMatch(
      /warning: The file of turns could not be written completely: the disk is full; it misses \d+/,
    );
    expect(report.notes.at(-1)).toContain('the disk is full');
    expect(countIn(report, 'inputs_sent')).toBeLessThanOrEqual(stats.inputs);
    // A machine that is busy with something else may make it another one than 0 by itself.
    expect(code).toBe(report.verdict.exitCode || 1);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is complete when stopped by %s', async (signal) => {
    const folder = tempFolder();
    const mock = await startMock({ bot: 'echo', delay: '20ms', ready: '1ms', workers: 50 });
    const path = join(folder, 'turns.jsonl.gz');
    const long =
      'defaults: { think: 20ms }\nload: { closed: { vus: 5, duration: 10m, startSpread: 50ms } }\nconversations: [ { steps: [one, two] } ]';
    const words = ['run', scenarioFile(folder, long), '-t', `${mock.url}/token`, '--report-dir', folder];
    const running = startPalaver([...words, '--out', `turns=${path}`, '--workers', '2']);
    await eventually(() => mock.stats().inputs >= 30);
    running.process.kill(signal);
    expect((await running.finished).code).toBe(105);
    const { turns, end } = readTurns(path);
    expect(turns).toHaveLength(mock.stats().inputs);
    expect(end).toEqual({ type: 'end', turns: turns.length, lost: 0 });
    await mock.stop();
  });
});

describe.concurrent('an invalid file of turns', () => {
  const RUN = ['run', '--mock', '--say', 'hello', '-q'];

  it('is rejected before the load', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'turns.jsonl');
    const args = [...RUN, '--report-dir', join(folder, 'reports'), '--out', `turns=${path}`];
    const { code, stdout, stderr } = await palaver(args);
    expect([code, stdout]).toEqual([104, '']);
    expect(stderr).toMatch(/turns\.jsonl cannot be written: a part of the path is not a folder/);
    expect(existsSync(join(folder, 'reports'))).toBe(false);
  });

  it('is rejected for a report, which does not contain every turn', async () => {
    const folder = tempFolder();
    const report = join(folder, 'report.json');
    writeFileSync(report, serialiseReport(sampleReport()));
    const path = join(folder, 'turns.jsonl');
    const { code, stderr } = await palaver(['report', report, '--out', `turns=${path}`]);
    expect(code).toBe(104);
    expect(stderr).toMatch(/turns are written only during a run[\s\S]*palaver run/);
    expect(existsSync(path)).toBe(false);
  });

  it('keeps an earlier file if the target is unreachable', async () => {
    const folder = tempFolder();
    const path = join(folder, 'turns.jsonl');
    writeFileSync(path, 'of yesterday');
    const args = ['run', '-t', 'http://127.0.0.1:1/token', '--say', 'x', '--report-dir', folder];
    const { code } = await palaver([...args, '--out', `turns=${path}`]);
    expect(code).toBe(114);
    expect(readFileSync(path, 'utf8')).toBe('of yesterday');
  });
});
