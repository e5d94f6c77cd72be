import { KnownError } from '../platform/known-error.ts';
import type { Capacity } from '../report/capacity/capacity-schema.ts';
import { renderCapacityPage } from './capacity/render-capacity-page.ts';
import { renderCapacity } from './render-capacity.ts';

/** Type of output → renderer of the result of a search. */
const RENDERERS: Readonly<Record<string, (capacity: Capacity) => string>> = {
  html: renderCapacityPage,
  json: (capacity) => `${JSON.stringify(capacity, null, 1)}\n`,
  tables: (capacity) => renderCapacity(capacity),
};

export const CAPACITY_TYPES = Object.keys(RENDERERS);

/** Throws a KnownError that lists the valid types. */
export function capacityRendererOf(type: string): (capacity: Capacity) => string {
  const renderer = Object.hasOwn(RENDERERS, type) ? RENDERERS[type] : undefined;
  if (renderer) return renderer;
  throw new KnownError(`unknown output type ${type} for a capacity search`, {
    hint: `use one of: ${CAPACITY_TYPES.join(', ')}`,
  });
}
