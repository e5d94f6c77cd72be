import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { spawnPractice } from '../../src/practice/practice-process.ts';
import { eventually } from '../support/eventually.ts';
import { PracticeClient } from '../support/practice-client.ts';

const BUILT = new URL('../../dist/practice/practice-process.js', import.meta.url);
const isAnswering = (url: string) =>
  fetch(`${url}/stats`).then(
    (answer) => answer.ok,
    () => false,
  );

// A process runs what was built; `npm test` builds first.
describe.skipIf(!existsSync(BUILT))('the practice endpoint in a process of its own (needs dist: npm run build)', () => {
  it('serves, tells its numbers, and is gone after stop', async () => {
    const practice = await spawnPractice({ bot: 'echo', delay: '0s', token: 'right' });
    onTestFinished(() => practice.stop());
    expect(practice.token).toBe('right');
    const user = new PracticeClient(practice.url, { token: 'right' });
    onTestFinished(() => user.close());
    await user.nth('endpoint-ready');
    user.say('hi');
    await user.nth('finalPing');
    const [one, two] = await Promise.all([practice.stats(), practice.stats()]);
    expect(one).toMatchObject({ inputs: 1, outputs: 1, finalPings: 1 });
    expect(two).toEqual(one);
    await practice.stop();
    expect(await practice.gone).toBe('exit code 0');
    expect(await isAnswering(practice.url)).toBe(false);
    await expect(practice.stats()).rejects.toThrow(KnownError);
  });

  it('turns a start that fails into one error', async () => {
    const practice = await spawnPractice({});
    onTestFinished(() => practice.stop());
    await expect(spawnPractice({}, { port: practice.port })).rejects.toThrow(/the port is taken/);
    await expect(spawnPractice({ delay: 'soon' })).rejects.toThrow(KnownError);
  });

  it('does not mind Ctrl-C', async () => {
    const practice = await spawnPractice({});
    onTestFinished(() => practice.stop());
    process.kill(practice.pid!, 'SIGINT');
    expect(await practice.stats()).toMatchObject({ connections: 0 });
  });

  it('says how it went when it was not stopped', async () => {
    const practice = await spawnPractice({});
    process.kill(practice.pid!, 'SIGKILL');
    expect(await practice.gone).toBe('SIGKILL');
    await practice.stop();
  });

  it('ends with its parent, however that ends', async () => {
    const source = `import { spawnPractice } from ${JSON.stringify(BUILT.href)};
      const practice = await spawnPractice({});
      console.log(practice.url);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const url = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (text) => resolve(String(text).trim())),
    );
    expect(await isAnswering(url)).toBe(true);
    parent.kill('SIGKILL');
    await eventually(async () => !(await isAnswering(url)));
  });
});
