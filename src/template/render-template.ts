import type { RandomStream } from '../platform/random.ts';
import { isoDate } from '../platform/time/iso-date.ts';
import { drawUuid } from './draw-uuid.ts';
import { hasTemplate, parseTemplate, type TemplatePart } from './template.ts';

/** What the templates of one utterance may name. */
export interface TemplateScope {
  /** Captured so far. They come before columns of the same name. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Undefined: the conversation has no feed. */
  readonly row: Readonly<Record<string, unknown>> | undefined;
  readonly vu: number;
  readonly conversation: number;
  readonly runId: string;
  readonly sessionId: string;
  readonly marker: string;
  /** When the run began, ms since 1970; `$date` counts from its day in UTC. */
  readonly todayMs: number;
  /** Where `$number`, `$oneOf` and `$uuid` draw from; called only when the text contains one of them. */
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

/** What `make` gives; where it needs a variable without a value, what `unknown` makes of the words for that. */
export function whenKnown<T, U>(make: () => T, unknown: (message: string) => U): T | U {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof UnknownVariable)) throw thrown;
    return unknown(thrown.message);
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
  for (const part of partsOf(text)) rendered += written(valueFor(part, scope));
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
  const holder = [variables, row].find((each) => each && Object.hasOwn(each, name) && each[name] !== undefined);
  const value = holder?.[name];
  if (value === undefined) throw new UnknownVariable(name);
  if (!isWritable(value, DEEPEST)) throw new UnknownVariable(name, 'is nested too deeply to be sent');
  return value;
}

/** JSON is read to any depth, but written recursively: what is nested too deeply would overflow the stack. */
const DEEPEST = 500;

function isWritable(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWritable(inner, levels - 1));
}

function written(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Parsed once per text; the texts are those of a scenario, so they are few, and bounded all the same. */
const parsed = new Map<string, readonly TemplatePart[]>();
const MAX_PARSED = 10_000;

function partsOf(text: string): readonly TemplatePart[] {
  const known = parsed.get(text);
  if (known) return known;
  const template = parseTemplate(text);
  if ('problem' in template) throw new Error(`an unchecked template: ${template.problem}`);
  if (parsed.size >= MAX_PARSED) parsed.clear();
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
