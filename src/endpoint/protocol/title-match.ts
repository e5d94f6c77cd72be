import { textAsRead, tidied } from './text-as-read.ts';

/** Is this what a user reads in the title? `wanted` may be written as it is read or as the bot sends it. */
export function readsAs(title: string, wanted: string): boolean {
  if (title === wanted) return true;
  const read = textAsRead(title);
  return read === tidied(wanted) || read === textAsRead(wanted);
}
