import { resolve } from 'node:path';
import { appendTextFile } from '../platform/files/files.ts';
import { messageOf } from '../platform/known-error.ts';
import type { SystemDeps } from '../platform/system-deps.ts';

/**
 * In a job of GitHub Actions, appends Markdown to the summary of the step, in the file `GITHUB_STEP_SUMMARY`. Other commands
 * of the step may have written there, so nothing is replaced. It is not an explicit output, so a failure is only a warning.
 */
export function appendSummary(markdown: string, { env, cwd, stderr }: SystemDeps): void {
  const path = env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  try {
    // The existing text may not end with a newline.
    appendTextFile(resolve(cwd, path), `\n${markdown}`);
  } catch (error) {
    stderr.write(`warning: no step summary: ${messageOf(error)}\n`);
  }
}
