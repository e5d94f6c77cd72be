import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockProcess, spawnMock } from '../../src/mock/mock-process.ts';
import { installPackedPackage, type PackedPackage } from '../support/packed-package.ts';
import { tempFolder } from '../support/palaver.ts';

const DOCUMENTS = ['README.md', 'src/types/README.md'].map((name) => readFileSync(name, 'utf8')).join('\n');
let packed: PackedPackage;
let bot: MockProcess;

beforeAll(async () => {
  packed = installPackedPackage(['typescript', 'vitest', '@types/node', 'undici-types']);
  bot = await spawnMock({ bot: 'booking', delay: '20ms' });
});
afterAll(() => bot.stop());

interface Finished {
  readonly code: unknown;
  readonly output: string;
}

function runNode(args: readonly string[], cwd: string): Promise<Finished> {
  const { NODE_OPTIONS: _options, VITEST: _vitest, ...rest } = process.env;
  const env = { ...rest, BOT_URL: `${bot.url}/${bot.token}`, NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

const write = (name: string, text: string) => writeFileSync(join(packed.project, name), text);

/** The code of the documents that begins with the name of its file; fewer seconds, and limits that any machine meets. */
function exampleOf(name: string): string {
  const text = [...DOCUMENTS.matchAll(/```[a-z]+\n([\s\S]*?)```/g)]
    .map(([, code]) => code!)
    .find((code) => code.startsWith(`// ${name}\n`));
  return text!.replace("'30s'", "'3s'").replace('< 1s', '< 60s').replace('< 1000', '< 60_000');
}

describe('the package', () => {
  it('has no fault that publint finds', async () => {
    const tarball = new Uint8Array(readFileSync(packed.tarball)).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has types that every resolution for ES modules finds', async () => {
    const tarball = createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball)));
    const { problems } = (await checkPackage(tarball)) as {
      problems: readonly { kind: string; resolutionKind?: string }[];
    };
    // By design: Node loads it with `exports`, and as an ES module only.
    expect(problems.map(({ kind, resolutionKind }) => `${kind} ${resolutionKind}`)).toEqual([
      'NoResolution node10',
      'CJSResolvesToESM node16-cjs',
    ]);
  });

  it.each(['NodeNext', 'Bundler'])('has types that need no other package (%s)', async (resolution) => {
    write('package.json', JSON.stringify({ type: 'module' }));
    write('consumer.ts', readFileSync('test/support/library/consumer.ts', 'utf8'));
    const settings = {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
    };
    const module = resolution === 'Bundler' ? 'ESNext' : resolution;
    const compilerOptions = { ...settings, module, moduleResolution: resolution, target: 'ES2023' };
    write(`tsconfig.${resolution}.json`, JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const tsc = join(packed.project, 'node_modules/typescript/bin/tsc');
    const { code, output } = await runNode([tsc, '-p', `tsconfig.${resolution}.json`], packed.project);
    expect({ code, output }).toEqual({ code: 0, output: '' });
  });

  it('tests a bot inside vitest, as the documents say', async () => {
    write('booking.test.ts', exampleOf('booking.test.ts'));
    const vitest = join(packed.project, 'node_modules/vitest/vitest.mjs');
    const { code, output } = await runNode([vitest, 'run', '--root', packed.project], packed.project);
    expect(output).toContain('1 passed');
    expect(code).toBe(0);
  });

  it('tests a bot inside node:test, with a scenario in TypeScript, as the documents say', async () => {
    const scenario = /(const booking = )(defineScenario\(\{[\s\S]*?\n\}\);)/.exec(exampleOf('booking.test.ts'))![2]!;
    write('booking.ts', `import { defineScenario } from 'palaver';\nexport default ${scenario}`);
    write('booking.test.mjs', exampleOf('booking.test.mjs'));
    const { code, output } = await runNode(['--test', 'booking.test.mjs'], packed.project);
    expect(output).toContain('# pass 1');
    expect(code).toBe(0);
  });

  it('runs several times at once in a worker thread', async () => {
    write(
      'threads.mjs',
      `import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { run } from 'palaver';
const settings = { target: process.env.BOT_URL, conversations: 1 };
const steps = [{ say: 'hello', think: '0s' }];
const scenarios = [{ conversations: [{ steps }] }, { conversations: [{ steps: [{ call: () => {} }, ...steps] }] }];
if (isMainThread) new Worker(new URL(import.meta.url)).on('message', (counts) => console.log(counts));
else parentPort.postMessage((await Promise.all(scenarios.map((scenario) => run(scenario, settings))))
  .map(({ metrics }) => metrics.turns_completed.count).join());`,
    );
    expect(await runNode(['threads.mjs'], packed.project)).toEqual({ code: 0, output: '1,1\n' });
  });

  it('runs a scenario in TypeScript in a folder that has no packages', async () => {
    const folder = tempFolder();
    writeFileSync(
      join(folder, 'talk.ts'),
      `import { defineScenario, type StepFunction } from 'palaver';\nconst greet: StepFunction = () => ({ text: 'hello' });\n` +
        "export default defineScenario({ conversations: [{ steps: [{ call: greet }, '{{text}}'] }] });\n",
    );
    const main = join(packed.project, 'node_modules/palaver/dist/main.js');
    const { code, output } = await runNode([main, 'run', 'talk.ts', '--mock'], folder);
    expect(output).toContain('scenario      talk');
    expect(code).toBe(0);
  });
});
