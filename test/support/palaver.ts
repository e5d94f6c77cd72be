import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/report/report.ts';
import { eventually } from './eventually.ts';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
/** An empty folder: tests do not use stored calibrations of this machine. */
const NO_CACHE = join(tmpdir(), `palaver-test-${process.pid}-no-cache`);

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves once stderr contains this. */
  said(text: string | RegExp): Promise<void>;
  /** Whether stderr contains this so far. */
  hasSaid(text: string | RegExp): boolean;
  /** Resolves once the condition holds while it runs; rejects if it ends before. */
  until(holds: () => boolean): Promise<void>;
}

/**
 * Starts the built command line as a person does, in a process of its own. `within`: a command that starts another one,
 * which follows as its arguments.
 */
export function startPalaver(
  args: readonly string[],
  env: Record<string, string> = {},
  within: readonly string[] = [],
  stdin: 'ignore' | 'pipe' = 'ignore',
): Started {
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: npm run build comes before these tests');
  const [command, ...words] = [...within, process.execPath, MAIN, ...args];
  const child = spawn(command!, words, {
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: NO_CACHE, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const heard: (() => void)[] = [];
  child.stdout!.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr!.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    for (const check of heard) check();
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const hasSaid = (text: string | RegExp) => (typeof text === 'string' ? stderr.includes(text) : text.test(stderr));
  const said = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (hasSaid(text)) resolve();
      };
      heard.push(check);
      check();
      void finished.then(() => reject(new Error(`ended without saying ${text}: ${stderr}`)));
    });
  const until = async (holds: () => boolean) => {
    await eventually(() => holds() || child.exitCode !== null);
    if (!holds()) throw new Error(`ended before that: ${(await finished).stderr}`);
  };
  return { process: child, finished, said, hasSaid, until };
}

export function palaver(
  args: readonly string[],
  env?: Record<string, string>,
  within?: readonly string[],
): Promise<Finished> {
  return startPalaver(args, env, within).finished;
}

/** A new empty folder for this test. */
export function tempFolder(): string {
  return mkdtempSync(join(tmpdir(), 'palaver-test-'));
}

/** Writes a scenario into a folder and returns its path. */
export function scenarioFile(folder: string, text: string): string {
  const path = join(folder, 'scenario.yml');
  writeFileSync(path, text);
  return path;
}

/** The report of the only run in a report folder. */
export function onlyReport(folder: string): Report {
  const runs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (runs.length !== 1) throw new Error(`expected one run in ${folder}, found ${runs.length}`);
  return JSON.parse(readFileSync(join(folder, runs[0]!.name, 'report.json'), 'utf8'));
}

/** The count of a counter in a report; 0 where it never counted. */
export function countIn(report: Report, name: string): number {
  const metric = report.metrics[name];
  return metric?.kind === 'counter' ? metric.count : 0;
}

export function reasonsIn(report: Report, name: string): Readonly<Record<string, number>> {
  const metric = report.metrics[name];
  return metric?.kind === 'counter' ? (metric.reasons ?? {}) : {};
}

/** Which virtual user had which conversation; of up to 20 conversations, since a report keeps as many as examples. */
export function planOf({ exemplars }: Report): readonly string[] {
  return exemplars.map(({ number, conversation, vu }) => `${number} ${conversation} ${vu}`).sort();
}

/** Reasons of a verdict about the timing of the machine, which tests ignore because they share its cores. */
const OF_THE_MACHINE =
  /^inputs were sent late|the load generator started .* late|^other processes used|is uncertain by|was blocked for|garbage collection|hypervisor/;

/** All other reasons of the verdict. */
export function reasonsBeside(report: Report): readonly string[] {
  return report.verdict.reasons.map(({ text }) => text).filter((text) => !OF_THE_MACHINE.test(text));
}

/** The exit code that the run would have without lateness of the machine. */
export function exitCodeBeside({ verdict: { reasons } }: Report, code: number | null): number | null {
  const invalid = reasons.filter(({ kind }) => kind === 'invalid');
  const isLate = invalid.length > 0 && invalid.every(({ text }) => OF_THE_MACHINE.test(text));
  if (code !== 112 || !isLate) return code;
  const has = (...kinds: readonly string[]) => reasons.some(({ kind }) => kinds.includes(kind));
  return has('ending', 'threshold', 'no-data') ? 99 : has('inconclusive') ? 112 : 0;
}

/** Whether the exit code is that of a run that passes, apart from lateness of the machine. */
export function isPass(report: Report, code: number | null): boolean {
  const deciding = report.verdict.reasons.filter(({ kind }) => kind !== 'suspect');
  const late = deciding.some(({ text }) => OF_THE_MACHINE.test(text));
  return deciding.every(({ text }) => OF_THE_MACHINE.test(text)) && code === (late ? 112 : 0);
}
