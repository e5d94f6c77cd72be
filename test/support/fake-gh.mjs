// Stands in for `gh api graphql` in a job: comments of one pull request, in the file that FAKE_GITHUB names.
import { readFileSync, writeFileSync } from 'node:fs';

const PAGE = 100;
const path = process.env.FAKE_GITHUB;
const state = JSON.parse(readFileSync(path, 'utf8'));
const { query, variables } = JSON.parse(readFileSync(0, 'utf8'));
if (process.env.GH_TOKEN !== state.token) refuse('HTTP 401: Bad credentials');
process.stdout.write(JSON.stringify({ data: answer() }));
writeFileSync(path, JSON.stringify(state));

function answer() {
  if (query.startsWith('query')) return { repository: { pullRequest: { id: 'PR', comments: pageOf(state.comments) } } };
  if (state.readOnly) refuse('GraphQL: Resource not accessible by integration\n::error::in a second line');
  if (query.includes('addComment')) {
    state.comments.push({ id: `C${state.comments.length}`, author: state.viewer, body: variables.body });
    return { addComment: {} };
  }
  const comment = state.comments.find(({ id }) => id === variables.id);
  if (comment?.author !== state.viewer) refuse('GraphQL: not the author');
  comment.body = variables.body;
  return { updateIssueComment: {} };
}

function pageOf(comments) {
  const from = Number(variables.after ?? 0);
  const nodes = comments
    .slice(from, from + PAGE)
    .map(({ id, body, author }) => ({ id, body, viewerDidAuthor: author === state.viewer }));
  return { nodes, pageInfo: { hasNextPage: comments.length > from + PAGE, endCursor: String(from + PAGE) } };
}

function refuse(why) {
  process.stderr.write(`gh: ${why}\n`);
  process.exit(1);
}
