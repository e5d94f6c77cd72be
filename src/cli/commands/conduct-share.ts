import { decisiveReason, exitCodeOf } from '../../platform/exit-code.ts';
import { counted } from '../../platform/group-thousands.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { SettledTarget } from '../../run/preflight.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { conductShard } from '../../run/shards/conduct-shard.ts';
import { nameOfShare, type Share } from '../../run/shards/resolve-share.ts';
import { beginLoad, type LoadOrder } from './begin-load.ts';

/**
 * Carries out one shard of a run and writes its file. The exit code is that of its own end: `palaver merge` judges the run.
 */
export async function conductShare(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  { share, ...order }: LoadOrder & { readonly share: Share },
  system: SystemDeps,
): Promise<number> {
  const { conducted, turns } = await beginLoad(
    plan,
    { ...order, shards: share.count },
    (deps) => conductShard(plan, targets, share, deps),
    system,
  );
  const { state, path } = conducted;
  const sum = (metric: string) =>
    state.snapshot.counters.reduce((total, cell) => total + (cell.metric === metric ? cell.count : 0), 0);
  const { endings } = state.facts;
  const lines = [
    `shard       ${nameOfShare(share)} of run ${plan.id}${plan.place === undefined ? '' : ` at ${plan.place}`}: ${counted(sum('conversations_started'), 'conversation')}, ${counted(sum('inputs_sent'), 'input')}`,
    ...endings.map(({ text }) => `ended       ${text}`),
    `file        ${path}`,
    `next        palaver merge ${path.slice(0, path.lastIndexOf('/'))} (thresholds are judged on all shards together)`,
  ];
  system.stdout.write(redact(`${lines.join('\n')}\n`));
  const unwritten = turns?.failure === undefined ? [] : turns.notes();
  for (const warning of unwritten) system.stderr.write(`warning: ${warning}\n`);
  return exitCodeOf(
    decisiveReason([...endings.map(({ exit }) => exit), ...unwritten.map(() => 'unexpected' as const)]),
  );
}
