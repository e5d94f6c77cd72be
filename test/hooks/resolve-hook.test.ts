import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveHook } from '../../src/hooks/resolve-hook.ts';
import { thrownAt } from '../../src/hooks/thrown-at.ts';
import { KnownError } from '../../src/platform/known-error.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hooks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const hookAt = (file: string, ...path: (string | number)[]) =>
  resolveHook({ module: join(folder, file), path, shown: `./${file}#${path[0]}` });
const called = async (file: string, ...path: (string | number)[]) => (await hookAt(file, ...path))(undefined as never);

async function refusal(file: string, ...path: (string | number)[]): Promise<string> {
  const thrown = await hookAt(file, ...path).then(
    () => undefined,
    (error) => error,
  );
  expect(thrown).toBeInstanceOf(KnownError);
  expect(thrown.exit).toBe('invalid');
  return `${thrown.message} | ${thrown.hint}`.replaceAll(folder, '<folder>');
}

describe('a hook', () => {
  it('is a function of a module in TypeScript, with its imports', async () => {
    put({
      'hooks.ts':
        "import { two } from './lib.ts';\nimport kept from './kept.json' with { type: 'json' };\nimport { three } from 'three';\nconst base: number = await Promise.resolve(1);\nexport const sum = (): number => base + two + three + kept.four;\n",
      'lib.ts': 'export const two = 2 as const;\n',
      'kept.json': '{ "four": 4 }',
      'node_modules/three/package.json': '{ "name": "three", "type": "module", "exports": "./index.js" }',
      'node_modules/three/index.js': 'export const three = 3;\n',
    });
    expect(await called('hooks.ts', 'sum')).toBe(10);
  });

  it.each(['js', 'mjs', 'mts'])('is a function of a module .%s', async (type) => {
    put({ [`hooks.${type}`]: 'export function five() {\n  return 5;\n}\nexport default () => 6;\n' });
    expect(await called(`hooks.${type}`, 'five')).toBe(5);
    expect(await called(`hooks.${type}`, 'default')).toBe(6);
  });

  it('is a function in an exported object', async () => {
    put({ 'talk.ts': 'export default { conversations: [{ steps: [{ say: "a" }, { call: () => 7 }] }] };\n' });
    expect(await called('talk.ts', 'default', 'conversations', 0, 'steps', 1, 'call')).toBe(7);
  });

  it('that a scenario no longer has is refused, with the reason', async () => {
    put({ 'talk.ts': 'export default { conversations: [] };\n' });
    expect(await refusal('talk.ts', 'default', 'conversations', 0, 'steps', 1, 'call')).toBe(
      './talk.ts#default is not there when its file is loaded again, as each load thread does | export the same scenario whenever the file is loaded: without random numbers or the time',
    );
  });

  it('comes from a module whose top level runs once, whoever imports it', async () => {
    put({
      'a.ts':
        "import { count } from './shared.ts';\nexport const first = () => count;\nexport const second = () => count;\n",
      'b.ts': "import { count } from './shared.ts';\nexport const third = () => count;\n",
      'shared.ts':
        'const seen = globalThis as { loads?: number };\nseen.loads = (seen.loads ?? 0) + 1;\nexport const count = {};\n',
    });
    const first = await called('a.ts', 'first');
    expect(await called('a.ts', 'second')).toBe(first);
    expect(await called('b.ts', 'third')).toBe(first);
    expect((globalThis as { loads?: number }).loads).toBe(1);
  });

  it('leaves no files behind', async () => {
    put({ 'hooks.ts': 'export const one = (): number => 1;\n' });
    const before = readdirSync(tmpdir()).filter((name) => name === 'jiti');
    await called('hooks.ts', 'one');
    expect(readdirSync(folder)).toEqual(['hooks.ts']);
    expect(readdirSync(tmpdir()).filter((name) => name === 'jiti')).toEqual(before);
  });
});

describe('a hook that cannot be used', () => {
  it('names a missing file', async () => {
    expect(await refusal('gone.ts', 'login')).toBe(
      'cannot load ./gone.ts#login: no such file | check the path (looked for <folder>/gone.ts)',
    );
  });

  it('names a missing export, and what may be meant', async () => {
    put({ 'hooks.ts': 'export const login = () => 1;\nexport const other = () => 2;\nexport const limit = 3;\n' });
    expect(await refusal('hooks.ts', 'logn')).toBe(
      './hooks.ts#logn: this file has no export logn | did you mean login?',
    );
    expect(await refusal('hooks.ts', 'toString')).toBe(
      './hooks.ts#toString: this file has no export toString | use one of login, other',
    );
  });

  it('names an export that is not a function', async () => {
    put({ 'hooks.ts': "export const login = 'x';\nexport const list = [1];\n" });
    expect(await refusal('hooks.ts', 'login')).toContain('./hooks.ts#login is a string, not a function');
    expect(await refusal('hooks.ts', 'list')).toContain('./hooks.ts#list is a list, not a function');
  });

  it.each(['ts', 'mjs'])('names the line of a syntax error in .%s, also in an imported file', async (type) => {
    put({
      [`hooks.${type}`]: `import './bad.${type}';\nexport const login = () => 1;\n`,
      [`bad.${type}`]: 'export const a = 1;\nexport const b = ;\n',
    });
    const told = `cannot load ./hooks.${type}#login: bad.${type}:2:18: Unexpected token | `;
    expect(await refusal(`hooks.${type}`, 'login')).toContain(told);
  });

  it('names the line of an exception at the top level', async () => {
    put({ 'hooks.ts': "export const login = () => 1;\n\nthrow new Error('no token');\n" });
    expect(await refusal('hooks.ts', 'login')).toContain('cannot load ./hooks.ts#login: hooks.ts:3: no token |');
  });

  it('names the file that imports a missing one', async () => {
    put({ 'hooks.ts': "import './lib.ts';\nexport const login = () => 1;\n", 'lib.ts': "import 'nothing-like-it';\n" });
    expect(await refusal('hooks.ts', 'login')).toContain(
      "cannot load ./hooks.ts#login: lib.ts: Cannot find module 'nothing-like-it' |",
    );
  });
});

describe('the place of an exception', () => {
  it('is the line of the hook, even if a library threw it', async () => {
    put({
      'hooks.ts':
        "import { fail } from 'lib';\n\nexport async function late(): Promise<void> {\n  await new Promise((resolve) => setTimeout(resolve, 1));\n  fail();\n}\n",
      'node_modules/lib/package.json': '{ "name": "lib", "type": "module", "exports": "./index.js" }',
      'node_modules/lib/index.js': "export function fail() {\n  throw new TypeError('no');\n}\n",
    });
    const thrown = await Promise.resolve(called('hooks.ts', 'late')).catch((error) => error);
    expect(thrownAt(thrown, join(folder, 'hooks.ts'))).toBe('hooks.ts:5');
  });

  it('is unknown for what is no error', () => {
    expect(thrownAt('text', '/a/hooks.ts')).toBeUndefined();
  });
});
