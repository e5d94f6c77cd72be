import { rendererOf } from '../render/renderers.ts';
import type { Report } from '../report/report.ts';
import type { ReportOutput } from './options/outputs.ts';
import type { Output } from './write-outputs.ts';

/** The outputs with their renderers. */
export function withRenderers(outputs: readonly ReportOutput[]): Output<Report>[] {
  return outputs.map(({ type, path }) => ({ render: rendererOf(type), path }));
}
