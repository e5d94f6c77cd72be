import { packageFile } from '../platform/files/package-file.ts';
import { withTempFolder } from '../platform/files/temp-folder.ts';
import { KnownError } from '../platform/known-error.ts';
import { forkChild } from '../platform/process/child-process.ts';
import type { Trial } from './trial/run-trial.ts';
import type { FromTrial, ToTrial, TrialOutcome } from './trial/trial-message.ts';

/**
 * Runs a trial in its own process, like `palaver run`: trials do not affect each other, and memory and CPU can be measured.
 * `signal`: ends it at once, with its reason.
 */
export function runTrialApart(trial: Trial, signal: AbortSignal): Promise<TrialOutcome> {
  return withTempFolder('palaver-calibrate', async (reportDir) => {
    signal.throwIfAborted();
    const child = forkChild<ToTrial, FromTrial>(packageFile('dist/trial-entry.js'));
    const abort = () => child.kill();
    signal.addEventListener('abort', abort);
    try {
      const answered = new Promise<FromTrial>((resolve) => child.onMessage(resolve));
      child.send({ trial, reportDir });
      const answer = await Promise.race([answered, child.gone]);
      signal.throwIfAborted();
      if (typeof answer === 'string')
        throw new KnownError(`a trial ended unexpectedly: ${answer}`, { exit: 'unexpected' });
      if (answer.kind === 'failed') throw new KnownError(`a trial failed: ${answer.message}`, { exit: 'unexpected' });
      return answer;
    } finally {
      signal.removeEventListener('abort', abort);
      child.kill();
      await child.gone;
    }
  });
}
