/** Results as Markdown. */
import { CONTENDERS } from './figures.mjs';

const RATIO = 'palaver ÷ bare loop';

/** Figures with their noise, without empty columns. */
export function tableOfFigures(figures) {
  const columns = Object.entries({ ...CONTENDERS, ratio: RATIO }).filter(([who]) => figures.some((one) => one[who]));
  return markdown(
    ['', 'unit', ...columns.map(([, title]) => title)],
    figures.map((figure) => [figure.name, figure.unit, ...columns.map(([who]) => withNoise(figure[who]))]),
  );
}

export function tableOfComparison(rows) {
  return markdown(
    ['', 'unit', 'committed', 'now', 'change', 'outcome'],
    rows.map((row) => [
      row.kind === 'ratio' ? `${row.name}: ${RATIO}` : row.name,
      row.unit,
      withNoise(row.before),
      withNoise(row.after),
      percent(row.change),
      row.outcome,
    ]),
  );
}

/** The figures that moved by more than their noise, one line each. */
export function describeMoved(rows) {
  const moved = rows.filter(({ outcome }) => outcome === 'better' || outcome === 'worse');
  if (moved.length === 0) return ['no figure moved by more than its noise'];
  return [
    `${moved.length} of ${rows.length} figures moved by more than their noise:`,
    ...moved.map(({ benchmark, name, kind, unit, before, after, change, outcome }) => {
      const what = kind === 'ratio' ? `${name}: ${RATIO}` : name;
      const from = `${withNoise(before)} → ${withNoise(after)} ${unit}`.trim();
      return `  ${outcome.padEnd(6)} ${benchmark}: ${what}: ${from} (${percent(change)})`;
    }),
  ];
}

function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index < 2 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function withNoise(value) {
  if (!value) return 'n/a';
  return value.noise === null ? plain(value.median) : `${plain(value.median)} ± ${plain(value.noise)}`;
}

function percent(change) {
  if (change === undefined) return 'n/a';
  const rounded = (100 * change).toFixed(1);
  return `${change > 0 ? '+' : ''}${rounded} %`.replace('-', '−');
}

/** Three digits, thousands grouped: `0.024`, `1.62`, `14.8`, `146`, `2,089`. */
export function plain(value) {
  const digits = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const text = value.toFixed(Math.min(3, Math.max(0, 2 - digits)));
  return text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}
