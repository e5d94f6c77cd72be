import type { TurnBatch } from '../measure/turns/turn-batch.ts';
import type { TurnTaker } from '../measure/turns/turn-outlet.ts';
import { TurnQuota } from '../measure/turns/turn-quota.ts';
import { TextStream } from '../platform/files/text-stream.ts';
import { redact } from '../platform/redact.ts';
import { type EndLine, type HeaderLine, TURNS_VERSION } from './turn-line-schema.ts';
import { TurnLines, type TurnLinesOptions } from './turn-lines.ts';

/** Of turns that are not written yet so much is held at most, shared by the load threads. */
const MAX_UNDER_WAY_BYTES = 32 * 2 ** 20;
/** So long the end of a run waits for the disk. */
const CLOSE_WITHIN_MS = 10_000;

/** What a file of turns is told of its run when that begins. */
export interface TurnsBeginning extends Omit<TurnLinesOptions, 'keepTexts'> {
  readonly run: Omit<HeaderLine, 'type' | 'version' | 'hashed'>;
  readonly workers: number;
  /** Told once when turns begin to be lost. */
  readonly onNotice: (message: string) => void;
}

/**
 * The file of turns of a run: a header, a line for each turn, an end. Where the disk is slower than the turns come, some
 * are lost and counted; the load is never slowed. A failure ends this file and nothing else.
 *
 *     open → begin → startTaker for each load thread … take … → close
 */
export class TurnsFile {
  private readonly stream: TextStream;
  private readonly keepTexts: boolean;
  private readonly quotas: TurnQuota[] = [];
  /** Found out at the end. */
  private isReplaced = false;
  private beginning: TurnsBeginning | undefined;
  /** Turns given to the stream, and written by it. */
  private given = 0;
  private written = 0;
  private toldOfLoss = false;
  private closing: Promise<void> | undefined;

  private constructor(stream: TextStream, keepTexts: boolean) {
    this.stream = stream;
    this.keepTexts = keepTexts;
  }

  /** @throws KnownError when the file cannot be written. */
  static async open(path: string, keepTexts: boolean): Promise<TurnsFile> {
    return new TurnsFile(await TextStream.open(path), keepTexts);
  }

  /** Writes the header; to be called once. */
  begin(beginning: TurnsBeginning): void {
    this.beginning = beginning;
    const { run, name, tool, startedAt } = beginning.run;
    const header: HeaderLine = {
      type: 'header',
      version: TURNS_VERSION,
      tool,
      run,
      name: redact(name),
      startedAt,
      hashed: !this.keepTexts,
    };
    this.stream.write(`${JSON.stringify(header)}\n`, () => {});
  }

  /** Takes the turns of one more load thread. */
  startTaker(): TurnTaker {
    const { beginning } = this;
    if (!beginning) throw new Error('the file of turns has no header yet');
    const quota = new TurnQuota(Math.floor(MAX_UNDER_WAY_BYTES / beginning.workers));
    this.quotas.push(quota);
    const lines = new TurnLines({ ...beginning, keepTexts: this.keepTexts });
    return { quota, take: (batch) => this.take(batch, quota, lines) };
  }

  /** Why what was measured is not in it as a whole. */
  get failure(): string | undefined {
    return this.stream.failure ?? (this.isReplaced ? 'another file took its place' : undefined);
  }

  /** What a reader of the report must know of this file; nothing while all is well. */
  notes(): string[] {
    const offered = this.sum((quota) => quota.offered);
    const refused = this.sum((quota) => quota.refused);
    const lacks = (turns: number) => `lacks ${turns} of ${offered} turns`;
    if (this.isReplaced)
      return [
        'The file of turns is lost: another file took its place, as of another run with the same --out. Name one for each run.',
      ];
    if (this.failure !== undefined)
      return [
        `The file of turns could not be written to its end: ${this.failure}; it ${lacks(offered - this.written)}.`,
      ];
    const unsent = this.closing ? offered - refused - this.given : 0;
    return [
      ...(refused > 0 ? [`The file of turns ${lacks(refused)}: they came faster than it could be written.`] : []),
      ...(unsent > 0
        ? [`The file of turns ${lacks(unsent)}: their load thread ended before it handed them over.`]
        : []),
    ];
  }

  /** Resolves when all that came is on disk, or the disk takes no more. Idempotent. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    const end: EndLine = { type: 'end', turns: this.given, lost: this.sum((quota) => quota.offered) - this.given };
    if (this.beginning) this.stream.write(`${JSON.stringify(end)}\n`, () => {});
    this.isReplaced = this.stream.isReplaced;
    await this.stream.close(CLOSE_WITHIN_MS);
  }

  private take(batch: TurnBatch, quota: TurnQuota, lines: TurnLines): void {
    if (quota.refused > 0 && !this.toldOfLoss) {
      this.toldOfLoss = true;
      this.beginning?.onNotice('turns come faster than their file can be written: some will be missing in it');
    }
    // What is not given back keeps the load thread from handing over more.
    if (this.closing || this.stream.failure !== undefined) return;
    this.given += batch.turns;
    this.stream.write(lines.of(batch), () => {
      this.written += batch.turns;
      quota.giveBack(batch.size);
    });
  }

  private sum(of: (quota: TurnQuota) => number): number {
    return this.quotas.reduce((total, quota) => total + of(quota), 0);
  }
}
