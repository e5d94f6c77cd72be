import { z } from 'zod';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const text = z.string();

const traceLineSchema = z.object({
  atMs: ms.describe('since the start of the conversation'),
  who: z.enum(['user', 'bot']).optional().describe('sender of the message; absent: another event'),
  text,
  mood: z.enum(['good', 'bad']).optional().describe('of checks, failures and the end: as expected (good) or not (bad)'),
});

export type TraceLine = z.infer<typeof traceLineSchema>;

/** A traced conversation, in words. */
export const traceSchema = z.object({
  target: text,
  conversation: text,
  number: count.describe('number of the conversation in the plan'),
  vu: count,
  sessionId: text,
  startedMs: ms.describe('since the start of the run'),
  outcome: text.optional().describe('outcome of the conversation; absent: still running when the report was written'),
  hashed: z.boolean().describe('whether texts are hashed, without --keep-texts'),
  lines: z.array(traceLineSchema),
  omitted: count.optional().describe('number of further lines, omitted to limit the report size'),
});

export type TracedConversation = z.infer<typeof traceSchema>;
