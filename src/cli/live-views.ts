import { DashboardServer } from '../live/dashboard-server.ts';
import { isLoopbackAddress, type ListenAddress } from '../live/listen-address.ts';
import { PrometheusServer } from '../live/prometheus-server.ts';
import type { RunObserver } from '../live/run-observer.ts';
import type { SystemDeps } from '../platform/system-deps.ts';

/**
 * The servers that show a run in progress, as the options say. Opened before the load, so that a port that
 * is taken costs nothing; their addresses are printed on stderr.
 * @throws KnownError when one of them cannot be opened.
 */
export async function openLiveViews(
  options: { readonly dashboard?: ListenAddress; readonly prometheus?: ListenAddress },
  system: Pick<SystemDeps, 'stderr' | 'clock' | 'timers'>,
): Promise<readonly RunObserver[]> {
  const { stderr, clock } = system;
  const say = (what: string, { url }: { readonly url: string }, address: ListenAddress) => {
    stderr.write(`${what}: ${url}\n`);
    if (!isLoopbackAddress(address)) stderr.write('note: anyone who can reach this address can read the run\n');
  };
  const prometheus = options.prometheus && (await PrometheusServer.open(options.prometheus, clock));
  if (prometheus) say('metrics', prometheus, options.prometheus);
  const dashboard = options.dashboard && (await DashboardServer.open(options.dashboard, system));
  if (dashboard) say('dashboard', dashboard, options.dashboard);
  return [prometheus, dashboard].filter((view) => view !== undefined);
}
