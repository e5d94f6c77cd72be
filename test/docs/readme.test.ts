import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/cli/commands.ts';
import { readRunOutputs } from '../../src/cli/options/outputs.ts';
import { resolveOptions } from '../../src/cli/options/resolve-options.ts';
import { EXIT_CODES } from '../../src/platform/exit-code.ts';
import { renderTables } from '../../src/render/render-tables.ts';
import { statusName } from '../../src/render/verdict-words.ts';
import { readReport } from '../../src/report/read-report.ts';
import { RUN_FLAGS } from '../../src/run/flags/run-flags.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { METRIC_NAMES } from '../../src/verdict/metric-kind.ts';
import { VALIDITY_LIMITS } from '../../src/verdict/validity-limits.ts';

const README = readFileSync('README.md', 'utf8');
const SCENARIOS = readFileSync('scenarios/README.md', 'utf8');
const REPORTS = readFileSync('reports/README.md', 'utf8');
const CONTRIBUTING = readFileSync('.github/CONTRIBUTING.md', 'utf8');
const BENCHMARKS = readFileSync('test/bench/README.md', 'utf8');
const PIPELINES = readFileSync('.github/actions/palaver/README.md', 'utf8');

/** Every key a scenario may have, those of the mock endpoint aside: its own help lists them. */
function keysOf(schema: unknown, keys = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return keys;
  for (const [name, inner] of Object.entries(schema)) {
    if (name === 'properties') for (const key of Object.keys(inner as object)) if (key !== '$schema') keys.add(key);
    if (name !== 'mock') keysOf(inner, keys);
  }
  return keys;
}

describe('the sample report', () => {
  it('is a current report of a passed run', () => {
    expect(readReport('reports/sample/report.json').verdict).toEqual({ status: 'pass', exitCode: 0, reasons: [] });
  });
});

describe('the scenario reference', () => {
  it('contains valid scenarios', () => {
    const blocks = [...SCENARIOS.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);
    const examples = blocks.filter((text) => text.includes('conversations:'));
    expect(examples).toHaveLength(4);
    const options = { env: { BOT_URL: 'https://host/TOKEN' }, needTargets: true };
    const [hours, steps, day] = examples.map((text) => loadScenario(text, 'scenarios/readme.yml', options));
    expect(hours!.conversations[0]!.steps.map(({ label }) => label)).toEqual(['hello', 'sunday']);
    expect(hours!.thresholds).toHaveLength(3);
    expect(new Set(steps!.conversations[0]!.instructions.map(({ kind }) => kind))).toEqual(
      new Set(['turn', 'branch', 'jump', 'push', 'reconnect']),
    );
    expect(day!.load).toMatchObject({ model: 'open', maxVus: 200 });
  });

  it('explains every key', () => {
    const code = [...SCENARIOS.matchAll(/```[\s\S]*?```|`[^`]+`/g)].join('\n');
    const words = keysOf(JSON.parse(readFileSync('scenarios/scenario.schema.json', 'utf8')));
    expect(words.size).toBeGreaterThan(80);
    expect([...words].filter((word) => !new RegExp(`\\b${word}\\b`).test(code))).toEqual([]);
  });
});

describe('the report reference', () => {
  it('lists the exit codes', () => {
    const table = REPORTS.slice(REPORTS.indexOf('<!-- exit-codes -->'), REPORTS.indexOf('<!-- /exit-codes -->'));
    const rows = [...table.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, code, meaning]) => ({
      code: Number(code),
      meaning,
    }));
    expect(rows).toEqual(Object.values(EXIT_CODES).map(({ code, meaning }) => ({ code, meaning })));
  });

  it('explains every verdict', () => {
    const statuses = ['report', 'comparison'].flatMap((name) => {
      const schema = JSON.parse(readFileSync(`scenarios/${name}.schema.json`, 'utf8'));
      return schema.properties.verdict.properties.status.enum as string[];
    });
    const section = REPORTS.slice(REPORTS.indexOf('## Verdicts'), REPORTS.indexOf('## Exit codes'));
    const shown = [...section.matchAll(/^\| `([A-Z ]+)` \|/gm)].map(([, verdict]) => verdict!);
    expect(shown.sort()).toEqual([...new Set(statuses)].map((each) => statusName(each).toUpperCase()).sort());
  });

  it('has a row for every existing metric, and no other', () => {
    const section = REPORTS.slice(REPORTS.indexOf('## Metrics'), REPORTS.indexOf('## Verdicts'));
    const names = [...section.matchAll(/^\| `([a-z_]+)` \| .+ \|$/gm)].map(([, name]) => name!);
    expect(names.sort()).toEqual([...METRIC_NAMES].sort());
  });

  it('contains the validity limits', () => {
    const limits = VALIDITY_LIMITS;
    const section = REPORTS.slice(REPORTS.indexOf('### Validity'), REPORTS.indexOf('### Calibration'));
    const told = section.replace(/\s+/g, ' ');
    const sentences = [
      `above ${limits.sendLagMs} ms`,
      `above ${limits.sendLagShareOfThinkTime * 100} % of the median think time`,
      `acknowledged an output more than ${limits.ackDelayMs / 1000} s late`,
      `more than ${limits.lateStartShare * 100} % of the conversations more than 1 s late`,
      `was blocked for more than ${limits.eventLoopBlockedMs} ms`,
      `garbage collection took more than ${limits.gcShareOfTime * 100} %`,
      `the hypervisor took more than ${limits.stealShareOfTime * 100} %`,
      `\`start_delay\` p95 is above ${limits.startDelayP95Ms} ms`,
      `more than ${limits.interruptedShare * 100} % of turns`,
      `more than ${limits.betweenTurnsShare * 100} % of the conversations were interrupted`,
      `more than ${limits.notOfferedShare * 100} % of the arrivals`,
      `exceeds ${limits.sendLagShareOfCycle * 100} % of the time between two inputs`,
      `fewer than ${limits.sendLagInputs} inputs`,
    ];
    expect(sentences.filter((sentence) => !told.includes(sentence))).toEqual([]);
  });
});

