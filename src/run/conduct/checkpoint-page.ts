import { join } from 'node:path';
import { writeFileAtomic } from '../../platform/files/files.ts';
import { messageOf } from '../../platform/known-error.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { CoreShare } from '../../platform/time/core-share.ts';
import type { Report } from '../../report/report.ts';
import { PAGE_FILE } from '../../report/write-report.ts';

/**
 * Writes the page next to report.json during the run, so that a run that is killed leaves both. Each call may skip a
 * page; a failed write is reported once and does not delay the run.
 */
export class CheckpointPage {
  private readonly render: (report: Report) => string;
  private readonly clock: Clock;
  private readonly onNotice: (message: string) => void;
  private readonly share: CoreShare;
  private failed = false;

  constructor(render: (report: Report) => string, clock: Clock, onNotice: (message: string) => void) {
    this.render = render;
    this.clock = clock;
    this.share = new CoreShare(clock);
    this.onNotice = onNotice;
  }

  write(report: Report, folder: string): void {
    if (this.failed || !this.share.isDue) return;
    const beganUs = this.clock.nowUs();
    try {
      writeFileAtomic(join(folder, PAGE_FILE), this.render(report));
    } catch (error) {
      this.failed = true;
      this.onNotice(`the page could not be saved during the run: ${messageOf(error)}`);
    }
    this.share.spent(this.clock.nowUs() - beganUs);
  }
}
