import { describe, expect, it } from 'vitest';
import { ciFacts } from '../../src/run/conduct/ci-facts.ts';

const GITHUB = {
  GITHUB_SHA: 'abc123',
  GITHUB_REF_NAME: 'main',
  GITHUB_SERVER_URL: 'https://github.example.com',
  GITHUB_REPOSITORY: 'org/repo',
  GITHUB_RUN_ID: '42',
};
const GITLAB = {
  CI_COMMIT_SHA: 'def456',
  CI_COMMIT_REF_NAME: 'feature',
  CI_JOB_URL: 'https://gitlab.example.com/org/repo/-/jobs/7',
};

describe('the CI facts of a run', () => {
  it('are commit, branch and job of GitHub Actions', () => {
    expect(ciFacts(GITHUB)).toEqual({
      commit: 'abc123',
      branch: 'main',
      jobUrl: 'https://github.example.com/org/repo/actions/runs/42',
    });
  });

  it('include the branch of a pull request instead of its merge ref', () => {
    const pull = { ...GITHUB, GITHUB_HEAD_REF: 'fix-it', GITHUB_REF_NAME: '7/merge' };
    expect(ciFacts(pull).branch).toBe('fix-it');
    expect(ciFacts({ ...GITHUB, GITHUB_HEAD_REF: '' }).branch).toBe('main');
  });

  it('are commit, branch and job of GitLab CI', () => {
    const jobUrl = 'https://gitlab.example.com/org/repo/-/jobs/7';
    expect(ciFacts(GITLAB)).toEqual({ commit: 'def456', branch: 'feature', jobUrl });
  });

  it('are missing elsewhere, and if variables are empty', () => {
    expect(ciFacts({})).toEqual({});
    const empty = Object.fromEntries(Object.keys({ ...GITHUB, ...GITLAB }).map((name) => [name, '']));
    expect(ciFacts(empty)).toEqual({});
    expect(ciFacts({ ...empty, ...GITLAB })).toEqual(ciFacts(GITLAB));
    expect(ciFacts({ ...empty, ...GITHUB })).toEqual(ciFacts(GITHUB));
  });

  it('omit the job if a part of its address is missing', () => {
    expect(ciFacts({ ...GITHUB, GITHUB_RUN_ID: undefined })).not.toHaveProperty('jobUrl');
  });
});
