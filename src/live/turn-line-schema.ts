import { z } from 'zod';

/** The version of the form of these lines (semver): a new field is a minor one. */
export const TURNS_VERSION = '1.0.0';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const text = z.string();
const edges = z.tuple([ms, ms]);
const said = {
  length: count.describe('of the text, in UTF-16 units'),
  hash: text.optional().describe('first 8 hex digits of the SHA-256 of the text: equal texts can be told from others'),
  text: text.optional().describe('instead of the hash with --keep-texts; secrets hidden'),
};

const headerSchema = z
  .object({
    type: z.literal('header'),
    version: text.describe('of the form of these lines (semver)'),
    tool: text,
    run: text.describe('id of the run, as in its report'),
    name: text,
    startedAt: z.iso.datetime().describe('start of the load, UTC: instants count from here'),
    hashed: z.boolean().describe('texts are hashed'),
  })
  .describe('the first line');

const turnSchema = z
  .object({
    type: z.literal('turn'),
    target: text,
    conversation: text,
    number: count.describe('of the conversation in the plan'),
    vu: count,
    sessionId: text.describe('by which it can be found on the platform'),
    step: text.describe('its label'),
    index: count.describe('place of the turn in its conversation, from 0'),
    outcome: text.describe('completed, timed-out, …'),
    endedBy: text.describe('the rule that ended it'),
    measured: z.boolean().describe('the report counts it; false in warm-up and in ramps that are left out'),
    intendedMs: ms.describe('when the utterance was due; instants are ms since the start of the load'),
    sentMs: edges.describe('stamps before and after the call that sent it'),
    endedMs: edges.describe('lower and upper edge of the instant'),
    firstOutputMs: edges
      .nullable()
      .describe('a duration: sent → first reply, lower and upper edge, as first_output holds it; null: no reply'),
    turnMs: edges.describe('a duration: sent → ended; turn holds it where the outcome is completed'),
    utterance: z.object(said),
    replies: z
      .array(z.object({ arrivedMs: ms.describe('of its first chunk; the upper edge'), ...said }))
      .describe('at most 50'),
    moreReplies: count.optional().describe('replies beyond those'),
    traceId: text.optional(),
    failure: text.optional().describe('what went wrong, with --keep-texts'),
  })
  .describe('one turn, in the order in which load threads hand them over: by load thread in the order of their ends');

const endSchema = z
  .object({
    type: z.literal('end'),
    turns: count.describe('lines of turns in this file'),
    lost: count.describe('turns that are not: the file could not be written as fast as they came, or a thread crashed'),
  })
  .describe('the last line; a file without it was cut off');

export const turnLineSchema = z.discriminatedUnion('type', [headerSchema, turnSchema, endSchema]);

export type HeaderLine = z.infer<typeof headerSchema>;
export type TurnLine = z.infer<typeof turnSchema>;
export type EndLine = z.infer<typeof endSchema>;

/** The JSON Schema (2020-12) of one line: what scenarios/turns.schema.json holds. */
export function turnsJsonSchema(): object {
  return {
    title: 'palaver turns: one line of the file',
    ...z.toJSONSchema(turnLineSchema, { target: 'draft-2020-12', io: 'input' }),
  };
}
