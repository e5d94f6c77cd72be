import { KnownError } from '../../src/platform/known-error.ts';

/** What a call throws; it must be an error with words for the user. */
export function refusal(call: () => unknown): KnownError {
  try {
    call();
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
