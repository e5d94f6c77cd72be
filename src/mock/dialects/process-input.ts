import { z } from 'zod';

/** A `processInput` whose fields have the types the protocol gives them. */
export interface ReceivedInput {
  readonly URLToken: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly channel: string | undefined;
  readonly resetFlow: boolean;
  /** Empty when there was none. */
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

const id = z.string().min(1);
// Loose: additional fields are allowed.
const schema = z.looseObject({
  URLToken: id,
  userId: id,
  sessionId: id,
  channel: z.string().nullish(),
  source: z.string().nullish(),
  passthroughIP: z.string().nullish(),
  // A server might read the text "false" as true, so it is rejected here, where a test notices it.
  resetFlow: z.boolean().default(false),
  text: z.string().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
});

/** The input, or a sentence about why it is invalid. Never throws. */
export function parseProcessInput(payload: unknown): ReceivedInput | string {
  const result = schema.safeParse(payload);
  if (!result.success) {
    const [issue] = result.error.issues;
    return `processInput: ${issue?.path.join('.') || 'payload'}: ${issue?.message}`;
  }
  const { URLToken, userId, sessionId, channel, resetFlow, text, data } = result.data;
  if (!text && !data && !resetFlow) return 'processInput: neither text nor data, and no resetFlow';
  return {
    URLToken,
    userId,
    sessionId,
    channel: channel ?? undefined,
    resetFlow,
    text: text ?? '',
    data: data ?? null,
  };
}
