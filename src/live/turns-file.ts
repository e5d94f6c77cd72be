import type { Recorder } from '../measure/recorder/recorder.ts';
import type { TurnBatch } from '../measure/turns/turn-batch.ts';
import type { TurnTaker } from '../measure/turns/turn-outlet.ts';
import { TurnQuota } from '../measure/turns/turn-quota.ts';
import { TextStream } from '../platform/files/text-stream.ts';
import { redact } from '../platform/redact.ts';
import type { ObservedRun, RunIdentity, RunObserver } from './run-observer.ts';
import { type EndLine, type HeaderLine, TURNS_VERSION } from './turn-line-schema.ts';
import { TurnLines } from './turn-lines.ts';

/** Maximum size of turns not yet written, shared by the load threads. */
const MAX_UNDER_WAY_BYTES = 32 * 2 ** 20;
/** How long the end of a run waits for the disk. */
const CLOSE_WITHIN_MS = 10_000;

export interface TurnsFileOptions {
  /** Texts in clear; else they are hashed. */
  readonly keepTexts: boolean;
  /** Called once when turns begin to be lost. */
  readonly onNotice: (message: string) => void;
}

/** A run whose load threads are in this process. */
interface RunWithTurns extends ObservedRun {
  readonly recorder: Pick<Recorder, 'readings' | 'table'>;
}

/**
 * The file of turns of a run: a header, a line per turn, an end. If the disk is too slow, some turns are lost and counted; the
 * load is never slowed down. A failure ends only this file.
 *
 *     open → begin → turns, for each load thread … take … → end
 */
export class TurnsFile implements RunObserver<RunWithTurns> {
  private readonly stream: TextStream;
  private readonly options: TurnsFileOptions;
  private readonly quotas: TurnQuota[] = [];
  /** Found out at the end. */
  private isReplaced = false;
  private run: RunWithTurns | undefined;
  /** Turns given to the stream, and written by it. */
  private given = 0;
  private written = 0;
  private hasReportedLoss = false;
  private closing: Promise<void> | undefined;

  private constructor(stream: TextStream, options: TurnsFileOptions) {
    this.stream = stream;
    this.options = options;
  }

  /** @throws KnownError when the file cannot be written. */
  static async open(path: string, options: TurnsFileOptions): Promise<TurnsFile> {
    return new TurnsFile(await TextStream.open(path), options);
  }

  /** Writes the header. */
  begin(observed: RunWithTurns, { run, name, version, startedAt, place }: RunIdentity): void {
    this.run = observed;
    const header: HeaderLine = {
      type: 'header',
      version: TURNS_VERSION,
      tool: `palaver ${version}`,
      run,
      name: redact(name),
      startedAt,
      ...(place !== undefined && { place }),
      hashed: !this.options.keepTexts,
    };
    this.stream.write(`${JSON.stringify(header)}\n`, () => {});
  }

  turns(): TurnTaker {
    const { run } = this;
    if (!run) throw new Error('the file of turns has no header yet');
    const quota = new TurnQuota(Math.floor(MAX_UNDER_WAY_BYTES / run.workers));
    this.quotas.push(quota);
    const { startUs, windows, recorder } = run;
    const lines = new TurnLines({ startUs, windows, table: recorder.table, keepTexts: this.options.keepTexts });
    return { quota, take: (batch) => this.take(batch, quota, lines) };
  }

  /** Why the file is incomplete. */
  get failure(): string | undefined {
    return this.stream.failure ?? (this.isReplaced ? 'another file replaced it' : undefined);
  }

  /** Notes for the report about this file; empty if it is complete. */
  notes(): string[] {
    const offered = this.sum((quota) => quota.offered);
    const refused = this.sum((quota) => quota.refused);
    const lacks = (turns: number) => `misses ${turns} of ${offered} turns`;
    if (this.isReplaced)
      return [
        'The file of turns is lost: another file replaced it, perhaps of another run with the same --out. Use a different file for each run.',
      ];
    if (this.failure !== undefined)
      return [
        `The file of turns could not be written completely: ${this.failure}; it ${lacks(offered - this.written)}.`,
      ];
    const unsent = this.closing ? offered - refused - this.given : 0;
    return [
      ...(refused > 0 ? [`The file of turns ${lacks(refused)}: the disk was too slow.`] : []),
      ...(unsent > 0 ? [`The file of turns ${lacks(unsent)}: their load thread ended before sending them.`] : []),
    ];
  }

  /** Resolves when all that came is on disk, or the disk takes no more. Idempotent. */
  end(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  /** Instead of `begin`: removes the file of a run that does not start. */
  async discard(): Promise<void> {
    this.closing ??= this.stream.close(CLOSE_WITHIN_MS);
    await this.closing;
    this.stream.remove();
  }

  private async finish(): Promise<void> {
    const end: EndLine = { type: 'end', turns: this.given, lost: this.sum((quota) => quota.offered) - this.given };
    if (this.run) this.stream.write(`${JSON.stringify(end)}\n`, () => {});
    this.isReplaced = this.stream.isReplaced;
    await this.stream.close(CLOSE_WITHIN_MS);
  }

  private take(batch: TurnBatch, quota: TurnQuota, lines: TurnLines): void {
    if (quota.refused > 0 && !this.hasReportedLoss) {
      this.hasReportedLoss = true;
      this.options.onNotice('the disk is too slow for the file of turns: some turns will be missing');
    }
    // Quota that is not given back stops the load thread from sending more.
    if (this.closing || this.stream.failure !== undefined) return;
    this.given += batch.turns;
    this.stream.write(lines.of(batch), () => {
      this.written += batch.turns;
      quota.release(batch.size);
    });
  }

  private sum(of: (quota: TurnQuota) => number): number {
    return this.quotas.reduce((total, quota) => total + of(quota), 0);
  }
}
