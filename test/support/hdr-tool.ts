import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { QuantileName } from '../../src/measure/histogram/quantile.ts';

/** The Java HdrHistogram, as Debian packages it. */
const JAR = '/usr/share/java/hdrhistogram.jar';
const PROGRAM = new URL('HdrTool.java', import.meta.url).pathname;
/** These options reduce its start-up time to a third. */
const QUICK_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

const isInstalled = () => existsSync(JAR) && spawnSync('javac', ['-version']).error === undefined;
/** In CI the tests are never skipped: they fail if it is missing. */
export const hasHdrTool = process.env.CI === 'true' || isInstalled();
export const HDR_TOOL_HINT = ' (needs apt-get install libhdrhistogram-java default-jdk-headless)';

/** The result of HdrHistogram's log processor for one tag of a log, in the unit of the values. */
export interface ProcessedTag {
  readonly count: number;
  readonly max: number;
  readonly percentiles: Readonly<Record<QuantileName, number>>;
  /** Of each interval, in order. */
  readonly counts: readonly number[];
}

/** One Java virtual machine for all tests: on a busy machine, Java takes seconds to start. */
export class HdrTool {
  private readonly folder = mkdtempSync(join(tmpdir(), 'palaver-hdr-'));
  private readonly java = spawn('java', [...QUICK_START, '-cp', JAR, PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  private readonly ended: Promise<never>;
  private readonly waiting: (() => void)[] = [];
  private runs = 0;

  constructor() {
    this.ended = new Promise((_resolve, reject) => {
      this.java.once('error', reject).once('exit', (code) => reject(new Error(`Java ended with ${code}`)));
    });
    this.ended.catch(() => {});
    createInterface(this.java.stdout).on('line', () => this.waiting.shift()?.());
  }

  async listTags(logFile: string): Promise<string[]> {
    const shown = readFileSync(await this.process('-i', logFile, '-listtags'), 'utf8');
    return shown.trim().split('\n').slice(1);
  }

  /** The distribution that the processor prints, without the lines about its own run. */
  async distributionOf(logFile: string, tag: string, unit: number): Promise<string> {
    const args = ['-i', logFile, '-tag', tag, '-outputValueUnitRatio', String(unit)];
    const shown = readFileSync(await this.process(...args), 'utf8');
    return shown.slice(shown.indexOf('       Value'));
  }

  /** Percentiles of all intervals of the tag together, and how many values each interval holds. */
  async processTag(logFile: string, tag: string): Promise<ProcessedTag> {
    const out = join(this.folder, `tag-${++this.runs}`);
    await this.process('-csv', '-i', logFile, '-o', out, '-tag', tag, '-outputValueUnitRatio', '1');
    const intervals = rowsOf(out);
    const distribution = rowsOf(`${out}.hgrm`);
    // Columns: end, interval: count, 50 %, 90 %, max, total: count, 50 %, 90 %, 99 %, 99.9 %, 99.99 %, max.
    const [, , , , , count, p50, p90, p99, p99_9, , max] = intervals.at(-1)!;
    const at = (level: number) => distribution.find(([, reached]) => reached! >= level)![0]!;
    const percentiles = { p50: p50!, p75: at(0.75), p90: p90!, p95: at(0.95), p99: p99!, p99_9: p99_9! };
    return { count: count!, max: max!, percentiles, counts: intervals.map(([, own]) => own!) };
  }

  close(): void {
    this.java.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The file with what the processor printed, given these arguments. */
  private async process(...args: string[]): Promise<string> {
    const printed = join(this.folder, `printed-${++this.runs}`);
    const done = new Promise<void>((resolve) => this.waiting.push(resolve));
    this.java.stdin.write(`${[printed, ...args].join('\t')}\n`);
    await Promise.race([done, this.ended]);
    return printed;
  }
}

/** The rows of numbers of a CSV file. */
function rowsOf(path: string): number[][] {
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line));
  return rows.map((line) => line.split(',').map(Number));
}
