/** One class of errors of one target: how often, when, and the first of them in words. Secrets are already hidden. */
export interface ErrorEntry {
  readonly target: string;
  readonly class: string;
  readonly count: number;
  readonly example: string;
  /** ms since the run's start */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Counts errors by class and keeps one example of each: bounded, however long and bad a run is. */
export class ErrorLog {
  private readonly entries = new Map<string, ErrorEntry>();

  note(target: string, errorClass: string, atMs: number, example: string): void {
    const key = `${target}\n${errorClass}`;
    const known = this.entries.get(key);
    this.entries.set(
      key,
      known
        ? { ...known, count: known.count + 1, lastMs: atMs }
        : { target, class: errorClass, count: 1, example, firstMs: atMs, lastMs: atMs },
    );
  }

  list(): readonly ErrorEntry[] {
    return [...this.entries.values()];
  }
}
