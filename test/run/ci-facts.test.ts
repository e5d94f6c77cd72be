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

describe('what CI tells of a run', () => {
  it('is commit, branch and job of GitHub Actions', () => {
    expect(ciFacts(GITHUB)).toEqual({
      commit: 'abc123',
      branch: 'main',
      jobUrl: 'https://github.example.com/org/repo/actions/runs/42',
    });
  });

  it('is the branch of a pull request rather than the number of its merge', () => {
    const pull = { ...GITHUB, GITHUB_HEAD_REF: 'fix-it', GITHUB_REF_NAME: '7/merge' };
    expect(ciFacts(pull).branch).toBe('fix-it');
    expect(ciFacts({ ...GITHUB, GITHUB_HEAD_REF: '' }).branch).toBe('main');
  });

  it('is commit, branch and job of GitLab CI', () => {
    const jobUrl = 'https://gitlab.example.com/org/repo/-/jobs/7';
    expect(ciFacts(GITLAB)).toEqual({ commit: 'def456', branch: 'feature', jobUrl });
  });

  it('is nothing elsewhere; empty variables are none', () => {
    expect(ciFacts({})).toEqual({});
    const empty = Object.fromEntries(Object.keys({ ...GITHUB, ...GITLAB }).map((name) => [name, '']));
    expect(ciFacts(empty)).toEqual({});
    expect(ciFacts({ ...empty, ...GITLAB })).toEqual(ciFacts(GITLAB));
    expect(ciFacts({ ...empty, ...GITHUB })).toEqual(ciFacts(GITHUB));
  });

  it('has no job where a part of its address is missing', () => {
    expect(ciFacts({ ...GITHUB, GITHUB_RUN_ID: undefined })).not.toHaveProperty('jobUrl');
  });
});
