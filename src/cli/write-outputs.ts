import { isStream, writeFileAtomic } from '../platform/files/files.ts';
import { messageOf } from '../platform/known-error.ts';
import { STDOUT } from '../platform/process/stdout.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import type { TableOptions } from '../render/render-tables.ts';

type Streams = Pick<SystemDeps, 'stdout' | 'stderr'>;

/** The stream for tables: stderr if one of `outputs` is stdout, which must then hold that output only. */
export function shownOn(
  outputs: readonly { readonly path: string }[],
  { stdout, stderr }: Streams,
): SystemDeps['stdout'] {
  return outputs.some(({ path }) => path === STDOUT) ? stderr : stdout;
}

/** One file that a result is written to. */
export interface Output<Result> {
  readonly render: (result: Result, options: TableOptions) => string;
  readonly path: string;
}

export interface Written<Result> {
  /** The version written last. */
  readonly result: Result;
  /** What went wrong, one line each. */
  readonly failures: readonly string[];
}

/**
 * Writes every file, even if one fails. `settle` adds the failures to the result, and the others are then written again, so
 * that all agree. Outputs that can be written only once (a device, a pipe) come last.
 */
export function writeSettled<Result>(
  outputs: readonly Output<Result>[],
  result: Result,
  settle: (result: Result, failures: readonly string[]) => Result,
  system: Streams,
): Written<Result> {
  const files = outputs.filter((output) => !takesOnce(output));
  const streams = outputs.filter(takesOnce);
  let written: Written<Result> = { result, failures: [] };
  for (const [part, others] of [
    [files, files],
    [streams, files],
  ] as const) {
    const failures = writeOutputs(part, written.result, system);
    if (failures.length === 0) continue;
    written = { result: settle(written.result, failures), failures: [...written.failures, ...failures] };
    // A file that failed fails again, and is already reported.
    writeOutputs(others, written.result, system);
  }
  return written;
}

/** Writes each that can be written. Returns what went wrong with the others, one line each. */
export function writeOutputs<Result>(
  outputs: readonly Output<Result>[],
  result: Result,
  { stdout }: Pick<Streams, 'stdout'>,
): string[] {
  return outputs.flatMap(({ render, path }) => {
    try {
      const text = render(result, {});
      // Not by its path, which cannot be opened if it is a socket.
      if (path === STDOUT) stdout.write(text);
      else writeFileAtomic(path, text);
      return [];
    } catch (error) {
      const message = messageOf(error);
      return [message.includes(path) ? message : `${path} was not written: ${message}`];
    }
  });
}

const takesOnce = ({ path }: { readonly path: string }) => path === STDOUT || isStream(path);
