import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Golden files are output, not documents; folders of runs are ignored by Git. */
const SKIPPED = new Set(['node_modules', 'dist', '.build', '.git', 'golden']);

function documentsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || folder === 'reports' ? [] : documentsIn(path);
    return entry.isFile() && entry.name.endsWith('.md') ? [path] : [];
  });
}

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');

/** The anchors that GitHub gives to the headings of a document. */
function anchorsOf(path: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutCode(readFileSync(path, 'utf8')).matchAll(/^#+ (.+)$/gm)) {
    const text = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n += 1) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Relative links and images of a document. */
function linksOf(path: string): string[] {
  const text = withoutCode(readFileSync(path, 'utf8')).replace(/`[^`\n]*`/g, (code) => code.replace(/\]\(/g, ''));
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => !/^[a-z]+:/.test(link));
}

const DOCUMENTS = documentsIn('.');

describe('links between documents', () => {
  it('are checked in all documents', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining(['README.md', 'scenarios/README.md', 'reports/README.md', 'src/README.md']),
    );
  });

  it.each(DOCUMENTS)('in %s lead to existing files and headings', (path) => {
    const broken = linksOf(path).filter((link) => {
      const [file, anchor] = link.split('#');
      const target = file ? normalize(join(dirname(path), file)) : path;
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).has(anchor));
    });
    expect(broken).toEqual([]);
  });
});
