import { isoDate } from '../platform/iso-date.ts';
import type { RandomStream } from '../platform/random.ts';
import { drawUuid } from './draw-uuid.ts';
import type { Row } from './scenario.ts';
import { hasTemplate, parseTemplate, type TemplatePart } from './template.ts';

/** What templates of one utterance may name. */
export interface TemplateScope {
  /** Captured so far. They come before columns of the same name. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Undefined: the conversation has no feed. */
  readonly row: Row | undefined;
  readonly vu: number;
  readonly conversation: number;
  readonly runId: string;
  readonly sessionId: string;
  readonly marker: string;
  /** When the run began, ms since 1970; `$date` counts from its day in UTC. */
  readonly todayMs: number;
  /** Where `$number`, `$oneOf` and `$uuid` draw from; called only when one of them stands in the text. */
  readonly stream: () => RandomStream;
}

/** A template names what has no value: nothing of that name was captured, and no column has it. */
export class UnknownVariable extends Error {
  override readonly name = 'UnknownVariable';
  readonly variable: string;

  constructor(variable: string, problem = 'has no value') {
    super(`{{${variable}}} ${problem}`);
    this.variable = variable;
  }
}

/**
 * `text` with its templates filled in. Objects and arrays are written as JSON, null as nothing. What is filled in is not
 * read for templates again.
 * @throws UnknownVariable
 */
export function renderText(text: string, scope: TemplateScope): string {
  if (!hasTemplate(text)) return text;
  let rendered = '';
  for (const part of partsOf(text)) rendered += written(part, valueFor(part, scope));
  return rendered;
}

/**
 * Nested data with the templates in its texts filled in. A text that is one template and nothing else becomes the value
 * itself: numbers and objects of JSON feeds and captures stay what they are, and `$vu`, `$conversation` and `$number` are
 * numbers. Keys are left as they are, and what holds no template is handed back, not copied.
 * @throws UnknownVariable
 */
export function renderData(value: unknown, scope: TemplateScope): unknown {
  if (typeof value === 'string') return renderValue(value, scope);
  if (typeof value !== 'object' || value === null || !holdsTemplate(value)) return value;
  if (Array.isArray(value)) return value.map((item) => renderData(item, scope));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderData(item, scope)]));
}

function renderValue(text: string, scope: TemplateScope): unknown {
  if (!hasTemplate(text)) return text;
  const [only, ...more] = partsOf(text);
  return only && more.length === 0 ? valueFor(only, scope) : renderText(text, scope);
}

function valueFor(part: TemplatePart, scope: TemplateScope): unknown {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'variable':
      return lookUp(part.name, scope);
    case 'vu':
      return scope.vu;
    case 'conversation':
      return scope.conversation;
    case 'run':
      return scope.runId;
    case 'session':
      return scope.sessionId;
    case 'marker':
      return scope.marker;
    case 'uuid':
      return drawUuid(scope.stream());
    case 'number':
      return part.from + Math.floor(scope.stream().next() * (part.to - part.from + 1));
    case 'oneOf':
      return part.choices[Math.floor(scope.stream().next() * part.choices.length)];
    case 'date':
      return isoDate(scope.todayMs + part.days * DAY_MS);
  }
}

const DAY_MS = 86_400_000;

function lookUp(name: string, { variables, row }: TemplateScope): unknown {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined) return value;
  const cell = row && Object.hasOwn(row, name) ? row[name] : undefined;
  if (cell === undefined) throw new UnknownVariable(name);
  return cell;
}

function written(part: TemplatePart, value: unknown): string {
  if (typeof value !== 'object') return String(value);
  if (value === null) return '';
  try {
    return JSON.stringify(value);
  } catch {
    // Captured from the wire, it may be nested more deeply than can be written.
    throw new UnknownVariable(part.kind === 'variable' ? part.name : part.kind, 'is nested too deeply to be written');
  }
}

/** Parsed once per text; the texts are those of a scenario, so they are few, and bounded all the same. */
const parsed = new Map<string, readonly TemplatePart[]>();
const MOST_PARSED = 10_000;

function partsOf(text: string): readonly TemplatePart[] {
  const known = parsed.get(text);
  if (known) return known;
  const template = parseTemplate(text);
  if ('problem' in template) throw new Error(`an unchecked template: ${template.problem}`);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(text, template.parts);
  return template.parts;
}

/** Looked for once per object of the scenario. */
const findings = new WeakMap<object, boolean>();

function holdsTemplate(value: unknown): boolean {
  if (typeof value === 'string') return hasTemplate(value);
  if (typeof value !== 'object' || value === null) return false;
  const known = findings.get(value);
  if (known !== undefined) return known;
  const found = Object.values(value).some(holdsTemplate);
  findings.set(value, found);
  return found;
}
