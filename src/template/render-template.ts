import type { RandomStream } from '../platform/random.ts';
import { isoDate } from '../platform/time/iso-date.ts';
import { drawUuid } from './draw-uuid.ts';
import { hasTemplate, parseTemplate, type TemplatePart } from './template.ts';

/** Values for the templates of one utterance. */
export interface TemplateScope {
  /** Variables captured so far. They take precedence over columns of the same name. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Undefined: the conversation has no feed. */
  readonly row: Readonly<Record<string, unknown>> | undefined;
  readonly vu: number;
  readonly conversation: number;
  readonly runId: string;
  readonly sessionId: string;
  readonly marker: string;
  /** Start of the run, ms since 1970; `$date` is relative to its day in UTC. */
  readonly todayMs: number;
  /** Random numbers for `$number`, `$oneOf` and `$uuid`; called only if the text contains one of them. */
  readonly stream: () => RandomStream;
}

/** A template contains a name that is neither a captured variable nor a column. */
export class UnknownVariable extends Error {
  override readonly name = 'UnknownVariable';

  constructor(variable: string, problem = 'has no value') {
    super(`{{${variable}}} ${problem}`);
  }
}

/** The result of `make`, or of `unknown` with the message if a variable has no value. */
export function catchUnknownVariable<T, U>(make: () => T, unknown: (message: string) => U): T | U {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof UnknownVariable)) throw thrown;
    return unknown(thrown.message);
  }
}

/**
 * Renders the templates in `text`. Objects and arrays become JSON, null an empty string. Inserted values are not rendered
 * again.
 * @throws UnknownVariable
 */
export function renderText(text: string, scope: TemplateScope): string {
  if (!hasTemplate(text)) return text;
  let rendered = '';
  for (const part of partsOf(text)) rendered += written(valueFor(part, scope));
  return rendered;
}

/**
 * Renders the templates in the texts of nested data. A text that consists of a single template becomes the value itself, so
 * numbers and objects of JSON feeds and captures keep their type, and `$vu`, `$conversation` and `$number` are numbers. Keys
 * are not rendered, and values without templates are returned, not copied.
 * @throws UnknownVariable
 */
export function renderData(value: unknown, scope: TemplateScope): unknown {
  if (typeof value === 'string') return renderValue(value, scope);
  if (typeof value !== 'object' || value === null || !containsTemplate(value)) return value;
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
  if (!isWritable(value, MAX_DEPTH)) throw new UnknownVariable(name, 'is nested too deeply to be sent');
  return value;
}

/** JSON.stringify is recursive: deeper values would overflow the stack. */
const MAX_DEPTH = 500;

function isWritable(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWritable(inner, levels - 1));
}

function written(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Cache of parsed texts: those of a scenario. */
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

/** Cache of `containsTemplate` for the objects of a scenario. */
const findings = new WeakMap<object, boolean>();

function containsTemplate(value: unknown): boolean {
  if (typeof value === 'string') return hasTemplate(value);
  if (typeof value !== 'object' || value === null) return false;
  const known = findings.get(value);
  if (known !== undefined) return known;
  const found = Object.values(value).some(containsTemplate);
  findings.set(value, found);
  return found;
}
