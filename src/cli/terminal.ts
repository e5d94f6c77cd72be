import type { OutputStream, SystemDeps } from '../platform/system-deps.ts';

/** Whether to use colour: on a terminal, unless --no-color, NO_COLOR or TERM=dumb is set. */
export function wantsColour(system: Pick<SystemDeps, 'env'>, output: OutputStream, noColor = false): boolean {
  const { NO_COLOR, TERM } = system.env;
  return output.isTty && !noColor && !NO_COLOR && TERM !== 'dumb';
}
