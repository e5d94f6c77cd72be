import type { PageModel, RowModel } from '../render/page/page-model.ts';

/** The same row of every target, or of every place, where there are several; otherwise the row alone. */
export function peersOf({ rows }: Pick<PageModel, 'rows'>, id: string): readonly RowModel[] {
  const row = rows.find((one) => one.id === id) ?? rows[0];
  if (!row) return [];
  if (row.kind === 'place') return rows.filter(({ kind, target }) => kind === 'place' && target === row.target);
  const kind = row.kind === 'all' ? 'target' : row.kind;
  const isPeer = (other: RowModel) =>
    other.kind === kind &&
    (kind === 'target' || (other.label === row.label && other.conversation === row.conversation));
  const peers = rows.filter(isPeer);
  const targets = new Set(peers.map(({ target }) => target));
  return targets.size > 1 ? peers : [row];
}

/** What peers have in common, in a title. */
export function peerName({ kind, label, target }: RowModel): string {
  if (kind === 'place') return target === '' ? 'all conversations' : `all conversations at ${target}`;
  return kind === 'all' || kind === 'target' ? 'all conversations' : label;
}

/** By what peers differ. */
export function peerLabel({ kind, label, target }: RowModel): string {
  return kind === 'place' ? label : target;
}

export function peerKind({ kind }: RowModel): 'place' | 'target' {
  return kind === 'place' ? 'place' : 'target';
}
