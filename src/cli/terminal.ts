import type { Output, World } from '../platform/world.ts';

/** Colour only where someone looks: on a terminal, unless --no-color, NO_COLOR or TERM=dumb says otherwise. */
export function wantsColour(world: Pick<World, 'env'>, output: Output, noColor = false): boolean {
  const { NO_COLOR, TERM } = world.env;
  return output.isTty && !noColor && !NO_COLOR && TERM !== 'dumb';
}
