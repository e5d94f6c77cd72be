import { element } from './element.ts';

const KEY = 'palaver-theme';
const THEMES = ['system', 'light', 'dark'] as const;

/** Colours that are drawn rather than styled, as the style sheet has them now. */
export interface Palette {
  readonly text: string;
  readonly faint: string;
  readonly grid: string;
  /** Line colours of items compared side by side. */
  readonly lines: readonly [string, string, string, string];
  /** They stay apart where they lie on each other, for colour-blind readers, too. */
  readonly quantiles: { readonly p50: string; readonly p95: string; readonly p99: string };
  readonly band: string;
  readonly shade: string;
  readonly good: string;
  readonly doubtful: string;
  readonly bad: string;
  readonly ground: string;
}

export function palette(): Palette {
  // Only as the colour of something is a colour of the style sheet worked out.
  const probe = document.body.appendChild(element('span', { hidden: true }));
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = readPalette(colour);
  probe.remove();
  return colours;
}

function readPalette(colour: (name: string) => string): Palette {
  return {
    text: colour('text'),
    faint: colour('faint'),
    grid: colour('grid'),
    lines: [colour('line-1'), colour('line-2'), colour('line-3'), colour('line-4')],
    quantiles: { p50: colour('p50'), p95: colour('p95'), p99: colour('p99') },
    band: colour('band'),
    shade: colour('shade'),
    good: colour('good'),
    doubtful: colour('doubtful'),
    bad: colour('bad'),
    ground: colour('ground'),
  };
}

/** Light, dark, or as the system has it: remembered where the browser lets a file remember. */
export function themeSwitch(onChange: () => void): HTMLElement {
  const remembered = recall();
  apply(remembered);
  // On paper all is light and narrower; when `beforeprint` comes it is not so yet.
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', onChange);
  const choose = (event: Event) => {
    const theme = (event.target as HTMLSelectElement).value;
    apply(theme);
    remember(theme);
    onChange();
  };
  const select = element('select', { id: 'theme', change: choose });
  for (const theme of THEMES) select.append(element('option', { value: theme, selected: theme === remembered }, theme));
  return element('label', { class: 'control', for: 'theme' }, 'theme ', select);
}

function apply(theme: string): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme);
}

// A page opened as a file may not be allowed to keep anything.
function recall(): string {
  try {
    return localStorage.getItem(KEY) ?? 'system';
  } catch {
    return 'system';
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}
