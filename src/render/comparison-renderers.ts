import { KnownError } from '../platform/known-error.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import { renderComparisonPage } from './comparison/render-comparison-page.ts';
import { renderComparison } from './render-comparison.ts';
import { renderComparisonMarkdown } from './render-comparison-markdown.ts';

/** Type of output → renderer of a comparison. */
const RENDERERS: Readonly<Record<string, (comparison: Comparison) => string>> = {
  html: renderComparisonPage,
  json: (comparison) => `${JSON.stringify(comparison, null, 1)}\n`,
  markdown: renderComparisonMarkdown,
  tables: (comparison) => renderComparison(comparison),
};

export const COMPARISON_TYPES = Object.keys(RENDERERS);

/** Throws a KnownError that lists the valid types. */
export function comparisonRendererOf(type: string): (comparison: Comparison) => string {
  const renderer = Object.hasOwn(RENDERERS, type) ? RENDERERS[type] : undefined;
  if (renderer) return renderer;
  throw new KnownError(`unknown output type ${type} for a comparison`, {
    hint: `use one of: ${COMPARISON_TYPES.join(', ')}`,
  });
}
