import { resolve } from 'node:path';
import { appendTextFile } from '../platform/files/files.ts';
import { messageOf } from '../platform/known-error.ts';
import type { SystemDeps } from '../platform/system-deps.ts';

/**
 * In a job of GitHub Actions, appends Markdown to what the step shows of itself: `GITHUB_STEP_SUMMARY` names that file. Other
 * commands of the step may have written there, so nothing of it is replaced. Nobody asked for it, so a failure is a warning only.
 */
export function appendSummary(markdown: string, { env, cwd, stderr }: SystemDeps): void {
  const path = env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  try {
    // Whatever stands there may lack its line's end.
    appendTextFile(resolve(cwd, path), `\n${markdown}`);
  } catch (error) {
    stderr.write(`warning: no step summary: ${messageOf(error)}\n`);
  }
}
