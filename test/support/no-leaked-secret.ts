import { afterAll, expect } from 'vitest';
import { redact } from '../../src/platform/redact.ts';

/**
 * Test files of one worker share the secrets that `redact` hides. A test that gives an ordinary word as a token would change
 * the texts of the files after it: use an unmistakable one, such as `token-of-tests`.
 */
const ORDINARY =
  'token reference secret password key hello test mock endpoint user session expired eu us 127.0.0.1 localhost 0123456789';

afterAll(() => expect(redact(ORDINARY)).toBe(ORDINARY));
