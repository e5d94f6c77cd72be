import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spawnMock } from '../../src/mock/mock-process.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { eventually } from '../support/eventually.ts';
import { MockClient } from '../support/mock-client.ts';

const BUILT = new URL('../../.build/mock/mock-process.js', import.meta.url);
const isAnswering = (url: string) =>
  fetch(`${url}/stats`).then(
    (answer) => answer.ok,
    () => false,
  );

// A process runs what was built; `npm test` builds first.
describe.skipIf(!existsSync(BUILT))('the mock endpoint as a separate process (needs dist: npm run build)', () => {
  it('serves, reports its counters, and is gone after stop', async () => {
    const mock = await spawnMock({ bot: 'echo', delay: '0s', token: 'right' });
    onTestFinished(() => mock.stop());
    expect(mock.token).toBe('right');
    const user = new MockClient(mock.url, { token: 'right' });
    onTestFinished(() => user.close());
    await user.nth('endpoint-ready');
    user.say('hi');
    await user.nth('finalPing');
    const [one, two] = await Promise.all([mock.stats(), mock.stats()]);
    expect(one).toMatchObject({ inputs: 1, outputs: 1, finalPings: 1 });
    expect(two).toEqual(one);
    await mock.stop();
    expect(await mock.gone).toBe('exit code 0');
    expect(await isAnswering(mock.url)).toBe(false);
    await expect(mock.stats()).rejects.toThrow(KnownError);
  });

  it('reports a failed start as one error', async () => {
    const mock = await spawnMock({});
    onTestFinished(() => mock.stop());
    await expect(spawnMock({}, { port: mock.port })).rejects.toThrow(/the port is in use/);
    await expect(spawnMock({ delay: 'soon' })).rejects.toThrow(KnownError);
  });

  it('ignores Ctrl+C', async () => {
    const mock = await spawnMock({});
    onTestFinished(() => mock.stop());
    process.kill(mock.pid!, 'SIGINT');
    expect(await mock.stats()).toMatchObject({ connections: 0 });
  });

  it('reports its exit if it was not stopped', async () => {
    const mock = await spawnMock({});
    process.kill(mock.pid!, 'SIGKILL');
    expect(await mock.gone).toBe('SIGKILL');
    await mock.stop();
  });

  it('ends with its parent, however that ends', async () => {
    const source = `import { spawnMock } from ${JSON.stringify(BUILT.href)};
      const mock = await spawnMock({});
      console.log(mock.url);
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
