import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { FunctionContext } from '../../src/hooks/function-types.ts';
import { compare, defineScenario, KnownError, readReport, run } from '../../src/palaver.ts';
import { scenarioFile, tempFolder } from '../support/palaver.ts';

const scenario = defineScenario({
  name: 'in a program',
  mock: { delay: '20ms' },
  load: { closed: { vus: 4, conversations: 8, startSpread: '0s' } },
  conversations: [{ steps: ['hello', { say: 'a table for two', think: '10ms' }] }],
});
/** Each user talks until the run is stopped. */
const ENDLESS = { vus: 2, duration: '10m', noThresholds: true } as const;

/** What a test must not change: the handlers of signals and exceptions, and what it prints. */
function hostOf() {
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection', 'exit'];
  return Object.fromEntries(events.map((event) => [event, process.listenerCount(event)]));
}

it('runs a scenario object: prints nothing, writes nothing, and leaves the process as it is', async () => {
  const written = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
  onTestFinished(() => written.forEach((spy) => void spy.mockRestore()));
  const before = hostOf();
  const files = readdirSync('.');
  const during: unknown[] = [];
  const begun: string[] = [];
  const report = await run(scenario, {
    mock: true,
    seed: 7,
    tag: { commit: 'abc' },
    observer: {
      begin: ({ scenario: name }) => begun.push(name, JSON.stringify(hostOf())),
      report: () => during.push(1),
    },
  });
  expect(report).toMatchObject({
    run: { name: 'in a program', seed: 7, tags: { commit: 'abc' }, partial: false },
    metrics: { conversations_completed: { count: 8 }, turns_completed: { count: 16 } },
  });
  expect(begun).toEqual(['in a program', JSON.stringify(before)]);
  expect(during.length).toBeGreaterThan(0);
  expect(hostOf()).toEqual(before);
  expect(readdirSync('.')).toEqual(files);
  expect(written.flatMap((spy) => spy.mock.calls)).toEqual([]);
});

it('runs a scenario file, writes its report where asked, and reads and compares it', async () => {
  const folder = tempFolder();
  const file = scenarioFile(folder, `mock: { delay: 20ms }\nconversations: [ { steps: [ "\${WORD}" ] } ]`);
  const reportDir = join(folder, 'reports');
  const report = await run(file, { mock: true, conversations: 3, env: { WORD: 'hello' }, reportDir });
  const [name] = readdirSync(reportDir);
  expect(readdirSync(join(reportDir, name!)).sort()).toEqual(['report.html', 'report.json']);
  expect(await readReport(join(reportDir, name!))).toEqual(report);
  const other = await run(file, { mock: true, conversations: 3, env: { WORD: 'hello' } });
  const comparison = await compare([join(reportDir, name!)], other, { gate: 'turn p95', margin: '50%' });
  expect(comparison.verdict).toMatchObject({ status: 'not-enough-data', exitCode: 112 });
});

it('runs a scenario that has functions in the thread of the caller, and says so', async () => {
  const seen: string[] = [];
  const notices: string[] = [];
  const report = await run(
    {
      mock: { delay: '20ms' },
      setup: () => ({ start: 'from' }),
      conversations: [
        {
          steps: [
            { call: ({ vars }: FunctionContext) => ({ word: `${vars.start} ${seen.push('call')}` }), as: 'word' },
            { say: '{{word}}', expect: { call: ({ replies }: FunctionContext) => replies.length === 1 } },
            { say: { call: ({ vars }: FunctionContext) => `again ${vars.word}` }, think: '10ms' },
          ],
        },
      ],
    },
    { mock: true, conversations: 2, keepTexts: true, observer: { notice: (text) => void notices.push(text) } },
  );
  expect(report.metrics).toMatchObject({ conversations_completed: { count: 2 }, turns_completed: { count: 4 } });
  const said = report.exemplars.flatMap(({ turns }) => turns.map(({ utterance }) => utterance?.text));
  expect(said.sort()).toEqual(['again from 1', 'again from 2', 'from 1', 'from 2']);
  expect(report.notes.join()).toContain('in the thread of the calling program');
  expect(notices.join()).toContain('in the thread of the calling program');
});

it('runs setup and teardown of a scenario file; what they log are notices', async () => {
  const folder = tempFolder();
  const file = scenarioFile(
    folder,
    'setup: ./hooks.mjs#begin\nteardown: ./hooks.mjs#end\nmock: { delay: 20ms }\nconversations: [ { steps: [ "{{word}}" ] } ]',
  );
  writeFileSync(
    join(folder, 'hooks.mjs'),
    `export const begin = ({ log }) => (log('begins'), { word: 'hello' });
     export const end = ({ vars, log }) => log(vars.word + ' ended');`,
  );
  const notices: string[] = [];
  const observer = { notice: (text: string) => void notices.push(text) };
  const report = await run(file, { mock: true, keepTexts: true, observer });
  expect(report.exemplars[0]?.turns[0]?.utterance?.text).toBe('hello');
  expect(notices).toEqual(['log: begins', 'log: hello ended']);
});

it('names the line of a function that fails', async () => {
  const fail = () => {
    throw new Error('no token');
  };
  const scenarioOf = { mock: { delay: '20ms' }, conversations: [{ steps: ['hello', { call: fail }] }] };
  const { errors } = await run(scenarioOf, { mock: true });
  expect(errors).toMatchObject([
    { class: 'step-call', example: expect.stringMatching(/run-scenario\.test\.ts:\d+: no token/) },
  ]);
});

