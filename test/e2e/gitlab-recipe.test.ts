import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { comparedReport } from '../support/compared-report.ts';
import { standIns } from '../support/job-runner.ts';
import { tempFolder } from '../support/palaver.ts';

const REHEARSED = new URL('../support/rehearsed-palaver.mjs', import.meta.url).pathname;
const { load: JOB } = parse(
  /```yaml\n(# \.gitlab[\s\S]*?)```/.exec(readFileSync('.github/actions/palaver/README.md', 'utf8'))![1]!,
) as {
  readonly load: {
    readonly rules: readonly { readonly if: string; readonly variables: Readonly<Record<string, string>> }[];
    readonly cache: {
      readonly key: string;
      readonly paths: readonly string[];
      readonly policy: string;
      readonly unprotect: boolean;
    };
    readonly script: readonly string[];
  };
};

/** Runs the job of the recipe as GitLab's runner does: a fresh clone, the cache by its policy, the script line by line. */
class Project {
  readonly #cache = tempFolder();
  readonly #bin = standIns({ npm: './fake-npm.mjs', npx: './fake-npx.mjs' });

  /** `rule`: which of the job's rules lets it run. */
  run(rule: 'merge request' | 'default branch', factor: number) {
    const folder = tempFolder();
    const load = join(tempFolder(), 'load.json');
    const seed = Math.round(factor * 100);
    writeFileSync(
      load,
      serialiseReport(comparedReport({ id: `run-${seed}`, seed, seconds: 60, perSecond: 10, factor })),
    );
    mkdirSync(join(folder, 'package/dist'), { recursive: true });
    mkdirSync(join(folder, 'tools'));
    writeFileSync(join(folder, 'package/package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'package/dist/main.js'), `await import(${JSON.stringify(REHEARSED)});\n`);
    spawnSync('tar', ['czf', join(folder, 'tools/palaver-0.1.0.tgz'), '-C', folder, 'package']);

    const { variables } = JOB.rules.find(({ if: condition }) =>
      condition.includes(rule === 'merge request' ? 'merge_request_event' : '$CI_DEFAULT_BRANCH'),
    )!;
    const known: Record<string, string> = { CI_JOB_NAME_SLUG: 'load', ...variables };
    const filled = (text: string) => text.replace(/\$(\w+)/g, (_, name: string) => known[name] ?? '');
    const kept = join(this.#cache, filled(JOB.cache.key));
    const policy = filled(JOB.cache.policy);
    if (existsSync(kept)) cpSync(kept, folder, { recursive: true });
    const { status, stdout } = spawnSync('bash', ['-eo', 'pipefail', '-c', JOB.script.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${this.#bin}:${process.env.PATH}`,
        REHEARSED: load,
        FAKE_NPM: join(folder, 'npm'),
        PALAVER_TARGET: 'http://127.0.0.1:9/TOKEN',
        ...known,
      },
    });
    if (status === 0 && policy === 'pull-push') {
      rmSync(kept, { recursive: true, force: true });
      for (const path of JOB.cache.paths) cpSync(join(folder, path), join(kept, path), { recursive: true });
    }
    return { status, told: stdout.replace(/\s+/g, ' '), junit: existsSync(join(folder, 'out/junit.xml')) };
  }
}

describe('the GitLab job of the recipe', () => {
  it('records a baseline on the default branch, passes against it, and finds the regression', () => {
    const project = new Project();
    const early = project.run('merge request', 1);
    expect([early.status, early.told.includes('no baseline yet')]).toEqual([0, true]);
    // A merge request records nothing.
    const first = project.run('default branch', 1);
    expect([first.status, first.told.includes('no baseline yet')]).toEqual([0, true]);
    const second = project.run('merge request', 1.01);
    expect([second.status, second.told.includes('run run-100: latest of 1 passed')]).toEqual([0, true]);
    const third = project.run('merge request', 1.5);
    expect([third.status, third.junit]).toEqual([111, true]);
    // Nor does what got slower become the baseline.
    expect(project.run('default branch', 1.5).status).toBe(111);
    expect(project.run('merge request', 1.02).told).toContain('run run-100: latest of 1 passed');
    expect(JOB.cache.unprotect).toBe(true);
  }, 120_000);
});
