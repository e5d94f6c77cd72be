import { z } from 'zod';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const text = z.string();

const said = {
  length: count.describe('length of the text in UTF-16 code units'),
  hash: text.optional().describe('first 8 hex digits of the SHA-256 of the text: equal texts have equal hashes'),
  text: text
    .optional()
    .describe('with --keep-texts, instead of the hash: the text, at most 300 characters, secrets hidden'),
};

export const exemplarSchema = z.object({
  kept: z.array(z.enum(['slowest', 'random'])),
  target: text,
  conversation: text,
  place: text.optional().describe('place of the load generator, if there are several'),
  number: count,
  vu: count,
  sessionId: text,
  outcome: text,
  startedMs: ms,
  longestTurnMs: ms,
  turns: z.array(
    z.object({
      step: text,
      outcome: text,
      endedBy: text,
      intendedMs: ms,
      sentMs: ms,
      endedMs: ms,
      utterance: z
        .object({
          ...said,
          template: text
            .optional()
            .describe('without --keep-texts: the utterance as written in the scenario, templates not filled in'),
        })
        .optional(),
      replies: z.array(z.object({ arrivedMs: ms, ...said })),
      traceId: text.optional(),
      failure: text.optional().describe('of a failed turn: the expected and the actual reply'),
    }),
  ),
});
