import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';

/** Folder → folders it may import. Read top to bottom: lower to higher. The picture of it is src/README.md. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  template: ['platform'],
  hooks: ['platform'],
  load: ['platform'],
  measure: ['platform'],
  verdict: ['measure', 'platform'],
  mock: ['measure', 'platform'],
  compare: ['measure', 'platform'],
  endpoint: ['template', 'platform'],
  scenario: ['hooks', 'mock', 'load', 'verdict', 'endpoint', 'measure', 'template', 'platform'],
  conversation: ['scenario', 'hooks', 'endpoint', 'measure', 'template', 'platform'],
  engine: ['load', 'scenario', 'hooks', 'conversation', 'endpoint', 'measure', 'platform'],
  report: ['compare', 'verdict', 'scenario', 'measure', 'platform'],
  distribute: ['engine', 'hooks', 'endpoint', 'measure', 'scenario', 'load', 'platform'],
  import: ['scenario', 'measure', 'template', 'platform'],
  render: ['report', 'verdict', 'measure', 'platform'],
  live: ['render', 'report', 'verdict', 'measure', 'platform'],
};
/** May import everything below them. */
const TOP = ['run', 'talk', 'capacity', 'fleet', 'calibrate', 'library', 'cli', 'main.ts', 'palaver.ts'];
/** Rooms whose sub-rooms are all open to others: libraries. */
const LIBRARIES = ['platform', 'measure'];
/** Other sub-rooms that files outside of their room may import; all others are private to it. */
const OPEN_SUB_ROOMS = [
  'capacity/step',
  'endpoint/protocol',
  'endpoint/session',
  'report/capacity',
  'report/comparison',
  'render/traces',
  'report/traces',
  'fleet/agent',
  'fleet/coordinator',
  'fleet/wire',
  'library/types',
  'run/conduct',
  'run/connection',
  'run/flags',
  'run/hooks',
  'run/shards',
  'scenario/data',
  'scenario/plan',
  'verdict/lag',
  'verdict/stop-on',
];
/** Files in one folder; more than that is not taken in at a glance. */
const MAX_FILES = 20;
/** Positional parameters of one function; beyond that, a documented value holds them. */
const MAX_PARAMETERS = 4;
/** Names that two files export: pairs on two sides of a seam that shares no code, or private to their rooms. */
const EXPORTED_TWICE: readonly string[] = [];
/** What runs in a browser shares nothing with the house but these forms of data. */
const PAGE_MODELS = [
  'src/render/page/page-model.ts',
  'src/render/page/conversation-page-model.ts',
  'src/render/comparison/comparison-page-model.ts',
  'src/render/capacity/capacity-page-model.ts',
];

/** Declarations for other programs. */
const DECLARATIONS = 'types';
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && dirname(name) !== DECLARATIONS)
  .map((name) => ({ path: join('src', name), text: readFileSync(join('src', name), 'utf8') }));
const topOf = (path: string) => normalize(path).split('/')[1]!;
const localImports = (file: { path: string; text: string }) =>
  [...file.text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => join(dirname(file.path), match[1]!));

