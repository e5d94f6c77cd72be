import type { PageModel } from '../render/page/page-model.ts';
import type { Chart } from './charts/chart.ts';
import { curveSection } from './charts/curve-charts.ts';
import { timeSection } from './charts/time-section.ts';
import { waterfallSection } from './charts/waterfall.ts';
import { element } from './element.ts';
import { failuresSection } from './failures.ts';
import { factsSection, figureList, summaryList, verdictSection } from './first-screen/verdict.ts';
import { generatorSection } from './generator.ts';
import { regionsSection } from './regions.ts';
import { rowsSection } from './rows-table.ts';
import { themeSwitch } from './theme.ts';
import type { View } from './view.ts';

const SECTIONS = [
  ['verdict', 'Verdict'],
  ['time', 'Over time'],
  ['spread', 'Percentiles'],
  ['rows', 'Steps'],
  ['conversations', 'Conversations'],
  ['failures', 'Failures'],
  ['generator', 'Measurement quality'],
  ['facts', 'Details'],
] as const;

/** The page of one model; redrawn with the next one, it keeps the reader's selection. */
export class Page {
  private readonly view: View;
  private readonly header = element('header');
  private readonly main = element('main');
  private readonly state = element('p', { class: 'detail', role: 'status', 'aria-live': 'polite' });
  private charts: readonly Chart[] = [];
  private model: PageModel | undefined;

  constructor(view: View) {
    this.view = view;
    const theme = themeSwitch(() => this.redraw());
    const links = SECTIONS.map(([id, title]) => element('li', {}, element('a', { href: `#${id}` }, title)));
    const nav = element('nav', { 'aria-label': 'Sections' }, element('ul', {}, ...links));
    this.header.append(this.state);
    document.body.append(
      element('div', { class: 'bar' }, nav, theme),
      this.header,
      this.main,
      element('footer', {}, 'Made by palaver.'),
    );
    addEventListener('resize', () => this.fit());
    addEventListener('beforeprint', () => this.fit());
    addEventListener('afterprint', () => this.fit());
  }

  show(model: PageModel): void {
    this.model = model;
    document.title = `${model.running ? '' : `${model.verdict.word}: `}${model.title} · palaver`;
    this.header.replaceChildren(element('h1', {}, model.title), this.state, summaryList(model));
    this.redraw();
  }

  /** The state of a run in progress. */
  tell(text: string): void {
    this.state.textContent = text;
  }

  private redraw(): void {
    const { model, view } = this;
    if (!model) return;
    const focused = document.activeElement?.id;
    const top = scrollY;
    for (const { plot } of this.charts) plot.destroy();
    const onRow = (row: string) => {
      view.row = row;
      this.redraw();
    };
    const redraw = () => this.redraw();
    const time = timeSection(model, view, { onRow, redraw });
    const curves = curveSection(model, view, redraw);
    this.charts = [...time.charts, ...curves.charts];
    this.main.replaceChildren(
      verdictSection(model, view.open),
      figureList(model.figures, 'figures'),
      ...(model.regions ? [regionsSection(model.regions)] : []),
      time.box,
      curves.box,
      rowsSection(model, view, onRow),
      waterfallSection(model, view, redraw),
      failuresSection(model),
      generatorSection(model),
      factsSection(model),
    );
    this.fit();
    scrollTo({ top });
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  private fit(): void {
    for (const chart of this.charts) chart.fit();
  }
}
