/** One line of a scrape, its labels unescaped. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;
const SUFFIXES: Readonly<Record<string, readonly string[]>> = { histogram: ['_bucket', '_sum', '_count'] };

/**
 * Prometheus' text format 0.0.4, read strictly: HELP, TYPE and then all samples of a family, each family and each series
 * once. Throws where a text is anything else.
 *
 *     line = "# HELP" name text | "# TYPE" name kind | name [ "{" label="value" { "," … } "}" ] value
 */
export function parseExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let current: { name: string; help: string; type?: string; samples: Sample[] } | undefined;
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const [, word, name = '', rest = ''] = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`).exec(line) ?? [];
    if (word === 'HELP') {
      current = { name, help: rest, samples: [] };
    } else if (word === 'TYPE') {
      if (current?.name !== name || families.has(name)) throw new Error(`TYPE out of place: ${line}`);
      current = { ...current, type: rest };
      families.set(name, current as Family);
    } else {
      const sample = parseSample(line);
      const names = (SUFFIXES[current?.type ?? ''] ?? ['']).map((suffix) => `${current?.name}${suffix}`);
      if (!names.includes(sample.name)) throw new Error(`a sample out of place: ${line}`);
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      if (seen.has(key)) throw new Error(`twice: ${line}`);
      seen.add(key);
      current!.samples.push(sample);
    }
  }
  return families;
}

function parseSample(line: string): Sample {
  const [, name, inside, number] = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`).exec(line) ?? [];
  if (name === undefined || Number.isNaN(Number(number))) throw new Error(`no sample: ${line}`);
  return { name, labels: parseLabels(inside ?? ''), value: Number(number) };
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let at = 0;
  while (at < text.length) {
    LABEL.lastIndex = at;
    const [whole, name, value] = LABEL.exec(text) ?? [];
    if (whole === undefined) throw new Error(`no label: ${text.slice(at)}`);
    labels[name!] = value!.replace(/\\(.)/g, (_, letter) => (letter === 'n' ? '\n' : letter));
    at += whole.length;
  }
  return labels;
}

/** The sum over all samples of that name with these labels; `undefined` matches a missing label. */
export function sumOf(
  families: ReadonlyMap<string, Family>,
  name: string,
  where: Readonly<Record<string, string | undefined>> = {},
): number {
  const samples = [...families.values()].flatMap((family) => family.samples).filter((sample) => sample.name === name);
  return samples
    .filter(({ labels }) => Object.entries(where).every(([label, value]) => labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

/** Every histogram of a scrape, one for each series. */
export function histogramsOf(families: ReadonlyMap<string, Family>) {
  return [...families.values()].flatMap(({ name, type, samples }) => {
    const counts = samples.filter((sample) => type === 'histogram' && sample.name === `${name}_count`);
    return counts.map(({ labels, value: count }) => {
      const own = samples.filter((sample) => sample.name === `${name}_bucket` && isSameSeries(sample.labels, labels));
      const bounds = own.map(({ labels: { le } }) => (le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le)));
      return { bounds, counts: own.map(({ value }) => value), count };
    });
  });
}

function isSameSeries({ le: _, ...bucket }: Sample['labels'], labels: Sample['labels']): boolean {
  return JSON.stringify(bucket) === JSON.stringify(labels);
}
