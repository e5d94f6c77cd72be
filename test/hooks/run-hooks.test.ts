import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HookThread } from '../../src/hooks/hook-thread.ts';
import { HooksHere } from '../../src/hooks/run-hooks.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { FakeTime } from '../support/fake-time.ts';

let folder: string;
const logged: string[] = [];
const hooks = new HooksHere(realTime, (line) => logged.push(line));
const reference = (name: string) => ({ module: join(folder, 'hooks.mjs'), path: [name], shown: `./hooks.mjs#${name}` });
const call = (name: string, purpose: 'setup' | 'teardown', vars = {}, timeoutMs = 10_000) =>
  hooks.call({ hook: reference(name), vars, runId: 'r1', seed: 5, purpose }, timeoutMs);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'run-hooks-'));
  writeFileSync(
    join(folder, 'hooks.mjs'),
    `export const draw = ({ random, runId }) => ({ runId, draw: random() });
export const bad = () => 'text';
export const clean = ({ vars, log }) => { log(vars.id); return () => 1; };
export const never = () => new Promise(() => {});
`,
  );
  await hooks.load(['draw', 'bad', 'clean', 'never'].map(reference));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('gives what setup returns; its random numbers follow from the seed', async () => {
  const first = await call('draw', 'setup');
  expect(first).toEqual({ kind: 'returned', value: { runId: 'r1', draw: expect.any(Number) } });
  expect(await call('draw', 'setup')).toEqual(first);
  expect(await call('draw', 'teardown')).toEqual({ kind: 'returned', value: undefined });
});

it('refuses what setup may not return, and waits no longer than the timeout', async () => {
  expect(await call('bad', 'setup')).toMatchObject({
    kind: 'threw',
    message: expect.stringMatching(/^returned a string/),
  });
  expect(await call('never', 'setup', {}, 10)).toEqual({ kind: 'threw', message: 'did not return within 10.0 ms' });
});

it.each([
  ['in this thread', HooksHere],
  ['in a thread of their own', HookThread],
])('leaves no timer when it is closed during a call: functions %s', async (_, Kind) => {
  const time = new FakeTime();
  const closed = new Kind({ clock: time, timers: time }, () => {});
  await closed.load([reference('never')]);
  void closed.call({ hook: reference('never'), vars: {}, runId: 'r1', seed: 5, purpose: 'setup' }, 60_000);
  expect(time.armed).toBe(1);
  closed.close();
  expect(time.armed).toBe(0);
});

it('gives teardown what setup returned, and ignores what it returns', async () => {
  expect(await call('clean', 'teardown', { id: 'x1' })).toEqual({ kind: 'returned', value: undefined });
  expect(logged).toEqual(['log: x1']);
});
