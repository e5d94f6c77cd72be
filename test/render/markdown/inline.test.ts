import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, markdownText } from '../../../src/render/markdown/inline.ts';
import { GFM_TOOL_HINT, gfmToHtml, hasGfmTool, seenIn } from '../../support/gfm-tool.ts';

const PIECES = [
  ...['|', '`', '``', '\\', '\\|', '*', '_', '~', '~~', '$', '!', '[x](y)', '[ ] ', '(', ')', '"', "'", '{', '^', '%'],
  ...[
    '# ',
    '#',
    '- ',
    '+ ',
    '1. ',
    '12) ',
    '=',
    '===',
    '---',
    '> ',
    '    ',
    ' ',
    '\n',
    '\r\n\t',
    '\0',
    'a',
    'b ',
    '🍕',
  ],
  ...['<b>', '<script>', '<!--', '-->', '&amp;', '&', '&#64;', '@x', '#1', ':tada:', 'x_y_z', '\ud83c'],
  ...['www.a.test', 'http://a.test/x', 'x@a.test', 'mailto:x@a.test', 'ftp://a.test', 'xmpp:x@a.test/y'],
];
/** Names as they may stand in a scenario, or come from an endpoint. */
const NAMES = fc
  .sample(
    fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
    { numRuns: 600, seed: 1 },
  )
  .filter((name) => shown(name) !== '');

/** One line, control characters shown, and no half characters. */
function shown(name: string): string {
  return name
    .replace(/\s+/g, ' ')
    .replaceAll('\0', '␀')
    .trim()
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

describe.skipIf(!hasGfmTool)(`texts in Markdown, parsed by GitHub's own parser${GFM_TOOL_HINT}`, () => {
  // All in one document: starting a process for each takes its time.
  it('are unchanged in table cells, plain and as code', () => {
    const rows = NAMES.map((name) => `| ${markdownText(name)} | ${code(name)} | end |`);
    const html = gfmToHtml(['| a | b | c |', '| --- | --- | --- |', ...rows].join('\n'));
    const found = [...html.matchAll(/<tr>\n<td>(.*)<\/td>\n<td><code>(.*)<\/code><\/td>\n<td>end<\/td>\n<\/tr>/g)];
    expect(found.map(([, asPlain]) => seenIn(asPlain!))).toEqual(NAMES.map(shown));
    expect(found.map(([, , asCode]) => seenIn(asCode!))).toEqual(NAMES.map(shown));
  });

  it('are unchanged at the start of list items', () => {
    const html = gfmToHtml(NAMES.map((name) => `- ${markdownText(name)}`).join('\n'));
    const found = [...html.matchAll(/<li>(.*)<\/li>/g)].map(([, item]) => seenIn(item!));
    expect(found).toEqual(NAMES.map(shown));
  });

  it('are unchanged in headings and paragraphs', () => {
    const html = gfmToHtml(NAMES.map((name) => `## run: ${markdownText(name)}\n\n${markdownText(name)}\n`).join('\n'));
    const headings = [...html.matchAll(/<h2>run: (.*)<\/h2>/g)].map(([, heading]) => seenIn(heading!));
    const paragraphs = [...html.matchAll(/<p>(.*)<\/p>/g)].map(([, paragraph]) => seenIn(paragraph!));
    expect(headings).toEqual(NAMES.map(shown));
    expect(paragraphs).toEqual(NAMES.map(shown));
  });
});

describe('texts in Markdown', () => {
  it('are readable if nothing needs escaping', () => {
    for (const text of ['party size: 97.5 %, 10 of 400', 'first_output of 12:30:05', 'a, b; (c) "d"']) {
      expect(markdownText(text)).toBe(text);
      expect(code(text)).toBe(`\`${text}\``);
    }
  });

  it('do not become mentions, issue links or emoji, which GitHub resolves after entities', () => {
    const calls = /[@#](?=\w)|:[\w+-]*[a-z][\w+-]*:/;
    for (const text of ['@octocat', 'ask @org/team', 'fixes #12', 'a:tada:b', '::x:'])
      expect(seen(markdownText(text))).not.toMatch(calls);
    function seen(markdown: string) {
      return markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    }
  });

  it('have one line of at most 300 characters', () => {
    expect(markdownText('a\n\nb\tc')).toBe('a b c');
    expect(code(`${'x'.repeat(400)}`)).toBe(`\`${'x'.repeat(299)}…\``);
    expect(code(' \n')).toBe('–');
  });
});
