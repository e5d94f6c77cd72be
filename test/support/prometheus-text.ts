/** One line of a scrape. */
export interface ScrapedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Scraped {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly ScrapedSample[];
}

const HEAD = /^# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)$/;
const SAMPLE =
  /^([a-z_][a-z0-9_]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\+Inf|-Inf|NaN|-?[0-9.]+(?:e[+-]?\d+)?)$/;
const LABEL = /([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)/g;

/**
 * Reads the text format of Prometheus, version 0.0.4, more strictly than Prometheus does: each metric has HELP, then TYPE,
 * then all its samples together; no series occurs twice; a histogram's buckets ascend to +Inf, which equals its count.
 */
export function readPrometheusText(text: string): Scraped {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line is not ended');
  const types = new Map<string, string>();
  const samples: ScrapedSample[] = [];
  const seen = new Set<string>();
  let helped: string | undefined;
  let family: string | undefined;
  for (const line of text.split('\n').slice(0, -1)) {
    const head = HEAD.exec(line);
    if (head) {
      const [, kind, name, rest] = head;
      if (types.has(name!)) throw new Error(`${name} is described twice`);
      if (kind === 'HELP') helped = name;
      else {
        if (helped !== name) throw new Error(`${name} has a type before its help`);
        types.set(name!, rest!);
        family = name;
      }
      continue;
    }
    const found = SAMPLE.exec(line);
    if (!found) throw new Error(`no sample: ${line}`);
    const [, name, labels = '', value] = found;
    const series = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(series)) throw new Error(`twice: ${series}`);
    seen.add(series);
    const suffixes = types.get(family!) === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    if (!suffixes.some((suffix) => name === `${family}${suffix}`)) throw new Error(`${name} stands under ${family}`);
    samples.push({ name: name!, labels: readLabels(labels), value: Number(value!.replace('Inf', 'Infinity')) });
  }
  checkHistograms(samples);
  return { types, samples };
}

/** The sum of all series of that name that carry these labels. */
export function sumOf({ samples }: Scraped, name: string, where: Readonly<Record<string, string>> = {}): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter(({ labels }) => Object.entries(where).every(([label, text]) => labels[label] === text))
    .reduce((sum, { value }) => sum + value, 0);
}

function readLabels(text: string): Record<string, string> {
  const plain = (escaped: string) => escaped.replace(/\\(.)/g, (_, letter) => (letter === 'n' ? '\n' : letter));
  return Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) => [name!, plain(value!)]));
}

function checkHistograms(samples: readonly ScrapedSample[]): void {
  let before = { bound: Number.NEGATIVE_INFINITY, count: 0 };
  for (const { name, labels, value } of samples) {
    if (name.endsWith('_bucket')) {
      const bound = Number(labels.le!.replace('Inf', 'Infinity'));
      if (!(bound > before.bound) || value < before.count) throw new Error(`${name} does not ascend at ${labels.le}`);
      before = { bound, count: value };
    } else if (name.endsWith('_sum')) {
      if (before.bound !== Number.POSITIVE_INFINITY) throw new Error(`${name} comes before +Inf`);
    } else if (before.bound === Number.POSITIVE_INFINITY) {
      if (value !== before.count) throw new Error(`${name} is not what +Inf says`);
      before = { bound: Number.NEGATIVE_INFINITY, count: 0 };
    }
  }
}
