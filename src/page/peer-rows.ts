import type { PageModel, RowModel } from '../render/page/page-model.ts';

/** The same row of every target where there are several; otherwise the row alone. */
export function peersOf({ rows }: Pick<PageModel, 'rows'>, id: string): readonly RowModel[] {
  const row = rows.find((one) => one.id === id) ?? rows[0];
  if (!row) return [];
  const kind = row.kind === 'all' ? 'target' : row.kind;
  const isPeer = (other: RowModel) =>
    other.kind === kind &&
    (kind === 'target' || (other.label === row.label && other.conversation === row.conversation));
  const peers = rows.filter(isPeer);
  const targets = new Set(peers.map(({ target }) => target));
  return targets.size > 1 ? peers : [row];
}

/** Its name in a title. */
export function peerName({ kind, label }: RowModel): string {
  return kind === 'all' || kind === 'target' ? 'all conversations' : label;
}
