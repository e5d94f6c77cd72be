// Runs the scenario and sets the result as outputs. Never fails itself: the last step of the action exits with the verdict.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { annotate, output } from './job.mjs';

const { SCENARIO, OPTIONS, BASELINE, FOLDER, GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REF } = process.env;
const RUN = join(FOLDER, 'run');
const KEPT = join(FOLDER, 'baseline');
/** Events that run the code of the default branch: code of a pull request never becomes the baseline. */
const TRUSTED_EVENTS = ['push', 'schedule', 'workflow_dispatch'];

const code = await palaver();
const report = readdirSync(RUN)
  .map((name) => join(RUN, name))
  .find((path) => existsSync(join(path, 'report.json')));
const compared = report && JSON.parse(readFileSync(join(report, 'report.json'), 'utf8')).comparison;
const hasBaseline = compared !== undefined && compared.status !== 'no-baseline';
const passedOnDefaultBranch = code === 0 && report !== undefined && isOnDefaultBranch();
const records = BASELINE === 'auto' && passedOnDefaultBranch;
if (records) {
  rmSync(KEPT, { recursive: true, force: true });
  cpSync(join(report, 'report.json'), join(KEPT, 'last-passed', 'report.json'));
}
if (compared?.status === 'no-baseline') {
  if (records) annotate('notice', 'no baseline yet: nothing was compared; this run is recorded as the first one');
  else
    annotate('warning', 'no baseline yet: nothing was compared; a run that passes on the default branch records one');
}
output({
  'exit-code': code,
  report: report ?? '',
  baseline: hasBaseline ? 'compared' : records ? 'recorded' : 'none',
  'passed-on-default-branch': passedOnDefaultBranch,
});

function palaver() {
  let words;
  try {
    words = wordsOf(OPTIONS);
  } catch (error) {
    annotate('error', error.message);
    return 104;
  }
  const out = { markdown: 'comment.md', junit: 'junit.xml', html: 'report.html' };
  const baseline = BASELINE === 'auto' ? KEPT : BASELINE;
  const args = [
    ...['run', SCENARIO, '--report-dir', RUN],
    ...Object.entries(out).flatMap(([type, name]) => ['--out', `${type}=${join(RUN, name)}`]),
    ...(baseline === 'off' || baseline === '' ? [] : ['--baseline', baseline]),
    ...words,
  ];
  const child = spawn(process.execPath, ['palaver-ci/app/node_modules/palaver/dist/main.js', ...args], {
    stdio: 'inherit',
  });
  // When the job is cancelled, the run ends with a report.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      annotate('error', error.message);
      resolve(1);
    });
    child.on('close', (status) => resolve(status ?? 1));
  });
}

/** Splits options into words, with quotes as in a shell, but without running a shell. */
function wordsOf(text) {
  const quoted = /"([^"]*)"|'([^']*)'/g;
  if (/["']/.test(text.replaceAll(quoted, ''))) throw new Error(`a quote in the options is not closed: ${text}`);
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replaceAll(quoted, (_, double, single) => double ?? single));
}

function isOnDefaultBranch() {
  if (!TRUSTED_EVENTS.includes(GITHUB_EVENT_NAME)) return false;
  // A schedule runs on no other branch, and its event does not name the repository.
  if (GITHUB_EVENT_NAME === 'schedule') return true;
  const { repository } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
  return GITHUB_REF === `refs/heads/${repository.default_branch}`;
}
