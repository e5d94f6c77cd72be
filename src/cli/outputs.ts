import { resolve } from 'node:path';
import { writeFileAtomic } from '../platform/files.ts';
import { messageOf } from '../platform/known-error.ts';
import { type Renderer, rendererOf } from '../report/renderers.ts';
import type { Report } from '../report/report.ts';
import { splitAt } from '../run/key-value.ts';

/** One file that the report is also written to. */
export interface ReportOutput {
  readonly render: Renderer;
  readonly path: string;
}

/** `TYPE=FILE` each, and --summary-export; an unknown type is a KnownError that lists the known ones. */
export function readOutputs(
  options: { readonly out?: readonly string[]; readonly 'summary-export'?: string },
  cwd: string,
): ReportOutput[] {
  const outputs = (options.out ?? []).map((text) => {
    const [type, path] = splitAt(text, '=', '--out');
    return { render: rendererOf(type), path: resolve(cwd, path) };
  });
  const summary = options['summary-export'];
  return summary === undefined ? outputs : [...outputs, { render: rendererOf('json'), path: resolve(cwd, summary) }];
}

/** Writes each; one that cannot be written does not keep the others back. Returns what went wrong, one line each. */
export function writeOutputs(outputs: readonly ReportOutput[], report: Report): string[] {
  return outputs.flatMap(({ render, path }) => {
    try {
      writeFileAtomic(path, render(report, {}));
      return [];
    } catch (error) {
      return [messageOf(error)];
    }
  });
}
