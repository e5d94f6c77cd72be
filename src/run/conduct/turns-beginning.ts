import type { Shard } from '../../engine/shard.ts';
import { shapeOf } from '../../engine/start-shard.ts';
import type { TurnsBeginning } from '../../live/turns-file.ts';
import { measuredWindows } from '../../load/measured-windows.ts';
import { SeriesTable } from '../../measure/series.ts';
import type { RunPlan } from '../resolve-run.ts';
import type { RunDeps } from '../run-deps.ts';

/** The facts of a starting run for the file of turns. `shards`: all shards of the run. */
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
