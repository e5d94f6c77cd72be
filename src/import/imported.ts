/** What an import makes of one file: parts of a scenario, and what it could not take over. */
export interface Imported {
  readonly conversations: readonly ImportedTalk[];
  /** Named step lists that `use` refers to. */
  readonly stepLists: readonly ImportedTalk[];
  /** What has no place in a conversation, such as a conversation in which nothing is said. */
  readonly leftOut: readonly LeftOut[];
}

export interface ImportedTalk {
  readonly name: string;
  readonly steps: readonly ImportedStep[];
  /** Found after the last step. */
  readonly leftOut: readonly LeftOut[];
}

export interface ImportedStep {
  /** As a scenario file writes it. */
  readonly step: unknown;
  /** Found at this step or on the way to it. */
  readonly leftOut: readonly LeftOut[];
}

/** Something of the source that the scenario does not hold, in words, with its place. */
export interface LeftOut {
  readonly file: string;
  /** From 1; undefined where no line is to blame. */
  readonly line: number | undefined;
  readonly what: string;
}

/** How texts of the bot become checks: not at all, contained in a reply, or equal to one. */
export type ExpectMode = 'none' | 'contains' | 'equals';

export function describeLeftOut({ file, line, what }: LeftOut): string {
  return `${file}${line === undefined ? '' : `:${line}`}  ${what}`;
}
