import type { HistogramFamily, HistogramSeries, MetricFamily, MetricLabels } from './metric-family.ts';

export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The text format that Prometheus scrapes, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format):
 *
 *     family = "# HELP " name " " help LF  "# TYPE " name " " type LF  { series LF }
 *     series = name [ "{" label { "," label } "}" ] " " value        label = name "=" '"' text '"'
 *
 * In help, `\` and line feeds are escaped, in a label's text `"`, too. Values are floats as Go reads them.
 */
export function exposition(families: readonly MetricFamily[]): string {
  const lines: string[] = [];
  for (const family of families) {
    lines.push(`# HELP ${family.name} ${escaped(family.help)}`, `# TYPE ${family.name} ${family.type}`);
    if (family.type === 'histogram') for (const series of family.series) pushHistogram(lines, family, series);
    else for (const { labels, value } of family.series) lines.push(line(family.name, labelText(labels), value));
  }
  return `${lines.join('\n')}\n`;
}

function pushHistogram(
  lines: string[],
  { name, bounds }: HistogramFamily,
  { labels, cumulative, count, sum }: HistogramSeries,
): void {
  const text = labelText(labels);
  const before = text === '' ? '' : `${text},`;
  for (const [index, bound] of bounds.entries())
    lines.push(line(`${name}_bucket`, `${before}le="${bound}"`, cumulative[index]!));
  lines.push(line(`${name}_bucket`, `${before}le="+Inf"`, count));
  lines.push(line(`${name}_sum`, text, sum), line(`${name}_count`, text, count));
}

function line(name: string, labels: string, value: number): string {
  return `${name}${labels === '' ? '' : `{${labels}}`} ${floatText(value)}`;
}

function labelText(labels: MetricLabels): string {
  return Object.entries(labels)
    .map(([name, text]) => `${name}="${escaped(text).replaceAll('"', '\\"')}"`)
    .join(',');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function floatText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
