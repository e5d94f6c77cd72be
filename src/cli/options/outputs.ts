import { extname, resolve } from 'node:path';
import { isFolder, isSameFile, realPath, whyUnwritable } from '../../platform/files/files.ts';
import { wasRead } from '../../platform/files/read-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import { isStdout, STDOUT } from '../../platform/process/stdout.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { REPORT_TYPES, type ReportType, reportTypeOf, TURNS_OUTPUT } from '../../render/report-types.ts';
import { splitAt } from '../../run/key-value.ts';

/** A file that a report is written to. */
export interface ReportOutput {
  readonly type: ReportType;
  readonly path: string;
}

/** `TYPE=FILE` each, and --summary-export; an unknown type is a KnownError that lists the valid ones. */
export function readOutputs(
  options: { readonly out?: readonly string[]; readonly 'summary-export'?: string },
  cwd: string,
  types: readonly string[] = REPORT_TYPES,
): ReportOutput[] {
  const outputs = (options.out ?? []).map((text): ReportOutput => {
    const [type, path] = splitOutput(text, types);
    return { type: reportTypeOf(type), path: outputPath(cwd, path, '--out') };
  });
  const summary = options['summary-export'];
  const all: ReportOutput[] =
    summary === undefined
      ? outputs
      : [...outputs, { type: 'json', path: outputPath(cwd, summary, '--summary-export') }];
  refuseTwice(all.map(({ path }) => path));
  return all;
}

/** The type suggested by the extension of a file, for the hint if the type is missing. */
const TYPE_OF_ENDING: Readonly<Record<string, string>> = {
  '.csv': 'csv',
  '.hgrm': 'hgrm',
  '.hlog': 'hlog',
  '.htm': 'html',
  '.html': 'html',
  '.json': 'json',
  '.jsonl': 'turns',
  '.md': 'markdown',
  '.txt': 'tables',
  '.xml': 'junit',
};

/** Parses `TYPE=FILE` of --out. KnownError for another form; its hint suggests one of `types` if the extension identifies it. */
export function splitOutput(text: string, types: readonly string[]): [type: string, path: string] {
  if (types.includes(text)) throw new KnownError(`--out: "${text}" has no file`, { hint: `use --out ${text}=FILE` });
  const type = TYPE_OF_ENDING[extname(text).toLowerCase()];
  if (text.includes('=') || type === undefined || !types.includes(type)) return splitAt(text, '=', '--out');
  throw new KnownError(`--out: "${text}" has no type`, { hint: `did you mean --out ${type}=${text}?` });
}

/** The second output would silently replace the first, also by a link. */
export function refuseTwice(paths: readonly string[]): void {
  const files = paths.map((path) => (isStdout(path) ? path : realPath(path)));
  const twice = paths.find((path, index) => files.indexOf(files[index]!) !== index && path !== '/dev/null');
  if (twice === undefined) return;
  throw new KnownError(`two outputs go to ${twice}`, { hint: 'use a different file for each' });
}

/**
 * An output must not replace a file that was read: the scenario, its feeds, variables, tokens, the baseline, or the
 * certificates that Node.js itself reads.
 */
export function refuseInputs(
  outputs: readonly { readonly path: string }[],
  { NODE_EXTRA_CA_CERTS: certificates = '' }: SystemDeps['env'],
): void {
  const input = outputs.find(({ path }) => wasRead(path) || (certificates !== '' && isSameFile(path, certificates)));
  if (input === undefined) return;
  throw new KnownError(`output ${input.path} would replace an input file`, {
    hint: 'use another file',
  });
}

/** Where the results of a run are written, in addition to its folder. */
export interface RunOutputs {
  readonly reports: readonly ReportOutput[];
  /** The file that every turn is written to during the run. */
  readonly turns: string | undefined;
}

/** All files that a run writes in addition to its folder. */
export function allOutputs({ reports, turns }: RunOutputs): { readonly path: string }[] {
  return [...reports, ...(turns === undefined ? [] : [{ path: turns }])];
}

/** The same as `readOutputs`, and `turns=FILE`. */
export function readRunOutputs(options: Parameters<typeof readOutputs>[0], cwd: string): RunOutputs {
  const prefix = `${TURNS_OUTPUT}=`;
  const [turns, another] = (options.out ?? []).filter((text) => text.startsWith(prefix));
  if (another !== undefined) throw new KnownError('--out turns= is given twice', { hint: 'use it once' });
  const reports = readOutputs({ ...options, out: options.out?.filter((text) => !text.startsWith(prefix)) ?? [] }, cwd, [
    ...REPORT_TYPES,
    TURNS_OUTPUT,
  ]);
  if (turns === undefined) return { reports, turns: undefined };
  const path = outputPath(cwd, turns.slice(prefix.length), '--out');
  refuseTwice([...reports.map((output) => output.path), path]);
  return { reports, turns: path };
}

/** The full path of an output, `-` for stdout; checked before the work starts, so that no result is lost. */
export function outputPath(cwd: string, path: string, where: string): string {
  if (path === '') throw new KnownError(`${where} has no file`, { hint: 'write TYPE=FILE, such as json=run.json' });
  const full = resolve(cwd, path);
  if (path === '-' || isStdout(full)) return STDOUT;
  if (isFolder(full)) throw new KnownError(`${where}: ${path} is a folder`, { hint: 'name a file in it' });
  const why = whyUnwritable(full);
  if (why !== undefined)
    throw new KnownError(`${where}: ${path} cannot be written: ${why}`, { hint: 'use another file' });
  return full;
}
