import { shapeOf } from '../../engine/run-shape.ts';
import type { Shard } from '../../engine/shard.ts';
import type { TurnsBeginning } from '../../live/turns-file.ts';
import { measuredWindows } from '../../load/measured-windows.ts';
import { SeriesTable } from '../../measure/series.ts';
import type { RunPlan } from '../resolve-run.ts';
import type { RunDeps } from '../run-deps.ts';

/** What the file of turns is told of a run that begins. `shards`: all of it. */
export function turnsBeginning(
  plan: Pick<RunPlan, 'id' | 'name'>,
  shards: readonly Shard[],
  { version, onNotice }: Pick<RunDeps, 'version' | 'onNotice'>,
): TurnsBeginning {
  const { scenario, targets, load, startUs, todayMs } = shards[0]!;
  return {
    run: {
      tool: `palaver ${version}`,
      run: plan.id,
      name: plan.name,
      startedAt: new Date(todayMs).toISOString(),
    },
    workers: shards.length,
    startUs,
    table: new SeriesTable(shapeOf(scenario, targets)),
    windows: measuredWindows(load),
    onNotice,
  };
}
