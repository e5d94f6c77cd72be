import { z } from 'zod';

/** The version of the line format (semver): a new field is a minor one. */
export const TURNS_VERSION = '1.0.0';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const text = z.string();
const bounds = z.tuple([ms, ms]);
const said = {
  length: count.describe('length of the text in UTF-16 units'),
  hash: text.optional().describe('first 8 hex digits of the SHA-256 of the text, to recognise equal texts'),
  text: text.optional().describe('with --keep-texts, instead of the hash; secrets hidden'),
};

const headerSchema = z
  .object({
    type: z.literal('header'),
    version: text.describe('version of the line format (semver)'),
    tool: text,
    run: text.describe('id of the run, as in the report'),
    name: text,
    startedAt: z.iso.datetime().describe('start of the load, UTC; instants are relative to it'),
    place: text.optional().describe('where the load generator runs (--place)'),
    hashed: z.boolean().describe('whether texts are hashed'),
  })
  .describe('the first line');

const turnSchema = z
  .object({
    type: z.literal('turn'),
    target: text,
    conversation: text,
    number: count.describe('number of the conversation in the plan'),
    vu: count,
    sessionId: text.describe('session id, to find the conversation on the platform'),
    step: text.describe('label of the step'),
    index: count.describe('index of the turn in its conversation, from 0'),
    outcome: text.describe('completed, timed-out, …'),
    endedBy: text.describe('the rule that ended it'),
    measured: z.boolean().describe('whether the report counts it; false in warm-up and excluded ramps'),
    intendedMs: ms.describe('when the utterance was due; times are ms since the start of the load'),
    sentMs: bounds.describe('timestamps before and after the call that sent it'),
    endedMs: bounds.describe('when the turn ended, lower and upper bound'),
    firstOutputMs: bounds
      .nullable()
      .describe('duration from sent to first reply, lower and upper bound, as in first_output; null: no reply'),
    turnMs: bounds.describe(
      'duration from sent to ended, lower and upper bound; part of turn if the outcome is completed',
    ),
    utterance: z.object(said),
    replies: z
      .array(z.object({ arrivedMs: ms.describe('when its first chunk arrived, upper bound'), ...said }))
      .describe('the first 50 replies'),
    moreReplies: count.optional().describe('number of further replies'),
    traceId: text.optional(),
    failure: text.optional().describe('failure in words, with --keep-texts'),
  })
  .describe('one turn; ordered by end time within a load thread');

const endSchema = z
  .object({
    type: z.literal('end'),
    turns: count.describe('number of turns in this file'),
    lost: count.describe('number of missing turns: the disk was too slow, or a load thread crashed'),
  })
  .describe('the last line; a file without it is incomplete');

export const turnLineSchema = z.discriminatedUnion('type', [headerSchema, turnSchema, endSchema]);

export type HeaderLine = z.infer<typeof headerSchema>;
export type TurnLine = z.infer<typeof turnSchema>;
export type EndLine = z.infer<typeof endSchema>;

/** The JSON Schema (2020-12) of one line: scenarios/turns.schema.json. */
export function turnsJsonSchema(): object {
  return {
    title: 'palaver turns: one line of the file',
    ...z.toJSONSchema(turnLineSchema, { target: 'draft-2020-12', io: 'input' }),
  };
}
