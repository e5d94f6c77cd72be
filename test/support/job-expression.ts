/** Contexts that expressions of a job may use: `github`, `inputs`, `steps`, `matrix`, `secrets`. */
export type Contexts = Readonly<Record<string, unknown>>;

type Value = string | number | boolean | null | undefined;

/** A text of a job with its `${{ … }}` evaluated, as by GitHub: a missing value is empty. */
export function fillIn(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(read(expression, contexts) ?? ''));
}

/** Whether a step runs: `if` with `&&`, `==`, `!=` and `always()`; without a status function nothing may have failed. */
export function holds(condition: string, contexts: Contexts, hasFailed: boolean): boolean {
  const parts = condition.replace(/^\$\{\{(.*)\}\}$/, '$1').split('&&');
  const always = parts.some((part) => part.trim() === 'always()');
  return (always || !hasFailed) && parts.every((part) => part.trim() === 'always()' || isTrue(part, contexts));
}

function isTrue(part: string, contexts: Contexts): boolean {
  const [, left, operator, right] = /^(.*?)(==|!=)(.*)$/.exec(part) ?? [];
  if (operator === undefined) return Boolean(read(part, contexts));
  const same = String(read(left!, contexts) ?? '') === String(read(right!, contexts) ?? '');
  return same === (operator === '==');
}

function read(expression: string, contexts: Contexts): Value {
  const text = expression.trim();
  const [, literal] = /^'(.*)'$/.exec(text) ?? [];
  if (literal !== undefined) return literal;
  const [, shown] = /^toJSON\((.*)\)$/.exec(text) ?? [];
  if (shown !== undefined) return JSON.stringify(lookUp(shown, contexts) ?? null);
  const value = lookUp(text, contexts);
  if (typeof value === 'object' && value !== null) throw new Error(`${text} is no single value`);
  return value as Value;
}

function lookUp(path: string, contexts: Contexts): unknown {
  if (!/^[a-z_]+(\.[\w-]+)*$/i.test(path.trim()))
    throw new Error(`an expression that this runner does not know: ${path}`);
  const [first, ...rest] = path.trim().split('.');
  if (!(first! in contexts)) throw new Error(`no context ${first}`);
  return rest.reduce<unknown>((value, name) => (value as Contexts | undefined)?.[name], contexts[first!]);
}
