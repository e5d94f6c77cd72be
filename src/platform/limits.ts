const MiB = 1024 * 1024;

/**
 * Maximum sizes of what palaver reads and keeps. A larger file is rejected; text from a server is truncated on arrival, so
 * that no later stage has to. reports/README.md documents them; test/docs/limits.test.ts compares the two.
 */
export const LIMITS = {
  /** A scenario file, bytes. */
  scenarioBytes: 5 * MiB,
  /** Steps of a scenario, those that repeat counted once. */
  scenarioSteps: 20_000,
  /** A feed, a timeline or a list of texts, bytes; a million rows of 500 characters. */
  feedBytes: 512 * MiB,
  feedColumns: 10_000,
  /** A transcript or a chat data set to import, bytes. */
  transcriptBytes: 64 * MiB,
  /** A report.json, bytes. */
  reportBytes: 100 * MiB,
  /** A shard file, bytes. */
  shardFileBytes: 100 * MiB,
  /** Its decompressed content, bytes; a text of JavaScript cannot be longer than 512 MiB. */
  shardContentBytes: 500 * MiB,
  /** Any other file that is read whole (tokens, variables, certificates), bytes. */
  otherFileBytes: MiB,
  /** Ids, codes and names from a server: trace and message ids, error codes, names and types of events; characters. */
  serverWord: 200,
  /** Distinct causes kept per class of errors and target; further ones are only counted. */
  errorCauses: 100,
  /** Cookies of a session, and characters of the name and value of each. */
  cookies: 50,
  cookieCharacters: 4096,
} as const;
