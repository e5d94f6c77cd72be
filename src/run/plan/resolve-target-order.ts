import { type LoadProfile, plannedEndMs } from '../../load/load-profile.ts';
import { MIN_BLOCKS, type TargetOrder, TOGETHER } from '../../load/target-order.ts';
import { KnownError } from '../../platform/known-error.ts';
import { formatDurationMs, parseDurationMs } from '../../platform/time/duration.ts';

const BLOCK_MS = 60_000;

/**
 * `together` (default), `abba` (slots of 60 s) or `abba:TIME`. Throws a KnownError for anything else, and if a load
 * is too short for `MIN_BLOCKS` slots of each target.
 */
export function resolveTargetOrder(text: string | undefined, load: LoadProfile, targets: number): TargetOrder {
  if (text === undefined || text === 'together') return TOGETHER;
  const blockMs = readBlock(text);
  if (targets < 2) {
    throw new KnownError('--target-order abba: there is only one target', {
      hint: 'add another one: --target eu=URL --target us=URL',
    });
  }
  const leastMs = blockMs * MIN_BLOCKS * targets;
  const endMs = plannedEndMs(load);
  if (!Number.isFinite(endMs) || endMs < leastMs) {
    throw new KnownError(
      `--target-order abba: ${MIN_BLOCKS} slots of ${formatDurationMs(blockMs)} for each of ${targets} targets take ` +
        `${formatDurationMs(leastMs)}; the load ${Number.isFinite(endMs) ? `lasts ${formatDurationMs(endMs)}` : 'has no planned end'}`,
      { hint: `use a longer load (--duration ${leastMs / 1000}s), or shorter slots: --target-order abba:TIME` },
    );
  }
  return { kind: 'abba', blockMs };
}

function readBlock(text: string): number {
  const [kind, length, ...more] = text.split(':');
  const blockMs = length === undefined ? BLOCK_MS : parseDurationMs(length);
  if (kind !== 'abba' || more.length > 0 || blockMs === undefined || blockMs < 1000) {
    throw new KnownError(`--target-order must be together, abba or abba:TIME (got "${text}")`, {
      hint: 'for instance abba:30s; a slot must be at least 1s',
    });
  }
  return blockMs;
}
