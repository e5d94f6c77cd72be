import type { z } from 'zod';
import { EXIT_CODES, type ExitReason } from '../../platform/exit-code.ts';
import { KnownError, messageOf } from '../../platform/known-error.ts';
import { redact } from '../../platform/redact.ts';
import { visible } from '../../platform/visible.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeJson(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value ?? null));
}

/** An error as a response; secrets are hidden. */
export function encodeError(error: unknown): Uint8Array {
  const known = error instanceof KnownError ? error : undefined;
  const response = {
    message: redact(messageOf(error)),
    hint: known?.hint === undefined ? undefined : redact(known.hint),
    exit: known?.exit ?? 'unexpected',
  };
  return encodeJson({ error: response });
}

/** The value of a message. @throws the error that it carries as a KnownError, or one (112) if it is not JSON. */
export function decodeResponse(bytes: Uint8Array): unknown {
  const value = parse(bytes);
  const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined;
  if (typeof error !== 'object' || error === null) return value;
  const { message, hint, exit } = error as { message?: unknown; hint?: unknown; exit?: unknown };
  throw new KnownError(visible(String(message)), {
    exit: typeof exit === 'string' && exit in EXIT_CODES ? (exit as ExitReason) : 'unexpected',
    ...(typeof hint === 'string' ? { hint: visible(hint) } : {}),
  });
}

/** The values of those messages that carry no error. */
export function decodeResponses(all: readonly Uint8Array[]): readonly unknown[] {
  return all.flatMap((bytes) => {
    try {
      return [decodeResponse(bytes)];
    } catch {
      return [];
    }
  });
}

/** A message of a known form; undefined for another one, which is ignored. */
export function decodeAs<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Undefined if the bytes are not JSON. */
export function decodeBytesAs<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
): z.infer<Schema> | undefined {
  try {
    return decodeAs(schema, JSON.parse(decoder.decode(bytes)));
  } catch {
    return undefined;
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new KnownError('a message of the fleet cannot be read', {
      exit: 'incomplete',
      hint: 'use the same version of palaver everywhere; check what else uses these NATS subjects',
      cause,
    });
  }
}
