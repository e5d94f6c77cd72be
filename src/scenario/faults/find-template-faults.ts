import { hasTemplate, parseTemplate } from '../../template/template.ts';
import type { FlatIssue } from '../file/flatten-issues.ts';
import { type Path, scalarKindAt } from '../file/text-place.ts';
import { textsIn } from '../file/texts-in.ts';

/** Sections that may contain templates. */
const WITH_TEMPLATES = ['conversations', 'stepLists', 'defaults', 'identity', 'stopWhen'];

/** Invalid templates, and templates where they are not allowed: labels, names, patterns, paths. */
export function findTemplateFaults(scenario: unknown): readonly FlatIssue[] {
  const elsewhere = (path: Path) => path.length === 1 && !WITH_TEMPLATES.includes(String(path[0]));
  return textsIn(scenario, [], elsewhere).flatMap(({ path, text }) => {
    const message = hasTemplate(text) ? templateFault(path, text) : undefined;
    return message === undefined ? [] : [{ path, message, atKey: false, isFullMessage: false }];
  });
}

function templateFault(path: Path, text: string): string | undefined {
  switch (scalarKindAt(path)) {
    case 'typed':
      return undefined;
    case 'text':
      return /\{\{[^{}]*\}\}/.test(text)
        ? 'contains a template {{…}}, which is not allowed here; remove it'
        : undefined;
    default: {
      const parsed = parseTemplate(text);
      return 'problem' in parsed ? `is not a valid template: ${parsed.problem}` : undefined;
    }
  }
}
