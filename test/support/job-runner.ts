import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Contexts, fillIn, holds } from './job-expression.ts';
import { tempFolder } from './palaver.ts';

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** Where a job runs, and what of it lasts longer than the job. */
export interface JobPlace {
  readonly workspace: string;
  /** Entries of the cache: `KEY/`; kept from job to job. */
  readonly cache: string;
  readonly env: Readonly<Record<string, string>>;
  readonly contexts: Contexts;
}

export interface JobResult {
  /** Of the first step that failed; 0 where none did. */
  readonly exitCode: number;
  readonly log: string;
  readonly summary: string;
  /** Of the steps that have an id. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of the artefacts, with what each holds. */
  readonly artefacts: Readonly<Record<string, readonly string[]>>;
}

interface StepResult {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the steps of a job one by one as GitHub's runner does, composite actions of the workspace included. */
export async function runJob(steps: readonly Step[], place: JobPlace): Promise<JobResult> {
  const run = new JobRun(place);
  const { exitCode, steps: outcomes } = await run.all(steps, place.contexts, {});
  const outputs = Object.fromEntries(Object.entries(outcomes).map(([id, { outputs }]) => [id, outputs]));
  return { exitCode, log: run.log, summary: run.summary, outputs, artefacts: run.artefacts };
}

class JobRun {
  log = '';
  readonly artefacts: Record<string, readonly string[]> = {};
  readonly #place: JobPlace;
  readonly #temp = tempFolder();

  constructor(place: JobPlace) {
    this.#place = place;
    writeFileSync(join(this.#temp, 'summary'), '');
  }

  get summary(): string {
    return readFileSync(join(this.#temp, 'summary'), 'utf8');
  }

  async all(steps: readonly Step[], contexts: Contexts, env: Readonly<Record<string, string>>) {
    const outcomes: Record<string, { readonly outputs: StepResult['outputs']; readonly outcome: string }> = {};
    let exitCode = 0;
    for (const step of steps) {
      const known = { ...contexts, steps: outcomes };
      const hasFailed = exitCode !== 0;
      if (step.if === undefined ? hasFailed : !holds(step.if, known, hasFailed)) continue;
      const result = await this.#one(step, known, { ...env, ...filled(step.env ?? {}, known) });
      if (exitCode === 0) exitCode = result.exitCode;
      const outcome = result.exitCode === 0 ? 'success' : 'failure';
      if (step.id !== undefined) outcomes[step.id] = { outputs: result.outputs, outcome };
    }
    return { exitCode, steps: outcomes };
  }

  #one(step: Step, contexts: Contexts, env: Readonly<Record<string, string>>): Promise<StepResult> | StepResult {
    if (step.run !== undefined) return this.#script(fillIn(step.run, contexts), env);
    const inputs = filled(step.with ?? {}, contexts);
    const name = step.uses!.replace(/@.*$/, '');
    if (name.startsWith('./')) return this.#composite(join(this.#place.workspace, name), inputs, contexts, env);
    switch (name) {
      case 'actions/checkout':
      case 'actions/setup-node':
        return DONE;
      case 'actions/cache/restore':
        return this.#restore(inputs);
      case 'actions/cache/save':
        return this.#save(inputs);
      case 'actions/upload-artifact':
        return this.#upload(inputs);
      default:
        throw new Error(`an action that this runner does not know: ${name}`);
    }
  }

  async #composite(
    path: string,
    given: Readonly<Record<string, string>>,
    contexts: Contexts,
    env: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const action = parse(readFileSync(join(path, 'action.yml'), 'utf8')) as Action;
    const inputs: Record<string, string> = {};
    for (const [name, { default: usual = '', required }] of Object.entries(action.inputs)) {
      if (required && given[name] === undefined) throw new Error(`the input ${name} is missing`);
      inputs[name] = given[name] ?? fillIn(String(usual), contexts);
    }
    for (const name of Object.keys(given)) if (!(name in inputs)) throw new Error(`the action has no input ${name}`);
    const github = { ...(contexts.github as object), action_path: path };
    const { secrets, ...rest } = contexts;
    const inner = { ...rest, github, inputs };
    const { exitCode, steps } = await this.all(action.runs.steps, inner, env);
    const values = Object.entries(action.outputs).map(([name, { value }]) => [
      name,
      fillIn(value, { ...inner, steps }),
    ]);
    return { exitCode, outputs: Object.fromEntries(values) };
  }

  async #script(script: string, env: Readonly<Record<string, string>>): Promise<StepResult> {
    const output = join(this.#temp, 'output');
    writeFileSync(output, '');
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: this.#place.workspace,
      env: {
        ...this.#place.env,
        ...env,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: join(this.#temp, 'summary'),
        RUNNER_TEMP: this.#temp,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
      });
    const exitCode = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
    const lines = readFileSync(output, 'utf8').split('\n').filter(Boolean);
    return { exitCode, outputs: Object.fromEntries(lines.map((line) => /^([^=]+)=(.*)$/.exec(line)!.slice(1))) };
  }

  #restore({ path, key, 'restore-keys': prefix }: Readonly<Record<string, string>>): StepResult {
    const entry = this.#entries().find((name) => name === key) ?? this.#newest(prefix);
    if (entry !== undefined) cpSync(join(this.#place.cache, entry, 'content'), this.#at(path!), { recursive: true });
    return { exitCode: 0, outputs: { 'cache-hit': entry === key ? 'true' : entry === undefined ? '' : 'false' } };
  }

  /** An entry that is there stays as it is. */
  #save({ path, key }: Readonly<Record<string, string>>): StepResult {
    const entry = join(this.#place.cache, key!);
    if (existsSync(entry)) {
      this.log += `::warning::the cache has ${key} already\n`;
      return DONE;
    }
    cpSync(this.#at(path!), join(entry, 'content'), { recursive: true });
    writeFileSync(join(entry, 'number'), String(this.#entries().length));
    return DONE;
  }

  #entries(): string[] {
    return existsSync(this.#place.cache) ? readdirSync(this.#place.cache) : [];
  }

  #newest(prefix: string | undefined): string | undefined {
    const number = (name: string) => Number(readFileSync(join(this.#place.cache, name, 'number'), 'utf8'));
    const found = this.#entries().filter((name) => prefix !== undefined && name.startsWith(prefix));
    return found.toSorted((left, right) => number(right) - number(left))[0];
  }

  #upload({ name, path, overwrite }: Readonly<Record<string, string>>): StepResult {
    // Hidden folders are left out.
    if (/(^|\/)\./.test(path!)) throw new Error(`nothing of ${path} would be uploaded`);
    if (this.artefacts[name!] && overwrite !== 'true') throw new Error(`two artefacts ${name}`);
    const files = existsSync(this.#at(path!)) ? readdirSync(this.#at(path!)) : [];
    if (files.length > 0) this.artefacts[name!] = files;
    return DONE;
  }

  #at(path: string): string {
    return join(this.#place.workspace, path);
  }
}

const DONE: StepResult = { exitCode: 0, outputs: {} };

function filled(texts: Readonly<Record<string, unknown>>, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fillIn(String(text), contexts)]));
}

/** A folder with executables that replace those of a runner: name → script of this folder. */
export function standIns(scripts: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  for (const [name, script] of Object.entries(scripts)) {
    const path = new URL(script, import.meta.url).pathname;
    writeFileSync(join(folder, name), `#!/bin/sh\nexec "${process.execPath}" "${path}" "$@"\n`, { mode: 0o755 });
  }
  return folder;
}
