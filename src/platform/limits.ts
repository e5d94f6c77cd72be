const MB = 1024 * 1024;

/**
 * The most that palaver reads and keeps of what others write. Beyond a limit a file is refused, and a text of a server is
 * cut where it comes in (excerpt in redact.ts, or the place named), so that nothing behind it needs to care. The table in
 * reports/README.md says the same; test/docs/limits.test.ts compares them.
 */
export const LIMITS = {
  /** A scenario file, bytes. */
  scenarioBytes: 5 * MB,
  /** Steps of a scenario, those that repeat counted once. */
  scenarioSteps: 20_000,
  /** A feed, a timeline or a list of texts, bytes; a million rows of 500 characters. */
  feedBytes: 512 * MB,
  feedColumns: 10_000,
  /** A report.json, bytes. */
  reportBytes: 100 * MB,
  /** Any other file that is read whole (tokens, variables, certificates), bytes. */
  otherFileBytes: MB,
  /** Ids, codes and names that a server gives: trace and message ids, error codes, names and types of events; characters. */
  serverWord: 200,
} as const;
