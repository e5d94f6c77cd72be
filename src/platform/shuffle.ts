import type { RandomStream } from './random.ts';

/** Fisher–Yates shuffle (Durstenfeld): every order is equally likely. Changes `list` and returns it. */
export function shuffle<L extends { readonly length: number; [index: number]: unknown }>(
  list: L,
  stream: RandomStream,
): L {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(stream.next() * (last + 1));
    const moved = list[last];
    list[last] = list[chosen];
    list[chosen] = moved;
  }
  return list;
}
