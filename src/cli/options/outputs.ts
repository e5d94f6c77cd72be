import { extname, resolve } from 'node:path';
import { isFolder, isSameFile, realPath, whyUnwritable } from '../../platform/files/files.ts';
import { wasRead } from '../../platform/files/read-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import { isStdout, STDOUT } from '../../platform/process/stdout.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { REPORT_TYPES, rendererOf, TURNS_OUTPUT } from '../../render/renderers.ts';
import type { Report } from '../../report/report.ts';
import { splitAt } from '../../run/key-value.ts';
import type { Output } from '../write-outputs.ts';

/** `TYPE=FILE` each, and --summary-export; an unknown type is a KnownError that lists the known ones. */
export function readOutputs(
  options: { readonly out?: readonly string[]; readonly 'summary-export'?: string },
  cwd: string,
  types: readonly string[] = REPORT_TYPES,
): Output<Report>[] {
  const outputs = (options.out ?? []).map((text) => {
    const [type, path] = splitOutput(text, types);
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

/** The type that a file's ending suggests, for who leaves it out. */
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

/** `TYPE=FILE` of --out. KnownError for another form, which names the right one where the file's ending tells it: one of `types`. */
export function splitOutput(text: string, types: readonly string[]): [type: string, path: string] {
  const type = TYPE_OF_ENDING[extname(text).toLowerCase()];
  if (text.includes('=') || type === undefined || !types.includes(type)) return splitAt(text, '=', '--out');
  throw new KnownError(`--out: "${text}" has no type`, { hint: `did you mean --out ${type}=${text}?` });
}

/** The second would silently take the place of the first, links resolved. */
export function refuseTwice(paths: readonly string[]): void {
  const files = paths.map((path) => (isStdout(path) ? path : realPath(path)));
  const twice = paths.find((path, index) => files.indexOf(files[index]!) !== index && path !== '/dev/null');
  if (twice === undefined) return;
  throw new KnownError(`two outputs go to ${twice}`, { hint: 'name a file of its own for each' });
}

/**
 * An output may take the place of nothing that was read: the scenario, its feeds, variables, tokens, the baseline, nor of the
 * certificates that Node.js itself reads.
 */
export function refuseInputs(
  outputs: readonly { readonly path: string }[],
  { NODE_EXTRA_CA_CERTS: certificates = '' }: SystemDeps['env'],
): void {
  const input = outputs.find(({ path }) => wasRead(path) || (certificates !== '' && isSameFile(path, certificates)));
  if (input === undefined) return;
  throw new KnownError(`the output ${input.path} would replace a file that palaver has read`, {
    hint: 'name another file',
  });
}

/** Where the results of a run go beside its folder. */
export interface RunOutputs {
  readonly reports: readonly Output<Report>[];
  /** The file that every turn is written to while the run goes on. */
  readonly turns: string | undefined;
}

/** All files that a run writes beside its folder. */
export function allOutputs({ reports, turns }: RunOutputs): { readonly path: string }[] {
  return [...reports, ...(turns === undefined ? [] : [{ path: turns }])];
}

/** As `readOutputs`, and `turns=FILE`. */
export function readRunOutputs(options: Parameters<typeof readOutputs>[0], cwd: string): RunOutputs {
  const prefix = `${TURNS_OUTPUT}=`;
  const [turns, another] = (options.out ?? []).filter((text) => text.startsWith(prefix));
  if (another !== undefined) throw new KnownError('--out turns= is given twice', { hint: 'name one file of turns' });
  const reports = readOutputs({ ...options, out: options.out?.filter((text) => !text.startsWith(prefix)) ?? [] }, cwd, [
    ...REPORT_TYPES,
    TURNS_OUTPUT,
  ]);
  if (turns === undefined) return { reports, turns: undefined };
  const path = outputPath(cwd, turns.slice(prefix.length), '--out');
  refuseTwice([...reports.map((output) => output.path), path]);
  return { reports, turns: path };
}

/** A file to be written, whole, `-` for stdout; what is no file is found out before the work, not after it. */
export function outputPath(cwd: string, path: string, where: string): string {
  if (path === '') throw new KnownError(`${where} names no file`, { hint: 'write TYPE=FILE, as in json=run.json' });
  const full = resolve(cwd, path);
  if (path === '-' || isStdout(full)) return STDOUT;
  if (isFolder(full)) throw new KnownError(`${where}: ${path} is a folder`, { hint: 'name a file in it' });
  const why = whyUnwritable(full);
  if (why !== undefined)
    throw new KnownError(`${where}: ${path} cannot be written: ${why}`, { hint: 'name another file' });
  return full;
}
