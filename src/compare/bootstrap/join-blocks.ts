/**
 * Neighbours joined into as many groups as there are whole lengths of `each` (at least 1): the groups differ by one at most,
 * and nothing is left over.
 */
export function joinNeighbours<T>(blocks: readonly T[], each: number): T[][] {
  const groups = Math.max(1, Math.floor(blocks.length / Math.max(1, each)));
  const edge = (group: number) => Math.round((group * blocks.length) / groups);
  return Array.from({ length: groups }, (_, group) => blocks.slice(edge(group), edge(group + 1)));
}
