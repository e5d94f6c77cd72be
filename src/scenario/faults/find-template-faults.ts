import { hasTemplate, parseTemplate } from '../../template/template.ts';
import type { FlatIssue } from '../file/flatten-issues.ts';
import { isFreeForm, type Path, scalarKindAt } from '../file/text-place.ts';
import { textsIn } from '../file/texts-in.ts';
import { isMap } from '../schema/choice-schema.ts';

/** Sections that may contain templates. */
const WITH_TEMPLATES = ['conversations', 'stepLists', 'defaults', 'identity', 'stopWhen', 'targets'];

/**
 * Invalid templates, and templates where none is rendered: labels, names, patterns, paths, and whatever else of a target or in
 * data would be sent as it is written.
 */
export function findTemplateFaults(scenario: unknown): readonly FlatIssue[] {
  const elsewhere = (path: Path) => (path.length === 1 && !WITH_TEMPLATES.includes(String(path[0]))) || isMock(path);
  const ofTexts = textsIn(scenario, [], elsewhere).flatMap(({ path, text }) => {
    const message = hasTemplate(text) ? templateFault(path, text) : undefined;
    return message === undefined ? [] : [{ path, message, atKey: false, isFullMessage: false }];
  });
  const ofKeys = keysIn(scenario, [], elsewhere).map((path) => ({
    path,
    message: `${JSON.stringify(path.at(-1))} is a key with a template {{…}}, which is replaced only in values; remove it`,
    atKey: true,
    isFullMessage: true,
  }));
  return [...ofTexts, ...ofKeys];
}

function isMock(path: Path): boolean {
  return path[0] === 'targets' && path[2] === 'mock';
}

function templateFault(path: Path, text: string): string | undefined {
  switch (scalarKindAt(path)) {
    case 'typed':
      return undefined;
    case 'text':
      return path[0] === 'targets' || /\{\{[^{}]*\}\}/.test(text)
        ? 'contains a template {{…}}, which is not allowed here; remove it'
        : undefined;
    default: {
      const parsed = parseTemplate(text);
      return 'problem' in parsed ? `is not a valid template: ${parsed.problem}` : undefined;
    }
  }
}

/** Keys with a template of maps that are sent: of data, and names of headers and query parameters. */
function keysIn(value: unknown, path: Path, skip: (path: Path) => boolean): readonly Path[] {
  if (skip(path)) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => keysIn(item, [...path, index], skip));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const place = [...path, key];
    const own = hasTemplate(key) && isSent(place) ? [place] : [];
    return [...own, ...keysIn(item, place, skip)];
  });
}

function isSent(path: Path): boolean {
  return isFreeForm(path) || (path[0] === 'targets' && path.length > 2);
}