describe('the documents', () => {
  it('contain only existing options', async () => {
    const tables = await Promise.all(Object.values(COMMANDS).map(({ flags }) => flags()));
    const known = new Set([
      ...tables.flatMap((flags) => Object.keys(flags)),
      'help',
      'version',
      'no-install',
      'no-save',
      'config',
      // Of benchmarks.
      'cores',
      'prefix',
      'rounds',
      'delays',
      'runs',
      'update',
      'real',
      'schemes',
      'warm-up',
    ]);
    const texts = [README, SCENARIOS, REPORTS, PIPELINES, BENCHMARKS, CONTRIBUTING].join('\n');
    const named = [...texts.matchAll(/(?<![\w-])--([a-z][a-z-]*[a-z])/g)].map(([, name]) => name!);
    expect(new Set(named).size).toBeGreaterThan(60);
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('contain valid palaver commands', async () => {
    const shown = [README, SCENARIOS, REPORTS]
      .flatMap((text) => [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!))
      .flatMap((block) => block.replace(/\\\n/g, ' ').split('\n'))
      .map((line) => line.replace(/ #.*/, '').trim())
      .filter((line) => line.startsWith('npx palaver '));
    expect(shown.length).toBeGreaterThan(10);
    for (const line of shown) {
      const [command = '', ...words] = [
        ...line.slice('npx palaver '.length).matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g),
      ].map(([, single, double, bare]) => single ?? double ?? bare!);
      const flags = await COMMANDS[command]!.flags();
      expect(() => resolveOptions(flags, words, {}), line).not.toThrow();
    }
  });

  it('have recipes in valid YAML with valid palaver commands', () => {
    const recipes = [...PIPELINES.matchAll(/```yaml\n(# \.(?:github|gitlab)[\s\S]*?)```/g)].map(([, text]) => text!);
    expect(recipes).toHaveLength(2);
    for (const recipe of recipes) expect(parse(recipe)).toBeTypeOf('object');
    const commands = recipes.flatMap((recipe) => [
      ...[...recipe.matchAll(/palaver run \S+\.yml (.*)$/gm)].map(([, words]) => words!),
      ...[...recipe.matchAll(/options: ([^,]*),/g)].map(([, words]) => words!),
    ]);
    expect(commands).toHaveLength(2);
    for (const words of commands) {
      const { options, positionals } = resolveOptions(RUN_FLAGS, words.split(' '), {});
      expect(positionals).toEqual([]);
      expect(() => readRunOutputs(options, '/')).not.toThrow();
    }
  });

  it('list every benchmark', () => {
    const files = readdirSync('test/bench').filter((name) => name.endsWith('.mjs') && name !== 'run-bench.mjs');
    expect(files.filter((name) => !BENCHMARKS.includes(`| [${name}](${name}) |`))).toEqual([]);
  });
});

describe('the README', () => {
  const sections = README.split(/^## /m).map((text) => text.trimEnd());
  const section = (heading: string) => sections.find((text) => text.startsWith(`${heading}\n`))!;

  it('is short', () => {
    expect(README.split('\n').length).toBeLessThanOrEqual(250);
  });

  it.each(['Find the capacity before a launch', 'Gate in CI', 'Compare regions'])(
    'explains in at most 25 lines: %s',
    (heading) => {
      const lines = section(heading).split('\n').slice(1);
      expect(lines.length).toBeLessThanOrEqual(25);
    },
  );

  it('shows the tables of the sample report', () => {
    const tables = renderTables(readReport('reports/sample/report.json'), { width: 80 }).split('\n');
    const [, block] = /```\n(all conversations\n[\s\S]*?)```/.exec(README)!;
    const lines = block!.split('\n').filter((line) => line !== '…');
    expect(lines.filter((line) => !tables.includes(line))).toEqual([]);
  });

  it('has the gate of the GitHub recipe', () => {
    const short = parse(/```yaml\n([\s\S]*?)```/.exec(section('Gate in CI'))![1]!);
    const long = parse(/```yaml\n(# \.github[\s\S]*?)```/.exec(PIPELINES)![1]!);
    const { if: _, ...gate } = long.jobs.gate;
    expect(short.jobs).toEqual({ gate });
  });

  it('has a small picture', () => {
    const [, picture] = /!\[[^\]]+\]\(([^)]+\.png)\)/.exec(README)!;
    expect(statSync(picture!).size).toBeLessThanOrEqual(200 * 1024);
  });
});

describe('the workflow of this repository', () => {
  it('runs .ci/run', () => {
    const { jobs } = parse(readFileSync('.github/workflows/ci.yml', 'utf8'));
    expect(jobs.ci.steps.map(({ run }: { readonly run?: string }) => run)).toContain('.ci/run');
  });
});
