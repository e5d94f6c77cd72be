import { styleText } from 'node:util';

/** How a part of a table stands out. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
export type Paint = (style: Style, text: string) => string;

/** Whether to colour is the caller's decision: no stream or variable is looked at here. */
export function painter(colour: boolean): Paint {
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}