describe('the architecture', () => {
  it('has source files', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('$path imports only from lower layers', (file) => {
    const home = topOf(file.path);
    if (home === 'page') return expect(importsOfPage(file)).toEqual([]);
    const forbidden = localImports(file)
      .map(topOf)
      .filter((place) => place !== home)
      .filter((place) => (TOP.includes(home) ? isAbove(place, home) : !LAYERS[home]?.includes(place)));
    expect(forbidden).toEqual([]);
  });

  it.each(files)('$path imports nothing from private sub-folders of other folders', (file) => {
    const intruded = localImports(file)
      .filter((path) => topOf(path) !== topOf(file.path) && topOf(file.path) !== 'page')
      .filter((path) => isPrivate(path));
    expect(intruded).toEqual([]);
  });

  it('is described by src/README.md: every file that it names exists', () => {
    const map = readFileSync('src/README.md', 'utf8');
    const named = [...map.matchAll(/`([\w/-]+\.(?:ts|mjs))`/g)].map(([, name]) => name!);
    const isThere = (name: string) => files.some(({ path }) => path.endsWith(`/${name}`)) || existsSync(name);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(100);
  });

  it('has no circular imports', () => {
    expect(circles()).toEqual([]);
  });

  it('has at most 20 files per folder', () => {
    const counts = new Map<string, number>();
    for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > MAX_FILES)).toEqual([]);
  });

  it.each(files)('$path has at most 250 lines', (file) => {
    expect(file.text.split('\n').length).toBeLessThanOrEqual(251);
  });

  it('limits the number of positional parameters', () => {
    const offenders = files.flatMap(({ path, text }) =>
      longParameterLists(parseAst(text, { lang: 'ts' }, path)).map((offset) => `${path}:${lineAt(text, offset)}`),
    );
    expect(offenders).toEqual([]);
  });

  it('finds long parameter lists of functions, methods and constructors', () => {
    const list = 'a, b, c = 1, { d }, ...e';
    const text = `function f(${list}) {}\nclass C {\n  constructor(${list}) {}\n  m(${list}) {}\n}\nconst g = (${list}) => 1;`;
    const lines = longParameterLists(parseAst(text, { lang: 'ts' }, 'long.ts')).map((offset) => lineAt(text, offset));
    expect(lines).toEqual([1, 3, 4, 6]);
    expect(longParameterLists(parseAst('function f(a, b, c, d) {}', { lang: 'ts' }, 'short.ts'))).toEqual([]);
  });

  it('exports each name from one file only', () => {
    const homes = new Map<string, string[]>();
    for (const { path, text } of files) {
      const exported = text.matchAll(
        /^export (?:async |abstract )?(?:function\*?|class|interface|type|const|let) (\w+)/gm,
      );
      for (const name of new Set([...exported].map((match) => match[1]!)))
        homes.set(name, [...(homes.get(name) ?? []), path]);
    }
    const twice = [...homes].filter(([name, paths]) => paths.length > 1 && !EXPORTED_TWICE.includes(name));
    expect(twice).toEqual([]);
  });

  it('uses clock, random numbers, timers, process and file system only in platform and main', () => {
    const effects =
      /\b(Date\.now|new Date\(\)|performance\.|Math\.random|(?:setTimeout|setInterval|setImmediate|clearTimeout)\b|process\.(?!ts'))|from 'node:(fs|fs\/promises|process|timers|perf_hooks)'/;
    const offenders = files
      .filter((file) => !['platform', 'page', 'main.ts'].includes(topOf(file.path)))
      .filter((file) => effects.test(withoutComments(file.text)))
      .map((file) => file.path);
    expect(offenders).toEqual([]);
  });

  it('draws charts only in the page: only there the compiler knows the DOM', () => {
    const importers = files.filter((file) => /from 'uplot/.test(file.text)).map((file) => topOf(file.path));
    expect(importers.filter((place) => place !== 'page')).toEqual([]);
  });

  it.each([
    ['jiti', 'src/hooks/load-module.ts'],
    ['json-p3', 'src/template/json-path.ts'],
    ['hdr-histogram-js', 'src/measure/histogram/hdr-library.ts'],
    ['csv-parse', 'src/scenario/data/parse-csv.ts'],
    ['prom-client', 'src/live/prometheus/exposition.ts'],
  ])('uses %s in one file only', (library, home) => {
    const importers = files
      .filter((file) => new RegExp(`(from |import\\()'${library}`).test(file.text))
      .map((file) => file.path);
    expect(importers).toEqual([home]);
  });

  it('parses YAML only in scenario, and writes it in one file', () => {
    const importers = files.filter((file) => file.text.includes("from 'yaml'")).map((file) => file.path);
    const outside = importers.filter((path) => topOf(path) !== 'scenario');
    expect(outside).toEqual(['src/import/write-scenario.ts']);
  });

  it('names events of a platform only in its protocol and in the servers that imitate it', () => {
    const events = /['"`[]*(processInput|endpoint-ready|typingStatus|finalPing|urlToken|_cognigy|_messageId)\b/;
    const homes = ['src/endpoint/protocol/cognigy/', 'src/mock/', 'src/calibrate/reference/'];
    const offenders = files
      .filter(({ path }) => !homes.some((home) => path.startsWith(home)))
      .filter(({ text }) => events.test(text))
      .map(({ path }) => path);
    expect(offenders).toEqual([]);
  });

  it('uses the Socket.IO client only in endpoint, and the server only in mock', () => {
    const importers = files.filter((file) => /from 'socket\.io/.test(file.text)).map((file) => topOf(file.path));
    expect(importers.filter((place) => place !== 'endpoint' && place !== 'mock')).toEqual([]);
  });
});

/** Does it lie in a sub-room that is not open? */
function isPrivate(path: string): boolean {
  const [, room, ...inner] = dirname(normalize(path)).split('/');
  if (inner.length === 0 || LIBRARIES.includes(room!)) return false;
  return !OPEN_SUB_ROOMS.includes([room, ...inner].join('/'));
}

/** Where functions with too many parameters start. */
function longParameterLists(node: unknown): number[] {
  if (typeof node !== 'object' || node === null) return [];
  const { params, start } = node as { params?: unknown; start?: number };
  const own = Array.isArray(params) && params.length > MAX_PARAMETERS && !isTypeList(node) ? [start!] : [];
  return [...own, ...Object.values(node).flatMap(longParameterLists)];
}

/** Type parameters and arguments are no parameters of a function. */
function isTypeList(node: object): boolean {
  return 'type' in node && /^TSTypeParameter/.test(String(node.type));
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Files that can be reached from themselves. Takes away, again and again, the files that import nothing that is left. */
function circles(): string[] {
  const left = new Map(files.map((file) => [file.path, localImports(file)]));
  for (;;) {
    const free = [...left].filter(([, imports]) => !imports.some((path) => left.has(path)));
    if (free.length === 0) break;
    for (const [path] of free) left.delete(path);
  }
  return [...left.keys()];
}

function isAbove(place: string, home: string): boolean {
  if (place === 'page') return true;
  const above = {
    run: ['capacity', 'fleet', 'calibrate', 'library', 'cli'],
    capacity: ['fleet', 'calibrate', 'library', 'cli'],
    fleet: ['calibrate', 'library', 'cli'],
    calibrate: ['capacity', 'library', 'cli'],
    library: ['cli'],
  };
  return above[home as keyof typeof above]?.includes(place) ?? false;
}

/** What a module of the page imports of the house beyond its models' types. */
function importsOfPage(file: { path: string; text: string }): string[] {
  const types = [...file.text.matchAll(/import type [^;]*?from '(\.[^']+)'/g)].map((match) =>
    join(dirname(file.path), match[1]!),
  );
  const isModel = (path: string) => PAGE_MODELS.includes(path) && types.includes(path);
  return localImports(file).filter((path) => topOf(path) !== 'page' && !isModel(path));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