it('stops when the signal is aborted, with a partial report', async () => {
  const stop = new AbortController();
  const notices: string[] = [];
  const observer = {
    progress: ({ turns }: { turns: number }) => void (turns > 0 && stop.abort()),
    notice: (text: string) => void notices.push(text),
  };
  const report = await run(scenario, { mock: true, ...ENDLESS, signal: stop.signal, observer });
  expect(report.run).toMatchObject({ partial: true, stopReason: 'signal' });
  expect(report.verdict).toMatchObject({
    exitCode: 105,
    reasons: expect.arrayContaining([{ kind: 'ending', text: expect.stringContaining('AbortSignal') }]),
  });
  expect(notices).toEqual(['AbortSignal: no more conversations start']);
});

it('does not begin when the signal is aborted before', async () => {
  const running = run(scenario, { mock: true, signal: AbortSignal.abort() });
  await expect(running).rejects.toMatchObject({ name: 'KnownError', exit: 'signal', exitCode: 105 });
});

it('ends and rejects with what a callback throws', async () => {
  const thrown = new Error('of the caller');
  const progress = () => {
    throw thrown;
  };
  await expect(run(scenario, { mock: true, ...ENDLESS, observer: { progress } })).rejects.toBe(thrown);
});

it('ends and rejects with what an asynchronous callback rejects with', async () => {
  const thrown = new Error('of the caller');
  const progress = () => Promise.reject(thrown);
  await expect(run(scenario, { mock: true, ...ENDLESS, observer: { progress } })).rejects.toBe(thrown);
});

it('stops at once with gracefulStop 0s: open turns are interrupted', async () => {
  const stop = new AbortController();
  const silent = { mock: { delay: '10m' }, conversations: [{ steps: [{ say: 'hello', think: '0s', timeout: '1h' }] }] };
  const progress = ({ activeVus }: { activeVus: number }) => void (activeVus === 2 && stop.abort());
  const options = {
    mock: true,
    vus: 2,
    duration: '1h',
    gracefulStop: '0s',
    signal: stop.signal,
    observer: { progress },
  };
  const { metrics, run: facts } = await run(silent, options);
  expect(facts).toMatchObject({ partial: true, stopReason: 'signal' });
  expect(metrics).toMatchObject({ conversations_interrupted: { count: 2 } });
});

it('runs two at once, each with its own functions, callbacks and report', async () => {
  const one = async (word: string) => {
    const begun: string[] = [];
    const own = {
      mock: { delay: '20ms' },
      setup: () => ({ word }),
      conversations: [
        {
          steps: [{ call: ({ vars }: FunctionContext) => ({ again: vars.word }) }, { say: '{{again}}', think: '10ms' }],
        },
      ],
    };
    const observer = { begin: ({ name }: { name: string }) => void begun.push(name) };
    const report = await run(own, { mock: true, conversations: 3, keepTexts: true, name: word, observer });
    return { begun, said: report.exemplars.flatMap(({ turns }) => turns.map(({ utterance }) => utterance?.text)) };
  };
  expect(await Promise.all([one('a'), one('b')])).toEqual([
    { begun: ['a'], said: ['a', 'a', 'a'] },
    { begun: ['b'], said: ['b', 'b', 'b'] },
  ]);
});

it.each([
  [[scenario, null], 'options must be an object (got null)'],
  [[scenario, { signal: new AbortController() }], 'signal must be an AbortSignal (got an AbortController)'],
  [[scenario, { observer: 5 }], 'observer must be an object (got a number)'],
  [[scenario, { observer: { notice: 'x' } }], 'observer.notice must be a function (got a string)'],
  [[scenario, { observer: { onProgress() {} } }], 'observer has no callback onProgress'],
])('refuses a signal and callbacks that it could not use: %o', async (given, message) => {
  await expect(run(...(given as unknown as Parameters<typeof run>))).rejects.toMatchObject({ message, exitCode: 104 });
});

it.each([
  [() => compare(undefined as never, 'x'), 'baseline must be a report or its path, or a list of them (got undefined)'],
  [() => compare({} as never, 'x'), 'baseline cannot be read as a report: the version is missing'],
  [() => compare('x', 'x', null as never), 'options must be an object (got null)'],
  [() => readReport(5 as never), 'the path of a report must be a string (got number)'],
])('refuses what is no report: %o', async (read, message) => {
  await expect(read()).rejects.toMatchObject({ message, exitCode: 104 });
});

it.each([
  [
    { conversations: [{ steps: [{ sayy: 1 }] }] },
    {},
    104,
    'scenario: conversations[0].steps[0]  step 1 has the unknown key',
  ],
  ['/nowhere/talk.yml', {}, 104, 'the scenario /nowhere/talk.yml'],
  [5, {}, 104, 'the scenario must be an object or the path of a file (got number)'],
  [scenario, { vuss: 1 }, 104, 'unknown option vuss'],
  [scenario, {}, 104, 'no target specified'],
  [scenario, { target: 'http://127.0.0.1:1/TOKEN-OF-TEST' }, 114, 'target default'],
])('rejects like the command line: %o with %o', async (given, options, exitCode, message) => {
  const error = await run(given as never, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KnownError);
  expect(error).toMatchObject({ exitCode, message: expect.stringContaining(message) });
  expect((error as Error).message).not.toContain('TOKEN-OF-TEST');
});
