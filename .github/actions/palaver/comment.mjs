// Keeps one comment for each gate on the pull request. Errors are warnings only: the last step sets the verdict.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { annotate } from './job.mjs';

const { env } = process;
/** Maximum length of a comment on GitHub. */
const MAX_CHARACTERS = 65_536;
/** A pull request with more comments gets a new one. */
const MAX_PAGES = 50;
// The name must not close the HTML comment.
const MARKER = `<!-- palaver: ${env.GATE.replaceAll('--', '- -').replaceAll('>', '')} -->`;

const FIND = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    id
    comments(first: 100, after: $after) { nodes { id body viewerDidAuthor } pageInfo { hasNextPage endCursor } }
  } }
}`;
const ADD =
  'mutation($id: ID!, $body: String!) { addComment(input: { subjectId: $id, body: $body }) { clientMutationId } }';
const UPDATE =
  'mutation($id: ID!, $body: String!) { updateIssueComment(input: { id: $id, body: $body }) { clientMutationId } }';

try {
  const { pullRequest, comment } = find();
  const body = bodyOfComment();
  if (comment) ask(UPDATE, { id: comment, body });
  else ask(ADD, { id: pullRequest, body });
} catch (error) {
  annotate('warning', `no comment on the pull request: ${error.message}`);
}

/** The comment of this gate by this token: a comment of another author may quote the marker. */
function find() {
  const [owner, name] = env.GITHUB_REPOSITORY.split('/');
  let after = null;
  let pullRequest;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data } = ask(FIND, { owner, name, number: Number(env.PULL_REQUEST), after });
    const { id, comments } = data.repository.pullRequest;
    pullRequest = id;
    const own = comments.nodes.find(({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(MARKER));
    if (own) return { pullRequest, comment: own.id };
    if (!comments.pageInfo.hasNextPage) break;
    after = comments.pageInfo.endCursor;
  }
  return { pullRequest, comment: undefined };
}

function ask(query, variables) {
  const { status, stdout, stderr, error } = spawnSync('gh', ['api', 'graphql', '--input', '-'], {
    input: JSON.stringify({ query, variables }),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(
      `${stderr.trim() || `gh ended with ${status}`} (a fork's token may not comment; else grant pull-requests: write)`,
    );
  return JSON.parse(stdout);
}

/** A run without a report also gets a comment, so that the one of the previous run is not taken for it. */
function bodyOfComment() {
  const report =
    read(join(env.FOLDER, 'run', 'comment.md')) ??
    `## ❌ No result: palaver ended with exit code ${env.CODE || 'none'}`;
  const details = env.REPORT ? read(join(env.REPORT, 'comparison.md')) : undefined;
  const job = `[${env.GATE.replace(/[[\]\\`<>]/g, '')}](${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID})`;
  const body = (parts) => [MARKER, ...parts, job].join('\n\n');
  const whole = body(details === undefined ? [report] : [report, details]);
  return whole.length <= MAX_CHARACTERS ? whole : body([report, 'The comparison in full is an artefact of the job.']);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
