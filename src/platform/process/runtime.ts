/** The runtime: `process.versions`. Bun and Deno name a version of Node there, too. */
export type RuntimeVersions = Readonly<Record<string, string | undefined>>;

export interface UnmetNeed {
  /** An older Node cannot load palaver; another runtime can, but cannot generate load. */
  readonly of: 'everything' | 'load';
  /** The message, without the name of the program. */
  readonly text: string;
}

/** Other runtimes that run Node programs, by their names in `process.versions`. */
const OTHER_RUNTIMES = { bun: 'Bun', deno: 'Deno' } as const;

/**
 * Why palaver cannot run in this runtime; undefined if it can. To time replies it uses Node's event loop, which other
 * runtimes do not have. `engines`: the range of package.json. This module and its imports must load in every Node with ES
 * modules.
 */
export function unmetNeed(versions: RuntimeVersions, engines: string): UnmetNeed | undefined {
  const other = otherRuntime(versions);
  if (other !== undefined) return { of: 'load', text: `needs Node.js ${engines} to generate load; this is ${other}` };
  if (isIn(engines, versions.node ?? '')) return undefined;
  return { of: 'everything', text: `needs Node.js ${engines}; this is Node.js ${versions.node}` };
}

function otherRuntime(versions: RuntimeVersions): string | undefined {
  for (const [key, name] of Object.entries(OTHER_RUNTIMES)) if (versions[key]) return `${name} ${versions[key]}`;
  return undefined;
}

/** `range`: alternatives such as `^20.19.0 || >=22.12.0`; `^` stays within the major version. */
function isIn(range: string, version: string): boolean {
  return range.split('||').some((alternative) => {
    const [, sign, lowest = ''] = /^\s*(\^|>=)([\d.]+)\s*$/.exec(alternative) ?? [];
    const [major, ...rest] = numbersOf(lowest);
    const [actualMajor, ...actualRest] = numbersOf(version);
    if (major !== actualMajor) return sign === '>=' && actualMajor! > major!;
    return sign !== undefined && isAtLeast(actualRest, rest);
  });
}

function numbersOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}

function isAtLeast(actual: readonly number[], lowest: readonly number[]): boolean {
  const place = lowest.findIndex((number, index) => number !== actual[index]);
  return place < 0 || actual[place]! > lowest[place]!;
}
