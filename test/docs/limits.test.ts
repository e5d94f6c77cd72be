import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/platform/limits.ts';
import { MAX_EXPANDED_STEPS } from '../../src/scenario/faults/find-list-faults.ts';

const README = readFileSync('reports/README.md', 'utf8');
const MiB = 1024 * 1024;

describe('the table of limits', () => {
  it.each([
    ['scenario file', `${LIMITS.scenarioBytes / MiB} MiB`],
    ['steps of a scenario', LIMITS.scenarioSteps.toLocaleString('en')],
    ['steps of a conversation', MAX_EXPANDED_STEPS.toLocaleString('en')],
    ['feed, replay file or list of texts', `${LIMITS.feedBytes / MiB} MiB`],
    ['columns of a feed', LIMITS.feedColumns.toLocaleString('en')],
    ['transcript or chat data set to import', `${LIMITS.transcriptBytes / MiB} MiB`],
    ['`report.json` that is read', `${LIMITS.reportBytes / MiB} MiB`],
    ['shard file that is merged', `${LIMITS.shardFileBytes / MiB} MiB`],
    ['its decompressed content', `${LIMITS.shardContentBytes / MiB} MiB`],
    ['token, variables or certificate file', `${LIMITS.otherFileBytes / MiB} MiB`],
  ])('contains the limit of %s: %s', (what, limit) => {
    const row = README.split('\n').find((line) => line.startsWith(`| ${what}`));
    expect(row).toMatch(new RegExp(`\\| ${limit} \\|$`));
  });

  it('contains the maximum number of cookies of a session', () => {
    const { cookies, cookieCharacters } = LIMITS;
    expect(README.replace(/\s+/g, ' ')).toContain(
      `at most ${cookies} cookies, of at most ${cookieCharacters.toLocaleString('en')} characters each`,
    );
  });

  it('contains the maximum length of ids and names from a server', () => {
    expect(README.replace(/\s+/g, ' ')).toContain(`event names to ${LIMITS.serverWord} characters`);
  });

  it('contains the maximum number of error causes', () => {
    expect(README.replace(/\s+/g, ' ')).toContain(`At most ${LIMITS.errorCauses} distinct causes`);
  });
});
