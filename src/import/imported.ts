/** The result of importing one file: parts of a scenario, and what could not be imported. */
export interface Imported {
  readonly conversations: readonly ImportedTalk[];
  /** Named step lists that `use` refers to. */
  readonly stepLists: readonly ImportedTalk[];
  /** What was assumed or changed, in words, with its file. */
  readonly notes: readonly string[];
  /** What belongs to no conversation, such as a conversation without messages. */
  readonly notConverted: readonly NotConverted[];
}

export interface ImportedTalk {
  readonly name: string;
  readonly steps: readonly ImportedStep[];
  /** When it started, in ms since 1970, if that is imported. */
  readonly startMs?: number;
  /** Found after the last step. */
  readonly notConverted: readonly NotConverted[];
}

export interface ImportedStep {
  /** The value as a scenario file writes it. */
  readonly step: unknown;
  /** Found at this step or on the way to it. */
  readonly notConverted: readonly NotConverted[];
}

/** A part of the source that was not imported, in words, with its place. */
export interface NotConverted {
  readonly file: string;
  /** Line number, from 1; undefined if it applies to the whole file. */
  readonly line: number | undefined;
  readonly what: string;
}

/** How texts of the bot become checks: not at all, or as a check of this name. */
export type ExpectMode = 'none' | 'like' | 'contains' | 'equals';

export function describeNotConverted({ file, line, what }: NotConverted): string {
  return `${file}${line === undefined ? '' : `:${line}`}  ${what}`;
}
