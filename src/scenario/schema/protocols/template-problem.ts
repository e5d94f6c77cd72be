import { parseTemplate, type TemplatePart } from '../../../template/template.ts';

/** Built-ins whose values an event can have outside a conversation. */
const BUILT_INS: readonly TemplatePart['kind'][] = ['session', 'uuid', 'number', 'oneOf'];

/** What is wrong with the templates in the texts of a value that is sent; `allowed`: the names of their variables. */
export function templateProblem(value: unknown, allowed: readonly string[]): string | undefined {
  if (typeof value === 'string') return problemOf(value, allowed);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const problem = templateProblem(inner, allowed);
    if (problem) return problem;
  }
  return undefined;
}

function problemOf(text: string, allowed: readonly string[]): string | undefined {
  const parsed = parseTemplate(text);
  if ('problem' in parsed) return `contains an invalid template: ${parsed.problem}`;
  const known = `use ${[...allowed.map((name) => `{{${name}}}`), ...BUILT_INS.map((name) => `{{$${name}}}`)].join(', ')}`;
  for (const part of parsed.parts) {
    if (part.kind === 'text') continue;
    if (part.kind === 'variable' && !allowed.includes(part.name))
      return `contains {{${part.name}}}, which has no value here; ${known}`;
    if (part.kind !== 'variable' && !BUILT_INS.includes(part.kind))
      return `contains {{$${part.kind}}}, which has no value here; ${known}`;
  }
  return undefined;
}
