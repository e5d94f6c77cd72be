/** The rules that end a turn, as `reason` of `turns_ended_by`. */
export const END_RULES = [
  'final-ping',
  'first-output',
  'replies',
  'quiet',
  'match',
  'stop-when',
  'timeout',
  'error',
  'disconnect',
  'stop',
] as const;
export type EndRule = (typeof END_RULES)[number];
