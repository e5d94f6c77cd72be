import type { Environment } from '../../platform/process/environment.ts';
import type { RunHeader } from '../../report/run-facts.ts';

/** Commit, branch and job, where GitHub Actions or GitLab CI gives them. */
export function ciFacts(env: Environment): Pick<RunHeader, 'commit' | 'branch' | 'jobUrl'> {
  const commit = env.GITHUB_SHA || env.CI_COMMIT_SHA;
  const branch = env.GITHUB_HEAD_REF || env.GITHUB_REF_NAME || env.CI_COMMIT_REF_NAME;
  const jobUrl = env.CI_JOB_URL || githubRunUrl(env);
  return {
    ...(commit ? { commit } : {}),
    ...(branch ? { branch } : {}),
    ...(jobUrl ? { jobUrl } : {}),
  };
}

function githubRunUrl({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: Environment): string | undefined {
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_RUN_ID) return undefined;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
