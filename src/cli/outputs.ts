import { resolve } from 'node:path';
import { isFolder } from '../platform/files.ts';
import { KnownError } from '../platform/known-error.ts';
import { rendererOf, TURNS_OUTPUT } from '../render/renderers.ts';
import type { Report } from '../report/report.ts';
import { splitAt } from '../run/key-value.ts';
import type { Output } from './write-outputs.ts';

/** `TYPE=FILE` each, and --summary-export; an unknown type is a KnownError that lists the known ones. */
export function readOutputs(
  options: { readonly out?: readonly string[]; readonly 'summary-export'?: string },
  cwd: string,
): Output<Report>[] {
  const outputs = (options.out ?? []).map((text) => {
    const [type, path] = splitAt(text, '=', '--out');
    return { render: rendererOf(type), path: outputPath(cwd, path, '--out') };
  });
  const summary = options['summary-export'];
  const all =
    summary === undefined
      ? outputs
      : [...outputs, { render: rendererOf('json'), path: outputPath(cwd, summary, '--summary-export') }];
  refuseTwice(all.map(({ path }) => path));
  return all;
}

/** The second would silently take the place of the first. */
export function refuseTwice(paths: readonly string[]): void {
  const twice = paths.find((path, index) => paths.indexOf(path) !== index && !path.startsWith('/dev/'));
  if (twice === undefined) return;
  throw new KnownError(`two outputs go to ${twice}`, { hint: 'name a file of its own for each' });
}

/** Where the results of a run go beside its folder. */
export interface RunOutputs {
  readonly reports: readonly Output<Report>[];
  /** The file that every turn is written to while the run goes on. */
  readonly turns: string | undefined;
}

/** As `readOutputs`, and `turns=FILE`. */
export function readRunOutputs(options: Parameters<typeof readOutputs>[0], cwd: string): RunOutputs {
  const prefix = `${TURNS_OUTPUT}=`;
  const [turns, another] = (options.out ?? []).filter((text) => text.startsWith(prefix));
  if (another !== undefined) throw new KnownError('--out turns= is given twice', { hint: 'name one file of turns' });
  const reports = readOutputs({ ...options, out: options.out?.filter((text) => !text.startsWith(prefix)) ?? [] }, cwd);
  if (turns === undefined) return { reports, turns: undefined };
  const path = outputPath(cwd, turns.slice(prefix.length), '--out');
  refuseTwice([...reports.map((output) => output.path), path]);
  return { reports, turns: path };
}

/** A file to be written, whole; what is no file is found out before the work, not after it. */
export function outputPath(cwd: string, path: string, where: string): string {
  if (path === '') throw new KnownError(`${where} names no file`, { hint: 'write TYPE=FILE, as in json=run.json' });
  const full = resolve(cwd, path);
  if (isFolder(full)) throw new KnownError(`${where}: ${path} is a folder`, { hint: 'name a file in it' });
  return full;
}
