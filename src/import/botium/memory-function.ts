/** Functions of the scripting memory. */
const NAMES =
  /^(now(_EN|_DE|_ISO)?|date(_EN|_DE|_ISO|_add|_subtract)?|time(_EN|_DE|_ISO|_HH_MM|_HH|_H_A)?|timestamp|tomorrow|yesterday|year|month(_MM)?|day_of_(month|week)|random(10)?|uniqid|projectname|testsessionname|testcasename|env|cap|msg)$/;

export function isMemoryFunction(name: string): boolean {
  return NAMES.test(name);
}

/** Whether a function makes another value each time. */
export function variesByUse(name: string): boolean {
  return /^(random|uniqid)/.test(name);
}

/** The only format in which templates write dates. */
const DATE = 'YYYY-MM-DD';
const UNITS: Readonly<Record<string, string>> = { d: 'd', day: 'd', days: 'd', w: 'w', week: 'w', weeks: 'w' };

/** The template with the same value; undefined if there is none. `args`: the text between the parentheses, if any. */
export function templateOfFunction(name: string, args: string | undefined): string | undefined {
  const [first = '', second = '', third = ''] = (args ?? '').split(',').map(withoutQuotes);
  switch (name) {
    case 'date_ISO':
      return '{{$date}}';
    case 'date':
      return first === DATE ? '{{$date}}' : undefined;
    case 'tomorrow':
      return first === DATE ? '{{$date +1d}}' : undefined;
    case 'yesterday':
      return first === DATE ? '{{$date -1d}}' : undefined;
    case 'date_add':
    case 'date_subtract': {
      const isShift = /^\d{1,4}$/.test(first) && Object.hasOwn(UNITS, second) && third === DATE;
      return isShift ? `{{$date ${name === 'date_add' ? '+' : '-'}${first}${UNITS[second]}}}` : undefined;
    }
    case 'random10':
      return digits(10);
    case 'random':
      return digits(Number(first));
    case 'uniqid':
      return '{{$uuid}}';
    case 'env':
      return /^[A-Za-z_]\w*$/.test(first) ? `\${${first}}` : undefined;
    default:
      return undefined;
  }
}

/** Longest random number in one built-in. */
const CHUNK = 9;

/** A random number of this many digits. */
function digits(length: number): string | undefined {
  if (!Number.isInteger(length) || length < 1 || length > 100) return undefined;
  const size = Math.min(length, CHUNK);
  const rest = length > size ? (digits(length - size) ?? '') : '';
  return `{{$number ${10 ** (size - 1)} ${10 ** size - 1}}}${rest}`;
}

function withoutQuotes(arg: string): string {
  return arg.trim().replace(/^"(.*)"$/, '$1');
}
