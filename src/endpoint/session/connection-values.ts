import { validateHeaderValue } from 'node:http';
import { catchUnknownVariable, renderData, renderText, type TemplateScope } from '../../template/render-template.ts';
import { hasTemplate, namesIn } from '../../template/template.ts';
import type { EndpointSettings } from '../endpoint-settings.ts';
import { PLATFORM_TERMS } from '../protocol/platform-terms.ts';

/**
 * What a session presents when it connects: headers, query parameters and those settings of its protocol that are not the
 * same for every user. Templates in them are rendered for each connection; no other setting of a target may have one.
 */

/** A text of the settings of a target. `place`: its name in messages. */
export interface PlacedSetting {
  readonly place: string;
  readonly text: string;
}

type Settings = Pick<EndpointSettings, 'headers' | 'query' | 'protocol'>;

/** A value that a connection needs is not set or cannot be sent; the message names the setting, not the value. */
export class UnusableValue extends Error {
  override readonly name = 'UnusableValue';
}

/** The result of `make`, or of `unusable` with the message of an UnusableValue. */
export function catchUnusableValue<T, U>(make: () => T, unusable: (message: string) => U): T | U {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof UnusableValue)) throw thrown;
    return unusable(thrown.message);
  }
}

/** The texts in which templates are allowed. */
export function templatedTexts(settings: Settings): readonly PlacedSetting[] {
  return [
    ...headerTexts(settings),
    ...templatedKeys(settings).flatMap((key) => textsIn(valuesOf(settings.protocol)[key], key)),
  ];
}

/** Those that may be credentials: values of headers and query parameters, and what a protocol sends as `auth`. */
export function credentialTexts(settings: Settings): readonly PlacedSetting[] {
  return [...headerTexts(settings), ...valuesIn(valuesOf(settings.protocol).auth, 'auth')];
}

function headerTexts({ headers, query }: Settings): readonly PlacedSetting[] {
  return [
    ...Object.entries(headers).map(([name, text]) => ({ place: headerNamed(name), text })),
    ...Object.entries(query).map(([name, text]) => ({ place: parameterNamed(name), text })),
  ];
}

/** The names of the variables and columns in these texts, each once. */
export function namesUsed(texts: readonly PlacedSetting[]): readonly string[] {
  return [...new Set(texts.flatMap(({ text }) => namesIn(text)))];
}

/** All other texts of the settings, names of headers and parameters included: a template in them would be sent as it is. */
export function fixedTexts(settings: EndpointSettings): readonly PlacedSetting[] {
  const { name: _name, headers, query, protocol, ...others } = settings;
  const templated = [...templatedKeys(settings), ...PLATFORM_TERMS[protocol.name].renderedSettings];
  const fixed = Object.entries(protocol).filter(([key]) => !templated.includes(key));
  return [
    ...Object.keys(headers).map((text) => ({ place: 'the name of a header', text })),
    ...Object.keys(query).map((text) => ({ place: 'the name of a query parameter', text })),
    ...textsIn(Object.fromEntries(fixed), 'protocol'),
    ...Object.entries(others).flatMap(([key, value]) => textsIn(value, key)),
  ];
}

/** Whether sessions present different values. */
export function differsBySession(settings: Settings): boolean {
  return templatedTexts(settings).some(({ text }) => hasTemplate(text));
}

/** The settings with the values of one session. Throws an UnusableValue. */
export function renderSettings<Given extends Settings>(settings: Given, scope: TemplateScope): Given {
  const { headers, query, protocol } = settings;
  const own = templatedKeys(settings).map((key) => [key, renderSetting(key, valuesOf(protocol)[key], scope)]);
  return {
    ...settings,
    headers: mapValues(headers, (name, text) => renderValue(headerNamed(name), text, scope, headerProblem)),
    query: mapValues(query, (name, text) => renderValue(parameterNamed(name), text, scope, parameterProblem)),
    protocol: { ...protocol, ...Object.fromEntries(own) },
  };
}

/** One rendered text. `problemOf`: why a value cannot be sent. Throws an UnusableValue. */
export function renderValue(
  place: string,
  text: string,
  scope: TemplateScope,
  problemOf: (value: string) => string | undefined = () => undefined,
): string {
  const value = catchUnknownVariable(
    () => renderText(text, scope),
    (message) => {
      throw new UnusableValue(`${place}: ${message}`);
    },
  );
  const problem = problemOf(value);
  if (problem !== undefined) throw new UnusableValue(`${place}: its value ${problem}`);
  return value;
}

/** Why the value of a header cannot be sent. */
export function headerProblem(value: string): string | undefined {
  try {
    validateHeaderValue('x', value);
    return undefined;
  } catch {
    return 'contains characters that are not allowed in a header, such as a line break';
  }
}

/** Why the value of a query parameter cannot be sent. */
export function parameterProblem(value: string): string | undefined {
  return /\p{Surrogate}/u.test(value) ? 'is not valid Unicode' : undefined;
}

const headerNamed = (name: string) => `header ${name}`;
const parameterNamed = (name: string) => `query parameter ${name}`;

function templatedKeys({ protocol }: Pick<Settings, 'protocol'>): readonly string[] {
  return PLATFORM_TERMS[protocol.name].templatedSettings;
}

function renderSetting(key: string, value: unknown, scope: TemplateScope): unknown {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return renderValue(key, value, scope);
  return catchUnknownVariable(
    () => renderData(value, scope),
    (message) => {
      throw new UnusableValue(`${key}: ${message}`);
    },
  );
}

function textsIn(value: unknown, place: string): readonly PlacedSetting[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((inner) => textsIn(inner, place));
  return Object.entries(value).flatMap(([key, inner]) => [{ place, text: key }, ...textsIn(inner, key)]);
}

/** Without the keys. */
function valuesIn(value: unknown, place: string): readonly PlacedSetting[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => valuesIn(inner, place));
}

function valuesOf(protocol: object): Readonly<Record<string, unknown>> {
  return protocol as Readonly<Record<string, unknown>>;
}

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (name: string, value: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]));
}
