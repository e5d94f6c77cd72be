import { join } from 'node:path';
import { writeFileAtomic } from '../../platform/files/files.ts';
import { messageOf } from '../../platform/known-error.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { Report } from '../../report/report.ts';
import { PAGE_FILE } from '../../report/write-report.ts';

/** A page of many series takes its time: it is drawn so seldom that it takes no more of a core than this. */
const MAX_OF_A_CORE = 0.05;

/**
 * Writes the page next to report.json during the run, so that a run that is killed leaves both. Each call may skip a
 * page; a failed write is reported once and does not delay the run.
 */
export class CheckpointPage {
  private readonly render: (report: Report) => string;
  private readonly clock: Clock;
  private readonly onNotice: (message: string) => void;
  private notBeforeUs = 0;
  private failed = false;

  constructor(render: (report: Report) => string, clock: Clock, onNotice: (message: string) => void) {
    this.render = render;
    this.clock = clock;
    this.onNotice = onNotice;
  }

  write(report: Report, folder: string): void {
    const beganUs = this.clock.nowUs();
    if (this.failed || beganUs < this.notBeforeUs) return;
    try {
      writeFileAtomic(join(folder, PAGE_FILE), this.render(report));
    } catch (error) {
      this.failed = true;
      this.onNotice(`the page could not be saved during the run: ${messageOf(error)}`);
    }
    this.notBeforeUs = beganUs + (this.clock.nowUs() - beganUs) / MAX_OF_A_CORE;
  }
}
