import { DashboardServer } from '../live/dashboard-server.ts';
import { isLoopback, type ListenAddress } from '../live/listen-address.ts';
import { MetricsServer } from '../live/prometheus/metrics-server.ts';
import type { World } from '../platform/world.ts';
import type { Report } from '../report/report.ts';
import type { RunServices } from '../run/conduct-run.ts';
import type { RunPlan } from '../run/resolve-run.ts';
import { runViewOf } from '../run/run-view.ts';

interface LiveOptions {
  readonly dashboard?: ListenAddress;
  readonly prometheus?: ListenAddress;
}

/** What serves a run to others while it goes on, as far as asked for. */
export class LiveServers {
  private readonly dashboard: DashboardServer | undefined;
  private readonly metrics: MetricsServer | undefined;

  private constructor(dashboard: DashboardServer | undefined, metrics: MetricsServer | undefined) {
    this.dashboard = dashboard;
    this.metrics = metrics;
  }

  /** Says on stderr where they are. Throws a KnownError when one cannot listen; then none does. */
  static async open({ dashboard, prometheus }: LiveOptions, { stderr }: World): Promise<LiveServers> {
    const page = dashboard && (await DashboardServer.open(dashboard));
    try {
      const live = new LiveServers(page, prometheus && (await MetricsServer.open(prometheus)));
      if (page) stderr.write(`dashboard: ${page.url}\n`);
      if (live.metrics) stderr.write(`prometheus: ${live.metrics.url}\n`);
      for (const address of [dashboard, prometheus])
        if (address && !isLoopback(address))
          stderr.write(`note: whoever reaches ${address.host}:${address.port} can read the run\n`);
      return live;
    } catch (error) {
      await page?.end(undefined);
      throw error;
    }
  }

  /** What a run tells them while it goes on. */
  services(plan: RunPlan, version: string): Pick<RunServices, 'onBegin' | 'onReport'> {
    const { dashboard, metrics } = this;
    return {
      onBegin: metrics && ((test) => metrics.show(() => runViewOf(test, plan, version))),
      onReport: dashboard && ((report) => dashboard.show(report)),
    };
  }

  /** Shows the final report, and all figures as they are at the end. */
  async end(report: Report): Promise<void> {
    this.metrics?.renew();
    await this.dashboard?.end(report);
  }

  async close(): Promise<void> {
    this.metrics?.close();
    await this.dashboard?.end(undefined);
  }
}
